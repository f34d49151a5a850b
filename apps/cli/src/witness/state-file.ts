import { open, readFile, rm } from 'node:fs/promises';
import { CodedError, fromBase64, parseAs, toBase64 } from '@assent/contracts';
import type { WitnessState } from '@assent/ledger';
import { lockHolder, ownLockText } from '@assent/store';
import { z } from 'zod';
import { explainSystemError, hasSystemCode } from '../errors.ts';
import { readIfThere, writeFileAtomic } from '../files.ts';

/** Thrown when a witness's memory cannot be used. Without it a witness must not sign anything. */
class WitnessStateError extends CodedError<'in-use' | 'damaged'> {}

/** What a witness last cosigned of one log, and the note with its cosignature. */
interface Remembered extends WitnessState {
  readonly checkpoint: string;
}

/** A witness's memory of all its logs, by origin. */
export interface StateFile {
  get(origin: string): Remembered | null;
  /** Resolves only when the disk has it: a client that saw the cosignature must find it here after any crash. */
  set(origin: string, remembered: Remembered): Promise<void>;
  close(): Promise<void>;
}

const fileSchema = z.strictObject({
  type: z.literal('assent-witness-state'),
  v: z.literal(1),
  logs: z.record(z.string(), z.strictObject({ size: z.int().nonnegative(), root: z.base64(), checkpoint: z.string() })),
});

/**
 * Opens (or begins) a memory in a file that only one process may use at a time. Throws `in-use`, and `damaged` for a file
 * that is none: a witness that forgot would sign a second history.
 */
export async function openStateFile(path: string): Promise<StateFile> {
  const unlock = await lock(`${path}.lock`);
  try {
    const logs = await readLogs(path);
    return {
      get: (origin) => logs.get(origin) ?? null,
      set: async (origin, remembered) => {
        await writeFileAtomic(path, textOf(new Map([...logs, [origin, remembered]])));
        logs.set(origin, remembered);
      },
      close: unlock,
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function readLogs(path: string): Promise<Map<string, Remembered>> {
  const text = await readIfThere(path);
  if (text === null) return new Map();
  try {
    const { logs } = parseAs(fileSchema, 'witness state', JSON.parse(text));
    return new Map(
      Object.entries(logs).map(([origin, { size, root, checkpoint }]) => [
        origin,
        { size, root: fromBase64(root), checkpoint },
      ]),
    );
  } catch (cause) {
    throw new WitnessStateError('damaged', 'the state file is damaged; begin again with another file and another key', {
      cause,
    });
  }
}

function textOf(logs: ReadonlyMap<string, Remembered>): string {
  const entries = [...logs].map(([origin, { size, root, checkpoint }]) => [
    origin,
    { size, root: root === null ? '' : toBase64(root), checkpoint },
  ]);
  return `${JSON.stringify({ type: 'assent-witness-state', v: 1, logs: Object.fromEntries(entries) }, null, 2)}\n`;
}

/** Two processes over one memory could sign two histories between reading and writing. */
async function lock(path: string): Promise<() => Promise<void>> {
  let holder: number | null = null;
  for (let attempt = 0; attempt < 2; attempt += 1) {
    const file = await open(path, 'wx', 0o600).catch((cause: unknown) => {
      if (hasSystemCode(cause, 'EEXIST')) return null;
      throw explainSystemError(cause, path);
    });
    if (file !== null) {
      await file.writeFile(await ownLockText());
      await file.close();
      return async () => rm(path, { force: true });
    }
    const text = await readFile(path, 'utf8').catch(() => '');
    holder = await lockHolder(text);
    // Not readable as a process: perhaps just being written. Deny by default.
    if (holder !== null || !/^\d/.test(text)) break;
    await rm(path, { force: true });
  }
  const who = holder === null ? 'another witness' : `process ${holder}`;
  throw new WitnessStateError('in-use', `${who} uses this state file; end it first (lock: ${path})`);
}
