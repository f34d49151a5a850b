import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { manifestHeader, paths, toBase64Url, utf8, type Digest, type Policy } from '@assent/contracts';
import { auditLedger, decodeLeaf, parseVerifierKey, readLedger, type LedgerSource } from '@assent/ledger';
import { createParticipant, createWorld, enrolmentCode, makePolicy } from '@assent/service/testing';
import { afterEach, beforeEach, expect, it } from 'vitest';

let folder: string;
let running: ChildProcess | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assent-kill-'));
});

afterEach(async () => {
  if (running !== null) await stop(running, 'SIGTERM');
  await rm(folder, { recursive: true, force: true });
});

async function start(environment: Record<string, string>) {
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, '--data', folder, '--port', '0'], {
    env: { ...process.env, DATABASE_URL: undefined, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  running = child;
  const lines = createInterface({ input: child.stdout });
  for await (const line of lines) {
    const said: unknown = JSON.parse(line);
    if (typeof said === 'object' && said !== null && 'address' in said && 'verifierKey' in said) {
      // Nobody reads on, so that a full pipe would stop the process otherwise.
      child.stdout.resume();
      return { child, address: String(said.address), verifierKey: String(said.verifierKey) };
    }
  }
  throw new Error('collector ended before it listened');
}

async function stop(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  running = null;
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill(signal);
  await exited;
}

function sourceAt(address: string): LedgerSource {
  return {
    checkpoint: async () => (await fetch(`${address}/ledger/checkpoint`)).text(),
    tile: async (path) => new Uint8Array(await (await fetch(`${address}/ledger/${path}`)).arrayBuffer()),
  };
}

it('loses nothing it acknowledged and doubles nothing when it is killed in the middle of uploads, again and again', async () => {
  const devices = 4;
  const chainLength = 16;
  const kills = 3;
  const world = await createWorld();
  // The process has the real clock, so that documents have to be of now.
  world.pass(Date.now() - world.ports.clock.now());
  const environment = {
    ASSENT_PROGRAM: world.ports.program.program,
    ASSENT_OWNER_KEY: world.owner.publicKey,
    ASSENT_ENROLMENT_CODE: enrolmentCode,
  };
  let collector = await start(environment);
  const post = async (path: string, body: unknown) => {
    const response = await fetch(collector.address + path, { method: 'POST', body: JSON.stringify(body) });
    expect(response.status).toBe(201);
    return response.json() as Promise<{ policy: Digest; consent: Digest }>; // as the routes answer
  };
  const ledger: Partial<Policy> = { ledger: { verifierKey: collector.verifierKey } };
  const { policy } = await post(paths.policies, await makePolicy(world, ledger));
  const chains: Awaited<ReturnType<Awaited<ReturnType<typeof createParticipant>>['segment']>>[][] = [];
  for (let i = 0; i < devices; i++) {
    const who = await createParticipant(world);
    const { consent } = await post(paths.consents, await who.consent(policy));
    const dayKey = await who.dayKey(policy);
    await post(paths.dayKeys, dayKey);
    const chain = [];
    for (let seq = 0; seq < chainLength; seq++) {
      chain.push(await who.segment({ policy, consent, dayKey: dayKey.body }));
    }
    chains.push(chain);
  }

  const receipts = new Map<string, unknown>();
  const next = chains.map(() => 0);
  /** Uploads every chain from where it stands until its end or until the collector is gone. */
  const uploadAll = async (onAcknowledged: () => void) =>
    Promise.all(
      chains.map(async (chain, device) => {
        while (next[device]! < chain.length) {
          const { manifest, bytes } = chain[next[device]!]!;
          const response = await fetch(collector.address + paths.segment(manifest.body.ciphertext), {
            method: 'PUT',
            body: bytes,
            headers: { [manifestHeader]: toBase64Url(utf8(JSON.stringify(manifest))) },
          })
            .then(async (answer) => ({ status: answer.status, receipt: await answer.json() }))
            .catch(() => null);
          if (response === null) return;
          expect(response.status).toBe(200);
          receipts.set(manifest.body.ciphertext, response.receipt);
          next[device]! += 1;
          onAcknowledged();
        }
      }),
    );

  let earlier = await sourceAt(collector.address).checkpoint();
  for (let kill = 1; kill <= kills; kill++) {
    let acknowledged = 0;
    const doomed = collector.child;
    await uploadAll(() => {
      acknowledged += 1;
      // Others are in flight at this moment: some written, some not, none answered.
      if (acknowledged === 15 + kill) doomed.kill('SIGKILL');
    });
    await stop(doomed, 'SIGKILL');
    collector = await start(environment);
    const report = await audit(earlier);
    expect(report.findings).toEqual([]);
    earlier = report.note;
  }
  await uploadAll(() => undefined);

  const sent = chains.flat().map(({ manifest }) => manifest.body.ciphertext);
  expect([...receipts.keys()].toSorted()).toEqual(sent.toSorted());
  const report = await audit(earlier);
  expect(report.findings).toEqual([]);
  expect(report.sealed.toSorted()).toEqual(sent.toSorted());
  const shards = await readdir(join(folder, 'objects'), { recursive: true });
  expect(shards.filter((name) => /[/\\][0-9a-f]{64}$/.test(name))).toHaveLength(sent.length);
  // The same upload again gets the receipt that was given before the kill, or the one that got lost with it.
  for (const { manifest, bytes } of chains.map((chain) => chain[0]!)) {
    const again = await fetch(collector.address + paths.segment(manifest.body.ciphertext), {
      method: 'PUT',
      body: bytes,
      headers: { [manifestHeader]: toBase64Url(utf8(JSON.stringify(manifest))) },
    });
    expect(await again.json()).toEqual(receipts.get(manifest.body.ciphertext));
  }

  async function audit(before: string) {
    const source = sourceAt(collector.address);
    const reading = await readLedger(source, parseVerifierKey(collector.verifierKey));
    const entries = [];
    for await (const entry of reading.entries()) entries.push(entry);
    const { findings } = await auditLedger({
      checkpoint: reading.note,
      entries,
      verifierKey: collector.verifierKey,
      earlier: before,
    });
    const leaves = entries.map((entry) => decodeLeaf(entry));
    const sealed = leaves.flatMap((leaf) => (leaf.kind === 'segment.sealed' ? [leaf.ciphertext] : []));
    return { findings, sealed, note: reading.note };
  }
});
