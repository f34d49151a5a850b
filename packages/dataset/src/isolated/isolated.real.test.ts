import { createServer, type AddressInfo, type Server } from 'node:net';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openAttestation } from '../attestation/statement.ts';
import { buildInput, makeProgram } from '../testing/program.ts';
import { participantId, stepRecord } from '../testing/recordings.ts';
import { verifyDataset } from '../verify/verify.ts';
import { buildIsolated } from './build-isolated.ts';
import { codeFolders, startIsolated } from './isolation.ts';

let folder: string;
const servers: Server[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assent-isolated-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await rm(folder, { recursive: true, force: true });
});

const program = await makeProgram([
  { participant: participantId(1), segments: [[stepRecord()], [stepRecord({ seq: 1 })]] },
]);

async function listening(at: object): Promise<Server> {
  const server = createServer((socket) => {
    // A client that connects and hangs up at once does not affect the server.
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
  });
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(at, resolve);
  });
  return server;
}

describe('an isolated build', () => {
  it('makes a dataset that verifies, signed by the key that never entered its process', async () => {
    const progress: string[] = [];
    const input = { ...buildInput(program, folder), progress: ({ phase }: { phase: string }) => progress.push(phase) };
    const report = await buildIsolated(input);
    expect(await verifyDataset(report.directory, { builder: program.builder.publicKey })).toMatchObject({ ok: true });
    expect(report.result.body.counts).toMatchObject({ segments: 2, steps: 2 });
    const attestation = await readFile(join(report.directory, 'attestation.json'));
    expect(await openAttestation(new Uint8Array(attestation), program.builder.publicKey)).toMatchObject({
      subject: [{ digest: { sha256: report.manifestDigest } }],
      predicate: { build: report.result.body.build, isolation: report.isolation },
    });
    expect(progress).toEqual(['survey', 'survey', 'write', 'write']);
    expect(report.isolation.words).toContain('Node permission model');
  });

  it('whose attestation is changed, taken from elsewhere or signed by another key does not verify', async () => {
    const { directory } = await buildIsolated(buildInput(program, folder));
    const path = join(directory, 'attestation.json');
    const honest = await readFile(path, 'utf8');
    const another = await makeProgram([{ participant: participantId(2), segments: [[stepRecord()]] }]);
    const elsewhere = await buildIsolated(buildInput(another, join(folder, 'other')));
    for (const text of [
      honest.replace('"payload":"', '"payload":"AAAA'),
      await readFile(join(elsewhere.directory, 'attestation.json'), 'utf8'),
      'nonsense',
    ]) {
      await writeFile(path, text);
      expect((await verifyDataset(directory)).faults.map(({ code }) => code)).toEqual(['attestation']);
    }
    await rm(path);
    expect(await verifyDataset(directory)).toMatchObject({ ok: true });
  });

  it('fails with the same code as a build in this process, and leaves nothing behind', async () => {
    const damaged = { ...buildInput(program, folder), fetchObject: async () => new Uint8Array(4096) };
    await expect(buildIsolated(damaged)).rejects.toMatchObject({ name: 'DatasetError', code: 'object-damaged' });
    const gone = { ...buildInput(program, folder), fetchObject: async () => Promise.reject(new Error('gone')) };
    await expect(buildIsolated(gone)).rejects.toMatchObject({ code: 'object-damaged' });
    expect(await readdir(folder)).toEqual([]);
  });

  it('that is killed half-way leaves no plaintext', async () => {
    let fetched = 0;
    const input = buildInput(program, folder);
    const attempt = buildIsolated({
      ...input,
      fetchObject: async (ciphertext) => {
        // After the survey the tables are begun; what cannot be sent ends the process there.
        if (fetched++ < 3) return input.fetchObject(ciphertext);
        return (() => undefined) as unknown as Uint8Array;
      },
    });
    await expect(attempt).rejects.toThrow();
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('the isolation', () => {
  it('leaves a build that was taken over nothing but its folder, or says what else', async () => {
    const outside = join(folder, 'outside');
    const secret = join(folder, 'secret');
    await writeFile(secret, 'secret');
    const out = await mkdtemp(join(folder, 'out-'));
    const server = await listening({ port: 0, host: '127.0.0.1' });
    const socket = join(folder, 'socket');
    await listening({ path: socket });
    const script = fileURLToPath(new URL('../testing/hostile-process.ts', import.meta.url));
    const { child, isolation } = startIsolated(script, { read: codeFolders(), write: [out] });
    const open = await new Promise<unknown>((resolve, reject) => {
      child.once('message', resolve);
      child.once('exit', () => reject(new Error('it ended without a word')));
      const { port } = server.address() as AddressInfo;
      child.send({ port, parent: process.pid, socket, file: secret, outside, inside: join(out, 'inside') });
    });
    child.kill('SIGKILL');
    // Each kind of isolation says what it does not close.
    const left = {
      'own-root': [],
      'permission-model': ['connect to a local socket'],
    }[isolation.files];
    const network =
      isolation.network === 'namespace'
        ? []
        : ['connect to loopback', 'connect to the internet', 'fetch a page', 'stop its parent'];
    const admitted = new Set(['write into its folder', ...left, ...network]);
    expect((open as string[]).filter((each) => !admitted.has(each))).toEqual([]);
    expect(open).toContain('write into its folder');
  });
});
