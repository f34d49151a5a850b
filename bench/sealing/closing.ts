import { digestOf, sha256Hex, type Recipient } from '@assent/contracts';
import {
  createDayKey,
  generateIdentity,
  generateLocalKey,
  localCipher,
  openSegment,
  sealSegment,
} from '@assent/sealing';
import { participantIdSchema, dayOf } from '@assent/contracts';
import { openWith, sealTo } from '../../packages/sealing/src/age.ts';
import { timed } from './cpu.ts';
import { benchPolicy, benchStep, newSigner } from './world.ts';

/** MB (10⁶ bytes) a CPU-second, closing and opening. */
export interface Throughput {
  readonly what: string;
  readonly size: number;
  readonly seal: number;
  readonly open: number;
}

/** Closing and opening: plain AES-GCM, age, and whole segments. `mb` is how much goes through each. */
export async function measureClosing(mb: number): Promise<readonly Throughput[]> {
  const results: Throughput[] = [];
  for (const size of [65_536, 1_048_576]) {
    const plaintext = randomBytes(size);
    const rounds = Math.max(3, Math.round((mb * 1e6) / size));
    const aes = localCipher(await generateLocalKey());
    results.push(await through('WebCrypto AES-256-GCM', plaintext, rounds, aes.encrypt, aes.decrypt));
    for (const kind of ['x25519', 'hybrid'] as const) {
      const { identity, recipient } = await generateIdentity(kind);
      const seal = async (bytes: Uint8Array<ArrayBuffer>) => sealTo(recipient, bytes);
      const open = async (bytes: Uint8Array<ArrayBuffer>) => openWith(identity, bytes);
      results.push(await through(`age, ${kind}`, plaintext, rounds, seal, open));
    }
  }
  results.push(await segments(Math.max(3, Math.round((mb * 1e6) / 65_536))));
  return results;
}

async function through(
  what: string,
  plaintext: Uint8Array<ArrayBuffer>,
  rounds: number,
  seal: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>,
  open: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>,
): Promise<Throughput> {
  const sealed = await seal(plaintext);
  await open(sealed);
  const closing = await timed(async () => {
    for (let i = 0; i < rounds; i++) await seal(plaintext);
  });
  const opening = await timed(async () => {
    for (let i = 0; i < rounds; i++) await open(sealed);
  });
  const megabytes = (rounds * plaintext.length) / 1e6;
  return { what, size: plaintext.length, seal: megabytes / closing.cpu, open: megabytes / opening.cpu };
}

/** Whole segments of the 64 KiB bucket: steps and a snapshot, compressed, padded, sealed, signed; opened and compared. */
async function segments(rounds: number): Promise<Throughput> {
  const policy = await benchPolicy('bench+00000000+AA==');
  const digest = await digestOf(policy);
  const signer = await newSigner();
  const { custody, program, purpose } = policy;
  const participant = participantIdSchema.parse(`p_${'b'.repeat(22)}`);
  const day = dayOf(1_790_000_000_000);
  const key = await createDayKey({ program, purpose, participant, day, policy: digest, custody, signer, vault: null });
  const { identity, recipient } = await generateIdentity();
  const bytes = randomBytes(50_000);
  const shot = await sha256Hex(bytes);
  const steps = Array.from({ length: 40 }, (_, i) => benchStep(i, digest));
  const [first, ...rest] = steps;
  if (first === undefined) throw new Error('no steps');
  const records = [
    { kind: 'snapshot', digest: shot, bytes } as const,
    { kind: 'step', step: { ...first, observation: { shot, width: 640, height: 400 } } } as const,
    ...rest.map((step) => ({ kind: 'step', step }) as const),
  ];
  const seal = async (to: Recipient, dayKey: typeof key.dayKey) =>
    sealSegment({
      context: {
        v: 1,
        program,
        purpose,
        participant,
        device: signer.publicKey,
        seq: 0,
        previous: null,
        day,
        dayKey,
        policy: digest,
        consent: digest,
        safeguards: first.safeguards,
      },
      counts: { steps: steps.length, snapshots: 1, eventsSeen: 40, eventsDropped: 0 },
      records,
      recipient: to,
      signer,
    });
  // An identity of our own in place of the day key's, which nobody has.
  const named = (await sha256Hex(new TextEncoder().encode(recipient))) as typeof key.dayKey;
  const sealed = await seal(recipient, named);
  const closing = await timed(async () => {
    for (let i = 0; i < rounds; i++) await seal(recipient, named);
  });
  const opening = await timed(async () => {
    for (let i = 0; i < rounds; i++) await openSegment({ ...sealed, identity });
  });
  const size = sealed.ciphertext.length;
  const megabytes = (rounds * size) / 1e6;
  return { what: 'a whole segment', size, seal: megabytes / closing.cpu, open: megabytes / opening.cpu };
}

function randomBytes(size: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(size);
  for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, Math.min(size, at + 65_536)));
  return bytes;
}
