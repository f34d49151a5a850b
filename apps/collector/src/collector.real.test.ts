import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  accessSchema,
  buildInputsSchema,
  buildSharesSchema,
  buildStatusSchema,
  erasureReceiptSchema,
  erasureSchema,
  fromBase64Url,
  manifestHeader,
  openSigned,
  parseAs,
  paths,
  policySchema,
  problemSchema,
  segmentReceiptSchema,
  sha256Hex,
  signDocument,
  toBase64Url,
  utf8,
  type SegmentManifest,
  type Signed,
  type Signer,
} from '@assent/contracts';
import { auditLedger, parseVerifierKey, readLedger, type LedgerSource } from '@assent/ledger';
import {
  createParticipant,
  createWorld,
  enrolmentCode,
  makePolicy,
  makeRelease,
  makeRequest,
  makeResult,
  type World,
} from '@assent/service/testing';
import { freshDatabase } from '@assent/testkit/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCollector, createLog, type Collector } from './index.ts';

describe('a collector over a real PostgreSQL', () => {
  const logged: string[] = [];
  let folder: string;
  let world: World;
  let collector: Collector;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assent-collector-'));
    const outline = await createWorld();
    collector = await createCollector({
      program: outline.ports.program.program,
      ownerKey: outline.owner.publicKey,
      enrolmentCode: await sha256Hex(utf8(enrolmentCode)),
      dataDir: folder,
      databaseUrl: await freshDatabase(),
      clock: outline.ports.clock,
      log: createLog((line) => logged.push(line)),
    });
    const logKey = { ...outline.ports.logKey, verifierKey: collector.verifierKey };
    world = { ...outline, ports: { ...outline.ports, logKey } };
  });

  afterAll(async () => {
    await collector?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const post = async (path: string, body: unknown) =>
    collector.app.request(path, { method: 'POST', body: JSON.stringify(body) });

  const put = async (manifest: Signed<SegmentManifest>, bytes: Uint8Array<ArrayBuffer>) =>
    collector.app.request(paths.segment(manifest.body.ciphertext), {
      method: 'PUT',
      body: bytes,
      headers: { [manifestHeader]: toBase64Url(utf8(JSON.stringify(manifest))) },
    });

  const get = async (path: string, who: Signer, about: { path?: string; at?: number } = {}) => {
    const body = parseAs(accessSchema, 'access', {
      type: 'access',
      v: 1,
      method: 'GET',
      path,
      at: world.ports.clock.now(),
      ...about,
    });
    const access = toBase64Url(utf8(JSON.stringify(await signDocument(body, who))));
    return collector.app.request(path, { headers: { authorization: `Assent ${access}` } });
  };

  const codeOf = async (response: Response) => problemSchema.parse(await response.json()).code;

  const source: LedgerSource = {
    checkpoint: async () => (await collector.app.request('/ledger/checkpoint')).text(),
    tile: async (path) => new Uint8Array(await (await collector.app.request(`/ledger/${path}`)).arrayBuffer()),
  };

  it('serves the whole way from policy to result, and a ledger that audits', async () => {
    const program = world.ports.program.program;
    expect(await codeOf(await collector.app.request(paths.policy(program)))).toBe('not-found');
    expect(await (await collector.app.request('/')).text()).toContain('No policy has been published yet');

    const policy = await makePolicy(world);
    const published = await post(paths.policies, policy);
    expect(published.status).toBe(201);
    const { policy: digest } = await published.json();
    const served = await collector.app.request(paths.policy(program));
    expect(await openSigned(policySchema, await served.json(), { key: world.owner.publicKey })).toEqual(policy);

    const who = await createParticipant(world);
    const submission = await who.consent(digest);
    const { consent } = await (await post(paths.consents, submission)).json();
    expect(await codeOf(await post(paths.consents, { ...submission, enrolmentCode: 7 }))).toBe('malformed');
    const dayKey = await who.dayKey(digest);
    expect((await post(paths.dayKeys, dayKey)).status).toBe(201);

    const rests = { policy: digest, consent, dayKey: dayKey.body };
    const sealed = [await who.segment(rests), await who.segment(rests), await who.segment(rests)];
    for (const { manifest, bytes } of sealed) {
      const response = await put(manifest, bytes);
      expect(response.status).toBe(200);
      const receipt = await openSigned(segmentReceiptSchema, await response.json(), { key: collector.collectorKey });
      expect(receipt.body.ciphertext).toBe(manifest.body.ciphertext);
      expect(await (await put(manifest, bytes)).json()).toEqual(receipt);
    }

    const order = parseAs(erasureSchema, 'erasure', {
      type: 'erasure',
      v: 1,
      program,
      participant: dayKey.body.participant,
      device: who.device.publicKey,
      at: world.ports.clock.now(),
      scope: { what: 'segments', segments: [sealed[1]!.manifest.body.ciphertext] },
    });
    const erased = await post(paths.erasures, await signDocument(order, who.device));
    const receipt = await openSigned(erasureReceiptSchema, await erased.json(), { key: collector.collectorKey });
    expect(receipt.body.segments).toBe(1);
    expect(await codeOf(await put(sealed[1]!.manifest, sealed[1]!.bytes))).toBe('gone');

    const requested = await post(paths.builds, await makeRequest(world, digest));
    const { build } = buildStatusSchema.parse(await requested.json());
    expect(await codeOf(await get(paths.buildShares(build), world.worker))).toBe('forbidden');
    world.pass(3_600_000);
    const shares = await get(paths.buildShares(build), world.worker);
    expect(buildSharesSchema.parse(await shares.json()).deposits).toEqual([dayKey]);
    for (const [id, signer] of [
      ['works-council', world.worker],
      ['privacy-office', world.employer],
    ] as const) {
      const release = await makeRelease(world, { id, signer }, build, [dayKey.body.dayKey]);
      expect((await post(paths.buildReleases(build), release)).status).toBe(200);
    }
    const inputs = buildInputsSchema.parse(await (await get(paths.buildInputs(build), world.builder)).json());
    expect(inputs.manifests).toEqual([sealed[0]!.manifest, sealed[2]!.manifest]);
    const object = await get(paths.buildObject(build, sealed[2]!.manifest.body.ciphertext), world.builder);
    expect(new Uint8Array(await object.arrayBuffer())).toEqual(sealed[2]!.bytes);
    const other = paths.buildObject(build, sealed[1]!.manifest.body.ciphertext);
    expect(await codeOf(await get(other, world.builder))).toBe('not-found');
    const finished = await post(paths.buildResult(build), await makeResult(world, build));
    expect(buildStatusSchema.parse(await finished.json()).state).toBe('finished');

    const reading = await readLedger(source, parseVerifierKey(collector.verifierKey));
    const report = await auditLedger({
      checkpoint: reading.note,
      entries: reading.entries(),
      verifierKey: collector.verifierKey,
      ownerKey: world.owner.publicKey,
    });
    expect(report.findings).toEqual([]);
    expect(report.counts).toMatchObject({ 'segment.sealed': 3, 'shares.released': 2, 'build.finished': 1 });
    const home = await (await collector.app.request('/')).text();
    expect(home).toContain('Office study');
    expect(home).toContain('Build finished');
  });

  it('takes an access document for one path, for five minutes, and only with a signature', async () => {
    const { builds } = await (await collector.app.request(paths.builds)).json();
    const path = paths.buildInputs(builds[0].build);
    expect(await codeOf(await collector.app.request(path))).toBe('unauthorised');
    expect(await codeOf(await get(path, world.builder, { path: paths.builds }))).toBe('unauthorised');
    const at = world.ports.clock.now() - 6 * 60_000;
    expect(await codeOf(await get(path, world.builder, { at }))).toBe('unauthorised');
  });

  it('answers what it cannot read with problem details that quote nothing', async () => {
    const secret = 'hunter2-hunter2';
    const responses = [
      await collector.app.request(paths.consents, { method: 'POST', body: `{${secret}` }),
      await post(paths.consents, { consent: secret, [secret]: secret }),
      await collector.app.request(`/v1/builds/${secret}`),
      await collector.app.request(`/ledger/tile/${secret}`),
      await collector.app.request(`/${secret}`),
    ];
    expect(responses.map((response) => response.status)).toEqual([400, 400, 404, 404, 404]);
    for (const response of responses) {
      expect(response.headers.get('content-type')).toBe('application/problem+json');
      expect(await response.text()).not.toContain(secret);
    }
    expect(logged.join('')).not.toContain(secret);
  });

  it('refuses bodies that are too large before it reads them to the end', async () => {
    const large = new Uint8Array(2_097_153);
    const response = await collector.app.request(paths.segment('0'.repeat(64)), { method: 'PUT', body: large });
    expect(await codeOf(response)).toBe('too-large');
    expect(await codeOf(await post(paths.erasures, 'x'.repeat(1_048_577)))).toBe('too-large');
  });

  it('serves tiles as files that never change and the checkpoint as one that does', async () => {
    const checkpoint = await collector.app.request('/ledger/checkpoint');
    expect(checkpoint.headers.get('cache-control')).toBe('no-cache');
    const size = Number((await checkpoint.text()).split('\n')[1]);
    const tile = await collector.app.request(`/ledger/tile/0/000.p/${size}`);
    expect(tile.headers.get('cache-control')).toContain('immutable');
    expect((await tile.arrayBuffer()).byteLength).toBe(32 * size);
    expect((await collector.app.request(`/ledger/tile/0/000.p/${size + 1}`)).status).toBe(404);
  });

  it('logs routes, codes and counts, and nobody’s name, key or path', async () => {
    const home = await collector.app.request('/');
    expect(home.headers.get('content-security-policy')).toContain("default-src 'none'");
    const text = logged.join('');
    expect(text).toContain('"route":"/v1/segments/:ciphertext"');
    expect(text).not.toMatch(/p_[\w-]{22}/);
    expect(text).not.toMatch(/[0-9a-f]{64}/);
  });

  it('gives a device what it needs to join', async () => {
    const join = await (await collector.app.request('/join')).json();
    expect(join).toEqual({
      program: world.ports.program.program,
      ownerKey: world.owner.publicKey,
      verifierKey: collector.verifierKey,
      collectorKey: collector.collectorKey,
    });
    expect(fromBase64Url(join.collectorKey)).toHaveLength(32);
  });
});
