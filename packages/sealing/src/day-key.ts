import {
  sides,
  signDocument,
  toBase64,
  utf8,
  type Custodian,
  type Day,
  type DayKey,
  type DayKeyId,
  type Digest,
  type ParticipantId,
  type Policy,
  type ProgramId,
  type Purpose,
  type Recipient,
  type SealedShare,
  type Side,
  type Signed,
  type Signer,
} from '@assent/contracts';
import { generateIdentity, sealTo } from './age.ts';
import { dayKeyIdOf } from './deposit.ts';
import { splitSecret } from './shamir.ts';
import { shareLabel } from './share-label.ts';
import { sealCustodyShare } from './share-payload.ts';
import { vaultCopy, type VaultKeys } from './vault.ts';

/** A new day key: the deposit to upload and the recipient to seal to. Nothing here opens anything. */
export interface NewDayKey {
  readonly deposit: Signed<DayKey>;
  readonly dayKey: DayKeyId;
  readonly recipient: Recipient;
}

/** Whose key, for what, on which day. */
interface DayKeyInput {
  readonly program: ProgramId;
  readonly purpose: Purpose;
  readonly participant: ParticipantId;
  readonly day: Day;
  /** Digest of the policy version that `custody` comes from. */
  readonly policy: Digest;
  readonly custody: Policy['custody'];
  readonly signer: Signer;
  /** Where the participant keeps an own copy; null for none. */
  readonly vault: VaultKeys | null;
}

/**
 * Makes a day key and shares its secret between the two sides: the identity is split two-of-two into an employer and
 * a worker half, each half among its side's custodians, each share sealed to its custodian with a label inside.
 *
 * The secret exists only while this runs and is neither returned nor kept; script cannot zero strings, so call it
 * where nothing foreign runs. Throws `custody-invalid` when a side has fewer custodians than its threshold, `bad-key` for
 * a recipient that does not parse.
 */
export async function createDayKey(input: DayKeyInput): Promise<NewDayKey> {
  const { identity, recipient } = await generateIdentity(input.custody.identities);
  const dayKey = await dayKeyIdOf(recipient);
  const unshared: DayKey = {
    type: 'day-key',
    v: 1,
    program: input.program,
    purpose: input.purpose,
    participant: input.participant,
    device: input.signer.publicKey,
    day: input.day,
    dayKey,
    recipient,
    policy: input.policy,
    shares: [],
    ...(await copyFor(input.vault, vaultCopy(dayKey, input.day, identity))),
  };
  const shares = await shareIdentity(unshared, identity, input.custody);
  return { deposit: await signDocument({ ...unshared, shares }, input.signer), dayKey, recipient };
}

async function copyFor(
  vault: VaultKeys | null,
  copy: Uint8Array<ArrayBuffer>,
): Promise<Pick<DayKey, 'vault' | 'reader'>> {
  if (vault === null) return { vault: null };
  return { vault: toBase64(await sealTo(vault.recipient, copy)), reader: vault.reader };
}

async function shareIdentity(deposit: DayKey, identity: string, custody: Policy['custody']): Promise<SealedShare[]> {
  const secret = utf8(identity);
  const halves = await splitSecret(secret, sides.length, sides.length);
  secret.fill(0);
  const shares: SealedShare[] = [];
  for (const [i, side] of sides.entries()) {
    // One half per side, by construction of `splitSecret`.
    const half = halves[i] as Uint8Array<ArrayBuffer>;
    shares.push(...(await shareHalf(deposit, side, half, custody)));
    half.fill(0);
  }
  return shares;
}

async function shareHalf(
  deposit: DayKey,
  side: Side,
  half: Uint8Array<ArrayBuffer>,
  custody: Policy['custody'],
): Promise<readonly SealedShare[]> {
  const custodians = custody.custodians.filter((each) => each.side === side);
  const threshold = custody.thresholds[side];
  const pieces = await splitSecret(half, custodians.length, threshold);
  return Promise.all(
    pieces.map(async (share, i) => {
      // One share per custodian, by construction of `splitSecret`.
      const custodian = custodians[i] as Custodian;
      // With a threshold of one all custodians hold the same share, which is the first.
      const label = shareLabel({ deposit, custodian: custodian.id, side }, threshold === 1 ? 1 : i + 1, threshold);
      const sealed = await sealCustodyShare(custodian.recipient, { label, share });
      share.fill(0);
      return { custodian: custodian.id, side, sealed };
    }),
  );
}
