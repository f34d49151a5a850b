import { randomBytes } from 'node:crypto';
import type { Client } from '@assent/client';
import {
  consentSchema,
  dayOf,
  digestOf,
  generateSigningKeyPair,
  hmacSha256Hex,
  parseAs,
  participantIdSchema,
  sessionIdSchema,
  signDocument,
  signerFromKeyPair,
  stepSchema,
  utf8,
  type Digest,
  type Policy,
  type SessionId,
  type Signer,
  type Step,
} from '@assent/contracts';
import { createDayKey, manifestDigest, sealSegment, type VaultKeys } from '@assent/sealing';
import type { Person, SentSegment } from './world.ts';

/** Where a person takes part. */
export interface Programme {
  readonly client: Client;
  readonly policy: Policy;
  readonly digest: Digest;
  readonly enrolmentCode: string;
}

/** Consents, makes a day key, seals one segment a list of texts and uploads: what a device does, with planted texts. */
export async function takePart(
  programme: Programme,
  who: { readonly name: string; readonly texts: readonly (readonly string[])[]; readonly vault?: VaultKeys },
): Promise<Person> {
  const { client, policy, digest } = programme;
  const device = await newSigner();
  const participant = participantIdSchema.parse(`p_${randomBytes(16).toString('base64url')}`);
  const consent = await signDocument(
    parseAs(consentSchema, 'consent', {
      type: 'consent',
      v: 1,
      program: policy.program,
      policy: digest,
      participant,
      device: device.publicKey,
      decision: 'given',
      tier: 'steps-only',
      at: Date.now(),
      notice: 'd'.repeat(64),
      previous: null,
    }),
    device,
  );
  const consentDigest = await digestOf(consent.body);
  const commitment = await hmacSha256Hex(randomBytes(32), utf8(consentDigest));
  await client.recordConsent({ consent, commitment, enrolmentCode: programme.enrolmentCode });
  const day = dayOf(Date.now());
  const { program, purpose, custody } = policy;
  const { deposit, dayKey, recipient } = await createDayKey({
    program,
    purpose,
    participant,
    day,
    policy: digest,
    custody,
    signer: device,
    vault: who.vault ?? null,
  });
  await client.depositDayKey(deposit);
  const segments: SentSegment[] = [];
  const session = newSession();
  let seq = 0;
  for (const texts of who.texts) {
    const before = segments.at(-1);
    const steps = texts.map((text) =>
      plantedStep(programme, { text, session, seq: seq++, t: Date.now() + seq * 1000 }),
    );
    const { ciphertext, manifest } = await sealSegment({
      context: {
        v: 1,
        program,
        purpose,
        participant,
        device: device.publicKey,
        seq: segments.length,
        previous: before === undefined ? null : await manifestDigest(before.manifest),
        day,
        dayKey,
        policy: digest,
        consent: consentDigest,
        safeguards: policy.safeguards.digest,
      },
      counts: { steps: steps.length, snapshots: 0, eventsSeen: steps.length, eventsDropped: 0 },
      records: steps.map((step) => ({ kind: 'step', step })),
      recipient,
      signer: device,
    });
    segments.push({ manifest, ciphertext, receipt: await client.putSegment(manifest, ciphertext) });
  }
  const mail = `${who.name.toLowerCase().replaceAll(' ', '.')}@corp.example`;
  return { name: who.name, mail, participant, device, consent, consentDigest, deposit, segments };
}

/** A fresh signing key. */
export async function newSigner(): Promise<Signer> {
  return signerFromKeyPair(await generateSigningKeyPair());
}

/** A step that holds a text as if no safeguard had ever seen it: sealing has to hold by itself. */
export function plantedStep(
  { policy, digest }: Pick<Programme, 'policy' | 'digest'>,
  facts: { readonly text: string; readonly seq: number; readonly t: number; readonly session?: SessionId },
): Step {
  const origin = policy.sites[0]?.origin ?? '';
  return parseAs(stepSchema, 'step', {
    v: 1,
    session: facts.session ?? newSession(),
    episode: 0,
    seq: facts.seq,
    t: facts.t,
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
    action: { type: 'click', x: (facts.seq * 733) % 1200, y: (facts.seq * 389) % 780, button: 'left', modifiers: [] },
    target: null,
    observation: null,
    page: { origin, path: '/', queryKeys: [], title: facts.text },
    redactions: [],
    policy: digest,
    safeguards: policy.safeguards.digest,
  });
}

function newSession(): SessionId {
  return sessionIdSchema.parse(`s_${randomBytes(16).toString('base64url')}`);
}
