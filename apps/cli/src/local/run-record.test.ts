import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processIdentity } from '@assent/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openRunRecord } from './run-record.ts';

let folder: string;
let path: string;
let child: ChildProcess;
const said: string[] = [];
const open = () => openRunRecord(path, (line) => said.push(line));

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assent-run-'));
  path = join(folder, 'live.run.json');
  said.length = 0;
  child = spawn('sleep', ['600'], { stdio: 'ignore' });
  await once(child, 'spawn');
});
afterEach(async () => {
  child.kill('SIGKILL');
  await rm(folder, { recursive: true });
});

const childProcess = async (identity?: string) => ({
  what: 'the collector',
  pid: child.pid,
  identity: identity ?? (await processIdentity(child.pid ?? 0)),
  since: 1_796_000_000_000,
});
// Surely ended: this number is beyond what a system gives.
const gone = { what: 'assent', pid: 2_147_483_646, identity: 'boot:1', since: 1_796_000_000_000 };
const record = (keeper: object, children: readonly object[]) =>
  writeFile(path, JSON.stringify({ type: 'assent-run', v: 1, keeper, children }));

// Without a beginning to compare (Windows), nothing is believed and nothing ended.
describe.skipIf(process.platform === 'win32')('a record of what runs', () => {
  it('ends what an earlier start left behind, and says what, which and since when', async () => {
    await record(gone, [await childProcess()]);
    const exited = once(child, 'exit');
    const opened = await open();
    expect(await exited).toEqual([null, 'SIGTERM']);
    expect(said).toEqual([
      `Ending the collector (process ${child.pid}), left over from a start of ${new Date(1_796_000_000_000).toISOString()} …`,
    ]);
    await opened.close();
    await expect(readFile(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('does not believe a number that has come again, nor one whose beginning is not known', async () => {
    await record(gone, [await childProcess('another boot:12345'), { ...(await childProcess()), identity: null }]);
    await (await open()).close();
    expect(said).toEqual([]);
    expect(child.exitCode ?? child.signalCode).toBeNull();
  });

  it('leaves alone what another start is using, and names it', async () => {
    await record(await childProcess(), []);
    const before = await readFile(path, 'utf8');
    await expect(open()).rejects.toMatchObject({
      code: 'running-already',
      message: expect.stringContaining(`process ${child.pid}, since 2026-`),
      remedy: expect.stringContaining(`kill ${child.pid}`),
    });
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('holds everything that was added, and goes over a record that was cut off', async () => {
    await writeFile(path, '{"type":"assent-run"');
    const opened = await open();
    await Promise.all([opened.add('the collector', child.pid ?? 0), opened.add('the witness', process.pid)]);
    const written = JSON.parse(await readFile(path, 'utf8'));
    expect(written).toMatchObject({
      keeper: { pid: process.pid },
      children: [{ what: 'the collector', pid: child.pid }, { what: 'the witness' }],
    });
    expect(written.children[0].identity).toBe(await processIdentity(child.pid ?? 0));
    await expect(open()).rejects.toMatchObject({ code: 'running-already' });
    await opened.close();
  });
});
