import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, deviceLedger, deviceTransport, releaseToBuild, requestBuild, type Client } from '@assent/client';
import { createCollector, createLog, type Collector } from '@assent/collector';
import { readPolicy } from '@assent/consent';
import {
  consentSchema,
  dayOf,
  digestOf,
  digestSchema,
  generateSigningKeyPair,
  hmacSha256Hex,
  openSigned,
  erasureReceiptSchema,
  parseAs,
  participantIdSchema,
  policySchema,
  programIdSchema,
  sessionIdSchema,
  sha256Hex,
  signDocument,
  signerFromKeyPair,
  stepSchema,
  utf8,
  type Erasure,
  type Step,
} from '@assent/contracts';
import { generateIdentity, generateLocalKey, localCipher, openSegment, recoverDayIdentity } from '@assent/sealing';
import { createSpool } from '@assent/spool';
import { memoryStore } from '@assent/spool/testing';
import { freshDatabase } from '@assent/testkit/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A device's queue, a real collector over a real PostgreSQL, two custodians and a builder: only the clock is set by hand. */

const hour = 3_600_000;
const start = Date.UTC(2026, 9, 1, 10);
let now = start;

const program = programIdSchema.parse('pilot');
const enrolmentCode = 'welcome-to-the-pilot';
const code = digestSchema.parse('c'.repeat(64));
const rules = digestSchema.parse('5'.repeat(64));
const participant = participantIdSchema.parse(`p_${'x'.repeat(22)}`);

const freshSigner = async () => signerFromKeyPair(await generateSigningKeyPair());
const owner = await freshSigner();
const device = await freshSigner();
const custodian = async (id: string, side: string) => ({
  id,
  side,
  keys: await generateIdentity(),
  signer: await freshSigner(),
});
const employer = await custodian('privacy-office', 'employer');
const worker = await custodian('works-council', 'worker');

let dataDir: string;
let collector: Collector;
let client: Client;
let policy: Awaited<ReturnType<typeof publishPolicy>>;

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'assent-e2e-'));
  collector = await createCollector({
    program,
    ownerKey: owner.publicKey,
    enrolmentCode: await sha256Hex(utf8(enrolmentCode)),
    dataDir,
    databaseUrl: await freshDatabase(),
    log: createLog(() => undefined),
    clock: { now: () => now },
  });
  const baseUrl = await collector.listen();
  client = createClient({ baseUrl, fetch: (url, init) => fetch(url, init), now: () => now });
  policy = await publishPolicy();
});

afterAll(async () => {
  await collector?.close();
  await rm(dataDir, { recursive: true, force: true });
});

async function publishPolicy() {
  const policy = parseAs(policySchema, 'policy', {
    type: 'policy',
    v: 1,
    program,
    version: 1,
    previous: null,
    issuedAt: now,
    title: 'Pilot',
    organisation: 'Example',
    purpose: 'train-computer-use-models',
    summary: 'For tests.',
    sites: [{ origin: 'https://tickets.example.com', name: 'Tickets', mode: 'ambient', interfaceWords: [] }],
    tiers: ['steps-only'],
    pause: { capMinutes: 30 },
    review: { coolingOffSeconds: 60 },
    snapshots: { maxPerMinute: 0 },
    retentionDays: 30,
    safeguards: { version: '1', digest: rules },
    custody: {
      custodians: [employer, worker].map(({ id, side, keys, signer }) => ({
        id,
        side,
        name: id,
        recipient: keys.recipient,
        signingKey: signer.publicKey,
      })),
      thresholds: { employer: 1, worker: 1 },
    },
    builds: { objectionWindowSeconds: 3600, codeDigests: [code], minParticipants: 1 },
    ledger: { verifierKey: collector.verifierKey },
  });
  await client.publishPolicy(await signDocument(policy, owner));
  return readPolicy(await client.policy(program), owner.publicKey);
}

async function giveConsent() {
  const consent = parseAs(consentSchema, 'consent', {
    type: 'consent',
    v: 1,
    program,
    policy: policy.digest,
    participant,
    device: device.publicKey,
    decision: 'given',
    tier: 'steps-only',
    at: now,
    notice: 'd'.repeat(64),
    previous: null,
  });
  const digest = await digestOf(consent);
  const commitment = await hmacSha256Hex(utf8('known to the participant alone'), utf8(digest));
  await client.recordConsent({ consent: await signDocument(consent, device), commitment, enrolmentCode });
  return digest;
}

/** The owner's request for what was recorded today, with keys that nobody needs. */
async function requestToday() {
  const builder = await freshSigner();
  const { recipient } = await generateIdentity();
  const days = { from: dayOf(now), to: dayOf(now) };
  return (await requestBuild({ client, owner, policy, days, code, recipient, builder: builder.publicKey, now })).build;
}

function stepAt(seq: number, t: number, policy: string): Step {
  return parseAs(stepSchema, 'step', {
    v: 1,
    session: sessionIdSchema.parse(`s_${'a'.repeat(22)}`),
    episode: seq,
    seq,
    t,
    duration: 100,
    sensor: 'browser',
    origin: 'user',
    webdriver: false,
    complete: true,
    missed: 0,
    tab: 1,
    window: 1,
    frame: { path: [], origin: 'https://tickets.example.com', sameOriginAsTop: true },
    view: { width: 800, height: 600, scale: 1, scrollX: 0, scrollY: 0, screen: [0, 0] },
    action: { type: 'check', checked: true },
    target: null,
    observation: null,
    page: { origin: 'https://tickets.example.com', path: '/', queryKeys: [], title: '' },
    redactions: [],
    policy,
    safeguards: rules,
  });
}

