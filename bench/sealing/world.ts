import { randomBytes } from 'node:crypto';
import { startCollectorProcess, type CollectorProcess } from '@assent/cli';
import { createClient } from '@assent/client';
import {
  canonicalJson,
  consentSchema,
  dayOf,
  digestOf,
  generateSigningKeyPair,
  hmacSha256Hex,
  manifestHeader,
  parseAs,
  participantIdSchema,
  paths,
  policySchema,
  programIdSchema,
  segmentManifestSchema,
  sha256Hex,
  signDocument,
  signerFromKeyPair,
  stepSchema,
  toBase64Url,
  utf8,
  type Digest,
  type Policy,
  type Signer,
  type Step,
} from '@assent/contracts';
import { createDayKey, generateIdentity } from '@assent/sealing';

/** What the bench needs of a program: real documents, nothing recorded. */

const program = programIdSchema.parse('bench');
const zero = '0'.repeat(64);

export async function newSigner(): Promise<Signer> {
  return signerFromKeyPair(await generateSigningKeyPair());
}

async function custodian(id: string, side: string) {
  const { recipient } = await generateIdentity();
  return { id, side, name: id, recipient, signingKey: (await newSigner()).publicKey };
}

/** A policy for a ledger. */
export async function benchPolicy(verifierKey: string): Promise<Policy> {
  return parseAs(policySchema, 'policy', {
    type: 'policy',
    v: 1,
    program,
    version: 1,
    previous: null,
    issuedAt: Date.now(),
    title: 'Bench',
    organisation: 'Example',
    purpose: 'train-computer-use-models',
    summary: 'A deployment that exists to be measured.',
    sites: [{ origin: 'https://tickets.example.com', name: 'Tickets', mode: 'ambient', interfaceWords: [] }],
    tiers: ['steps-only'],
    pause: { capMinutes: 30 },
    review: { coolingOffSeconds: 0 },
    snapshots: { maxPerMinute: 0 },
    retentionDays: 30,
    safeguards: { version: '1', digest: zero },
    custody: {
      custodians: [await custodian('owner', 'employer'), await custodian('council', 'worker')],
      thresholds: { employer: 1, worker: 1 },
    },
    builds: { objectionWindowSeconds: 1, codeDigests: [zero], minParticipants: 1 },
    ledger: { verifierKey },
  });
}

/** A step like those of ordinary work. */
export function benchStep(seq: number, policy: Digest): Step {
  const origin = 'https://tickets.example.com';
  return parseAs(stepSchema, 'step', {
    v: 1,
    session: `s_${'b'.repeat(22)}`,
    episode: 0,
    seq,
    t: 1_790_000_000_000 + seq * 1000,
    duration: 100,
    sensor: 'browser',
    origin: 'user',
    webdriver: false,
    complete: true,
    missed: 0,
    tab: 1,
    window: 1,
    frame: { path: [], origin, sameOriginAsTop: true },
    view: { width: 1280, height: 800, scale: 1, scrollX: 0, scrollY: 0, screen: [0, 80] },
    action: { type: 'click', x: seq % 1280, y: (seq * 7) % 800, button: 'left', modifiers: [] },
    target: null,
    observation: null,
    page: { origin, path: '/', queryKeys: [], title: 'Tickets' },
    redactions: [],
    policy,
    safeguards: zero,
  });
}

/** A collector in a process of its own with PostgreSQL beside it, and a policy in force. */
export async function startBenchCollector(folder: string) {
  const owner = await newSigner();
  const enrolmentCode = randomBytes(12).toString('base64url');
  const collector: CollectorProcess = await startCollectorProcess({
    folder,
    port: 0,
    program,
    ownerKey: owner.publicKey,
    enrolmentCode,
    embedded: true,
  });
  const client = createClient({ baseUrl: collector.address, fetch: globalThis.fetch, now: () => Date.now() });
  const policy = await benchPolicy(collector.verifierKey);
  const { policy: digest } = await client.publishPolicy(await signDocument(policy, owner));
  return { collector, client, policy, digest, enrolmentCode };
}
type BenchCollector = Awaited<ReturnType<typeof startBenchCollector>>;

/** A request that is ready to go: everything a device computes is done before the clock starts. */
export interface ReadyRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: () => Uint8Array;
}

/**
 * A device that has joined, and its chain of segments of `bytes` bytes. Their content is random, as ciphertext looks; the
 * collector never reads it.
 */
export async function readyDevice(
  world: BenchCollector,
  count: number,
  bytes: number,
): Promise<readonly ReadyRequest[]> {
  const { client, policy, digest, enrolmentCode } = world;
  const signer = await newSigner();
  const participant = participantIdSchema.parse(`p_${randomBytes(16).toString('base64url')}`);
  const consent = await signDocument(
    parseAs(consentSchema, 'consent', {
      type: 'consent',
      v: 1,
      program,
      policy: digest,
      participant,
      device: signer.publicKey,
      decision: 'given',
      tier: 'steps-only',
      at: Date.now(),
      notice: zero,
      previous: null,
    }),
    signer,
  );
  const consentDigest = await digestOf(consent.body);
  const commitment = await hmacSha256Hex(randomBytes(32), utf8(consentDigest));
  await client.recordConsent({ consent, commitment, enrolmentCode });
  const day = dayOf(Date.now());
  const { deposit, dayKey } = await createDayKey({
    program,
    purpose: policy.purpose,
    participant,
    day,
    policy: digest,
    custody: policy.custody,
    signer,
    vault: null,
  });
  await client.depositDayKey(deposit);
  const filling = Uint8Array.from(randomBytes(bytes));
  const ready: ReadyRequest[] = [];
  let previous: Digest | null = null;
  for (let seq = 0; seq < count; seq++) {
    // Only the beginning differs, so that memory holds one segment a device and not all of them.
    const start = Uint8Array.from(randomBytes(16));
    const body = () => {
      const content = filling.slice();
      content.set(start);
      return content;
    };
    const ciphertext = await sha256Hex(body());
    const manifest = parseAs(segmentManifestSchema, 'manifest', {
      type: 'segment',
      context: {
        v: 1,
        program,
        purpose: policy.purpose,
        participant,
        device: signer.publicKey,
        seq,
        previous,
        day,
        dayKey,
        policy: digest,
        consent: consentDigest,
        safeguards: zero,
      },
      ciphertext,
      bytes,
    });
    previous = await sha256Hex(utf8(canonicalJson(manifest)));
    const signed = await signDocument(manifest, signer);
    ready.push({
      path: paths.segment(ciphertext),
      headers: {
        'content-type': 'application/octet-stream',
        [manifestHeader]: toBase64Url(utf8(JSON.stringify(signed))),
      },
      body,
    });
  }
  return ready;
}
