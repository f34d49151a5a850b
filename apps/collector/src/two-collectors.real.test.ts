import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { manifestHeader, paths, sha256Hex, toBase64Url, utf8 } from '@assent/contracts';
import { auditLedger, parseVerifierKey, readLedger, type LedgerSource } from '@assent/ledger';
import { createParticipant, createWorld, enrolmentCode, makePolicy } from '@assent/service/testing';
import { freshDatabase } from '@assent/testkit/shared';
import { expect, it } from 'vitest';
import { createCollector, createLog, type Collector } from './index.ts';

it('keeps one ledger and whole chains when two collectors share a database and devices change between them', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assent-two-'));
  const world = await createWorld();
  const options = {
    program: world.ports.program.program,
    ownerKey: world.owner.publicKey,
    enrolmentCode: await sha256Hex(utf8(enrolmentCode)),
    dataDir: folder,
    databaseUrl: await freshDatabase(),
    clock: world.ports.clock,
    log: createLog(() => undefined),
  };
  const collectors = await Promise.all([createCollector(options), createCollector(options)]);
  try {
    const [first, second] = collectors;
    // They started together and still have the same keys.
    expect(second.verifierKey).toBe(first.verifierKey);
    expect(second.collectorKey).toBe(first.collectorKey);
    const post = async (at: Collector, path: string, body: unknown) =>
      (await at.app.request(path, { method: 'POST', body: JSON.stringify(body) })).json();
    const ledger = { ledger: { verifierKey: first.verifierKey } };
    const { policy } = await post(first, paths.policies, await makePolicy(world, ledger));
    const perDevice = 6;
    const statuses = await Promise.all(
      Array.from({ length: 6 }, async (_, device) => {
        const who = await createParticipant(world);
        const { consent } = await post(second, paths.consents, await who.consent(policy));
        const dayKey = await who.dayKey(policy);
        await post(first, paths.dayKeys, dayKey);
        const seen = [];
        for (let seq = 0; seq < perDevice; seq++) {
          const { manifest, bytes } = await who.segment({ policy, consent, dayKey: dayKey.body });
          const at = collectors[(device + seq) % 2]!;
          const response = await at.app.request(paths.segment(manifest.body.ciphertext), {
            method: 'PUT',
            body: bytes,
            headers: { [manifestHeader]: toBase64Url(utf8(JSON.stringify(manifest))) },
          });
          seen.push(response.status);
        }
        return seen;
      }),
    );
    expect(statuses.flat()).toEqual(Array.from({ length: 6 * perDevice }, () => 200));
    const source: LedgerSource = {
      checkpoint: async () => (await first.app.request('/ledger/checkpoint')).text(),
      tile: async (path) => new Uint8Array(await (await second.app.request(`/ledger/${path}`)).arrayBuffer()),
    };
    const reading = await readLedger(source, parseVerifierKey(first.verifierKey));
    const report = await auditLedger({
      checkpoint: reading.note,
      entries: reading.entries(),
      verifierKey: first.verifierKey,
    });
    expect(report.findings).toEqual([]);
    expect(report.counts['segment.sealed']).toBe(36);
  } finally {
    await Promise.all(collectors.map((collector) => collector.close()));
    await rm(folder, { recursive: true, force: true });
  }
});