describe('from a device to a builder', () => {
  it('arrives, opens for both sides together after the window, and is gone for good after an erasure', async () => {
    const consentDigest = await giveConsent();
    const spool = createSpool({
      store: memoryStore(),
      cipher: localCipher(await generateLocalKey()),
      limits: { maxBytes: 1e8, maxAgeMs: 1e10, sentMaxAgeMs: 1e11 },
    });
    const steps = [0, 1, 2].map((seq) => stepAt(seq, now + seq * 120_000, policy.digest));
    const agreements = [{ policy: policy.policy, policyDigest: policy.digest, consentDigest, participant }];
    for (const step of steps) {
      await spool.append({
        steps: [step],
        notes: [],
        snapshots: [],
        reducerState: null,
        acks: null,
        events: { seen: 5, dropped: 0 },
      });
      now = step.t + 120_000;
      await spool.sealDue({ now, agreements, signer: device, vault: null });
    }
    const ledger = deviceLedger(client.ledger, collector.verifierKey);
    const sent = await spool.upload({
      transport: deviceTransport(client),
      ledger,
      now,
      random: 0,
      collectorKey: collector.collectorKey,
      dailyCapBytes: 1e9,
    });
    expect(sent).toEqual({ sent: 3, state: 'empty' });
    expect(await spool.ledger(now)).toMatchObject({ unproven: 3 });
    expect(await spool.confirm({ ledger, now })).toMatchObject({ unproven: 0, alarm: null });
    expect(await spool.usedBytes()).toBe(0);

    // The participant takes the second one back.
    const [, second] = await spool.sealedParts();
    const erase = second === undefined ? [] : [second.ciphertext];
    await spool.markForErasure(erase);
    const order: Erasure = {
      type: 'erasure',
      v: 1,
      program,
      participant,
      device: device.publicKey,
      at: now,
      scope: { what: 'segments', segments: erase },
    };
    const receipt = await client.erase(await signDocument(order, device));
    await openSigned(erasureReceiptSchema, receipt, { key: collector.collectorKey });
    expect(receipt.body).toMatchObject({ segments: 1, erasure: await digestOf(order) });
    await spool.forgetErased(erase);
    expect(await spool.sealedParts()).toHaveLength(2);

    const buildKeys = await generateIdentity();
    const builder = await freshSigner();
    const day = dayOf(now);
    const { build, status } = await requestBuild({
      client,
      owner,
      policy,
      days: { from: day, to: day },
      code,
      recipient: buildKeys.recipient,
      builder: builder.publicKey,
      now,
    });
    expect(status.state).toBe('window');

    const trust = { program, ownerKey: owner.publicKey, verifierKey: collector.verifierKey };
    const answer = (who: typeof employer, at: number) =>
      releaseToBuild({
        client,
        trust,
        custodian: { id: idOf(policy, who.id), identity: who.keys.identity, signer: who.signer },
        build,
        now: at,
      });
    expect(await answer(employer, now)).toMatchObject({ outcome: 'waiting' });
    now += 2 * hour;
    expect(await answer(employer, now)).toMatchObject({ outcome: 'released', shares: 1 });
    await expect(client.buildInputs(build, builder)).rejects.toMatchObject({ name: 'ClientError' });
    expect(await answer(worker, now)).toMatchObject({ outcome: 'released', status: { state: 'released' } });

    const inputs = await client.buildInputs(build, builder);
    const opened: Step[] = [];
    for (const manifest of inputs.manifests) {
      const deposit = inputs.deposits.find(({ body }) => body.dayKey === manifest.body.context.dayKey);
      if (deposit === undefined) throw new Error('a deposit is missing');
      const identity = await recoverDayIdentity({
        deposit,
        releases: inputs.releases,
        policy: policy.policy,
        build,
        buildIdentity: buildKeys.identity,
      });
      const ciphertext = await client.buildObject(build, manifest.body.ciphertext, builder);
      const { records } = await openSegment({ ciphertext, manifest, identity });
      opened.push(...records.flatMap((record) => (record.kind === 'step' ? [record.step] : [])));
    }
    expect(opened.toSorted((a, b) => a.seq - b.seq)).toEqual([steps[0], steps[2]]);
    await expect(client.buildObject(build, digestSchema.parse(erase[0]), builder)).rejects.toMatchObject({
      name: 'ClientError',
    });
  });

  it('ends in a refusal that the ledger holds when a custodian does not want it', async () => {
    const build = await requestToday();
    const outcome = await releaseToBuild({
      client,
      trust: { program, ownerKey: owner.publicKey, verifierKey: collector.verifierKey },
      custodian: { id: idOf(policy, worker.id), identity: worker.keys.identity, signer: worker.signer },
      build,
      now,
      refuse: true,
    });
    expect(outcome).toMatchObject({ outcome: 'refused', reason: 'custodian-decision', status: { state: 'refused' } });
  });

  it('says so, and answers nothing, when the request is not signed by the owner it trusts', async () => {
    const build = await requestToday();
    const input = {
      client,
      trust: { program, ownerKey: device.publicKey, verifierKey: collector.verifierKey },
      custodian: {
        id: idOf(policy, worker.id),
        identity: worker.keys.identity,
        signer: worker.signer,
      },
      build,
      now,
    };
    await expect(releaseToBuild(input)).rejects.toMatchObject({ code: 'untrusted' });
  });
});

function idOf(of: typeof policy, id: string) {
  const found = of.policy.custody.custodians.find((custodian) => custodian.id === id);
  if (found === undefined) throw new Error('no such custodian');
  return found.id;
}
