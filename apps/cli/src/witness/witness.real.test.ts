import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { utf8 } from '@assent/contracts';
import {
  addCheckpointRequest,
  emptyTree,
  formatAddCheckpoint,
  generateLogKey,
  noteSigner,
  openCosignatures,
  parseNote,
  signCheckpoint,
  treeRoot,
  withSignatures,
  parseSignatureLine,
  type LedgerSource,
} from '@assent/ledger';
import { memoryLog } from '@assent/ledger/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { latestPath, serveWitness, type WitnessServer } from './server.ts';
import { openStateFile, type StateFile } from './state-file.ts';
import { createWitness } from './witness.ts';

const log = await noteSigner((await generateLogKey('log.example/pilot')).signerKey);
const signer = await noteSigner((await generateLogKey('council.example/witness', 'cosignature')).signerKey);
const at = Date.UTC(2026, 10, 2, 9);

let folder: string;
let path: string;
let open: { state: StateFile; server: WitnessServer } | null = null;

async function start() {
  const state = await openStateFile(path);
  const witness = createWitness({ state, signer, logs: [log.key], now: () => at });
  open = { state, server: await serveWitness(witness, [log.key], { host: '127.0.0.1', port: 0 }) };
  return { ...open, witness };
}

async function stop() {
  await open?.server.close();
  await open?.state.close();
  open = null;
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assent-witness-'));
  path = join(folder, 'state.json');
});
afterEach(async () => {
  await stop();
  await rm(folder, { recursive: true, force: true });
});

/** A log of so many leaves, of which those from `from` on are another history's. */
async function logOf(size: number, from = size): Promise<LedgerSource> {
  return memoryLog(
    Array.from({ length: size }, (_, i) => utf8(`${i < from ? '' : 'other '}${i}`)),
    log,
  );
}

async function push(address: string, source: LedgerSource, oldSize: number) {
  const body = formatAddCheckpoint(await addCheckpointRequest(source, log.key, oldSize));
  const response = await fetch(`${address}/add-checkpoint`, { method: 'POST', body });
  return { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
}

describe('a witness', () => {
  it('cosigns what goes on, and serves the note with its cosignature', async () => {
    const { server } = await start();
    const first = await push(server.address, await logOf(3), 0);
    expect(first.status).toBe(200);
    const cosigned = withSignatures(await (await logOf(3)).checkpoint(), [parseSignatureLine(first.text.trimEnd())]);
    expect(await openCosignatures(parseNote(cosigned), [signer.key])).toEqual([{ key: signer.key, at }]);
    expect((await push(server.address, await logOf(700), 3)).status).toBe(200);
    const served = await (await fetch(server.address + latestPath(log.key.name))).text();
    expect(parseNote(served).text).toBe(parseNote(await (await logOf(700)).checkpoint()).text);
    expect(await openCosignatures(parseNote(served), [signer.key])).toHaveLength(1);
  });

  it('answers a sender that is behind with the size it has seen', async () => {
    const { server } = await start();
    await push(server.address, await logOf(5), 0);
    expect(await push(server.address, await logOf(9), 3)).toMatchObject({
      status: 409,
      type: 'text/x.tlog.size',
      text: '5\n',
    });
  });

  it('refuses forks, rewritten histories, rollbacks, other logs, other keys and nonsense, and stays as it was', async () => {
    const { server, witness } = await start();
    await push(server.address, await logOf(5), 0);
    const before = await readFile(path, 'utf8');
    expect((await push(server.address, await logOf(5, 4), 5)).status).toBe(409);
    expect((await push(server.address, await logOf(9, 2), 5)).status).toBe(422);
    expect((await push(server.address, await logOf(2), 5)).status).toBe(400);
    const post = async (body: string) =>
      (await fetch(`${server.address}/add-checkpoint`, { method: 'POST', body })).status;
    const stranger = await noteSigner((await generateLogKey('log.example/pilot')).signerKey);
    const elsewhere = await noteSigner((await generateLogKey('log.example/other')).signerKey);
    const root = treeRoot(emptyTree());
    const from = async (who: typeof log) =>
      formatAddCheckpoint({ oldSize: 5, proof: [], checkpoint: await signCheckpoint({ size: 5, root }, who) });
    expect(await post(await from(stranger))).toBe(403);
    expect(await post(await from(elsewhere))).toBe(404);
    expect(await post('old 5\n\nnonsense')).toBe(400);
    expect(await post('x'.repeat(70_000))).toBe(400);
    expect((await witness.pull(await logOf(9, 2), log.key)).status).toBe(422);
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  it('remembers over a restart, and one memory serves one process', async () => {
    const { server } = await start();
    await push(server.address, await logOf(5), 0);
    await expect(openStateFile(path)).rejects.toMatchObject({ code: 'in-use' });
    await stop();
    const again = await start();
    expect((await push(again.server.address, await logOf(9, 2), 5)).status).toBe(422);
    expect((await again.witness.pull(await logOf(9), log.key)).status).toBe(200);
  });

  it('of many that come at once cosigns one history only', async () => {
    const { server } = await start();
    const answers = await Promise.all([4, 3, 2, 1].map(async (from) => push(server.address, await logOf(5, from), 0)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409]);
  });

  it('takes over the lock of a process that is gone, and does not start on a damaged memory', async () => {
    await writeFile(`${path}.lock`, '2147483646');
    await start();
    await stop();
    await writeFile(path, '{}');
    await expect(openStateFile(path)).rejects.toMatchObject({ code: 'damaged' });
    await expect(readFile(`${path}.lock`)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
