import { mkdir, readFile, writeFile } from 'node:fs/promises';
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
import { parseArguments, pathFrom } from '../arguments.ts';
import { exitCodes, UsageError, type Command } from '../command.ts';

/** `assent vault`: what participants do with their own recovery key. */
export const vault: Command = {
  name: 'vault',
  summary: 'read your own recordings with your recovery key',
  help: `Usage: assent vault read --key FILE --out DIR [--collector URL]

Fetches what the collector still holds of your own recordings, opens it on this machine with your recovery key and writes
it to DIR: steps.jsonl (one step a line) and snapshots/. What you erased is not there any more.

  --key FILE       your recovery sheet, as printed or saved when you chose to keep a copy
  --out DIR        an empty or new folder. What is written there is readable: it is yours to protect
  --collector URL  where the recordings are, if not where the sheet says
  --json           counts as one JSON object

Exit code 1 if a segment does not check out; it is left out, the others are written.`,
  async run(args, terminal) {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArguments(args, {
      options: { key: text, out: text, collector: text, json: { type: 'boolean' } },
      allowPositionals: true,
    });
    if (positionals[0] !== 'read' || positionals.length > 1) throw new UsageError('say what to do: read');
    if (values.key === undefined || values.out === undefined) throw new UsageError('--key and --out are needed');
    const sheet = await readRecoverySheet(await readFile(pathFrom(terminal, values.key), 'utf8'));
    const baseUrl = values.collector ?? sheet.collector;
    const client = createClient({ baseUrl, fetch: globalThis.fetch, now: () => Date.now() });
    const read = await readOwn(client, sheet, pathFrom(terminal, values.out));
    if (values.json) terminal.out(JSON.stringify(read));
    else {
      terminal.out(`✓ ${read.steps} steps and ${read.snapshots} snapshots of ${read.days} days in ${values.out}`);
      if (read.closed > 0) terminal.err(`${read.closed} segments did not check out and were left out.`);
    }
    return read.closed > 0 ? exitCodes.failed : exitCodes.ok;
  },
};

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
  await writeFile(join(out, 'steps.jsonl'), steps.map((step) => `${step}\n`).join(''), { mode: 0o600, flag: 'wx' });
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
