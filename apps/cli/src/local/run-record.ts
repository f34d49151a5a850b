import { mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { isAlive, processIdentity } from '@assent/store';
import { z } from 'zod';
import { CliError } from '../errors.ts';
import { readIfThere, writeFileAtomic, writeNew } from '../files.ts';

const processSchema = z.strictObject({
  /** What it is, for people: "the collector". */
  what: z.string(),
  pid: z.int().positive(),
  /** When it began, so that a later process of the same number is not taken for it; null where that is not known. */
  identity: z.string().nullable(),
  /** When it was started, ms. */
  since: z.int(),
});
type RecordedProcess = z.infer<typeof processSchema>;

const recordSchema = z.strictObject({
  type: z.literal('assent-run'),
  v: z.literal(1),
  /** The process that looks after the others. */
  keeper: processSchema,
  children: z.array(processSchema),
});

/** A record on disk of what runs here, so that the next start knows its own leftovers. */
export interface RunRecord {
  /** Adds a process that was just started. */
  add(what: string, pid: number): Promise<void>;
  /** Forgets everything: all of it has ended. */
  close(): Promise<void>;
}

/**
 * Begins a record at `path`. What an earlier start left behind, and is certainly its own, is ended first; `say` gets a line
 * about each. Throws `running-already` while the process that keeps an earlier one is alive.
 */
export async function openRunRecord(path: string, say: (line: string) => void): Promise<RunRecord> {
  await mkdir(dirname(path), { recursive: true });
  await endLeftovers(path, say);
  const keeper = await describeProcess('assent', process.pid);
  const children: RecordedProcess[] = [];
  const text = () => `${JSON.stringify({ type: 'assent-run', v: 1, keeper, children }, null, 2)}\n`;
  // Two starts at once: one of them finds the file of the other.
  await writeNew(path, text());
  let last: Promise<void> = Promise.resolve();
  return {
    add: (what, pid) => {
      const write = async (before: Promise<void>): Promise<void> => {
        await before;
        children.push(await describeProcess(what, pid));
        await writeFileAtomic(path, text());
      };
      last = write(last);
      return last;
    },
    close: async () => {
      await last.catch(() => undefined);
      await rm(path, { force: true });
    },
  };
}

async function describeProcess(what: string, pid: number): Promise<RecordedProcess> {
  return { what, pid, identity: await processIdentity(pid), since: Date.now() };
}

async function endLeftovers(path: string, say: (line: string) => void): Promise<void> {
  const text = await readIfThere(path);
  if (text === null) return;
  const record = parseRecord(text);
  // Not a record of ours, perhaps cut off by a crash: it names nobody, so nobody can be ended.
  if (record === null) return rm(path, { force: true });
  const { keeper, children } = record;
  if (await isStill(keeper)) {
    throw new CliError(
      'running-already',
      `it runs already here: process ${keeper.pid}, since ${new Date(keeper.since).toISOString()}`,
      { remedy: `use that one, or end it with Ctrl-C in its terminal or \`kill ${keeper.pid}\`` },
    );
  }
  for (const child of children) {
    if (!(await isStill(child))) continue;
    const since = new Date(child.since).toISOString();
    say(`Ending ${child.what} (process ${child.pid}), left over from a start of ${since} …`);
    await end(child);
  }
  await rm(path, { force: true });
}

/** Whether a recorded process is alive and certainly the one that was recorded. */
async function isStill({ pid, identity }: RecordedProcess): Promise<boolean> {
  // Deny by default: without a beginning to compare, the number may be anybody's by now.
  return identity !== null && isAlive(pid) && (await processIdentity(pid)) === identity;
}

const patienceMs = 20_000;

async function end(child: RecordedProcess): Promise<void> {
  try {
    process.kill(child.pid, 'SIGTERM');
    for (const until = Date.now() + patienceMs; Date.now() < until;) {
      if (!(await isStill(child))) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    process.kill(child.pid, 'SIGKILL');
  } catch (cause) {
    if (await isStill(child)) {
      throw new CliError('running-already', `${child.what} (process ${child.pid}) is left over and cannot be ended`, {
        cause,
        remedy: `end it as the account it belongs to: kill ${child.pid}`,
      });
    }
  }
}

function parseRecord(text: string): z.infer<typeof recordSchema> | null {
  try {
    return recordSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
