import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient, type Client } from '@assent/client';
import { sha256Hex, type Digest } from '@assent/contracts';
import {
  openSegment,
  openVaultCopy,
  readRecoverySheet,
  SealingError,
  vaultReader,
  type RecoverySheet,
  type SegmentRecord,
} from '@assent/sealing';
import { defineCommand, defineCommands, exitCodes } from '../command.ts';
import { CliError } from '../errors.ts';
import { readText, writeNew } from '../files.ts';
import { flag, optional, required } from '../options/declare.ts';
import { path, url } from '../options/kinds.ts';

const read = defineCommand({
  name: 'vault read',
  summary: 'open your own recordings with your recovery key',
  about: `Fetches what the collector still holds of your own recordings, opens it on this machine with your recovery key and writes it to
DIR: steps.jsonl (one step a line) and snapshots/. What you erased is not there any more. What is written there is readable: it
is yours to protect.`,
  options: {
    key: required(path(), 'your recovery sheet, as printed or saved when you chose to keep a copy'),
    out: required(path('DIR'), 'an empty or new folder'),
    collector: optional(url, 'where the recordings are, if not where the sheet says'),
    json: flag('counts as one JSON object'),
  },
  examples: ['vault read --key recovery-sheet.txt --out my-recordings'],
  finding: 'a segment does not check out; it is left out, the others are written',
  async run(values, terminal) {
    const sheet = await readSheet(values.key);
    const baseUrl = values.collector ?? sheet.collector;
    const client = createClient({ baseUrl, fetch: globalThis.fetch, now: () => Date.now() });
    const own = await readOwn(client, sheet, values.out);
    if (values.json) terminal.out(JSON.stringify(own));
    else {
      terminal.out(`✓ ${own.steps} steps and ${own.snapshots} snapshots of ${own.days} days in ${values.out}`);
      if (own.closed > 0) terminal.err(`${own.closed} segments did not check out and were left out.`);
    }
    return own.closed > 0 ? exitCodes.failed : exitCodes.ok;
  },
});

/** `assent vault`: what participants do with their own recovery key. */
export const vault = defineCommands(
  {
    name: 'vault',
    summary: 'read your own recordings with your recovery key',
    about: 'For participants who chose to keep a copy of their key.',
  },
  [read],
);

async function readSheet(file: string): Promise<RecoverySheet> {
  const text = await readText(file);
  try {
    return await readRecoverySheet(text);
  } catch (cause) {
    if (!(cause instanceof SealingError)) throw cause;
    throw new CliError('wrong-document', `${file}: is not a recovery sheet, or a character of it is wrong`, {
      cause,
      remedy: 'compare it with the printed one',
    });
  }
}

interface OwnCounts {
  readonly days: number;
  readonly steps: number;
  readonly snapshots: number;
  /** Segments that do not open or are not what they say. */
  readonly closed: number;
}

async function readOwn(client: Client, sheet: RecoverySheet, out: string): Promise<OwnCounts> {
  const reader = await vaultReader(sheet.identity);
  const { deposits, manifests } = await client.ownRecordings(sheet.participant, reader);
  await mkdir(join(out, 'snapshots'), { recursive: true, mode: 0o700 });
  const steps: string[] = [];
  const days = new Set<string>();
  let snapshots = 0;
  let closed = 0;
  for (const manifest of manifests) {
    const { ciphertext: name, context } = manifest.body;
    const deposit = deposits.find(({ body }) => body.dayKey === context.dayKey);
    try {
      // Foreign until it opens: a collector that swaps anything is caught by name, digest or the bound context.
      if (deposit === undefined || context.participant !== sheet.participant)
        throw new SealingError('share-other-key', '');
      const identity = await openVaultCopy({ deposit, vaultIdentity: sheet.identity });
      const ciphertext = await client.ownObject(sheet.participant, name, reader);
      const { records } = await openSegment({ ciphertext, manifest, identity });
      for (const record of records) {
        if (record.kind === 'step') steps.push(JSON.stringify(record.step));
        if (record.kind === 'snapshot' && (await writeSnapshot(out, record))) snapshots += 1;
      }
      days.add(context.day);
    } catch (error) {
      if (!(error instanceof SealingError)) throw error;
      closed += 1;
    }
  }
  await writeNew(join(out, 'steps.jsonl'), steps.map((step) => `${step}\n`).join(''));
  return { days: days.size, steps: steps.length, snapshots, closed };
}

async function writeSnapshot(
  out: string,
  { digest, bytes }: Extract<SegmentRecord, { kind: 'snapshot' }>,
): Promise<boolean> {
  const own: Uint8Array<ArrayBuffer> = Uint8Array.from(bytes);
  const name: Digest = await sha256Hex(own);
  if (name !== digest) return false;
  await writeFile(join(out, 'snapshots', `${name}.webp`), own, { mode: 0o600 });
  return true;
}
