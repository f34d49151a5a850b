import {
  kindOfRecipient,
  type BuildId,
  type CustodianId,
  type DayKey,
  type Recipient,
  type ReleasedShare,
  type Signed,
} from '@assent/contracts';
import { openDeposit } from './deposit.ts';
import { SealingError } from './errors.ts';
import { requireLabel } from './share-label.ts';
import { openCustodyShare, sealReleasedShare } from './share-payload.ts';

/**
 * Releases a custodian's shares: opens its own share of each day key and seals it again to one build, naming the build
 * inside.
 *
 * Deposits are foreign and verified here. The custodian's client checks *before* calling this that the request is in the
 * ledger, its window, purpose and code, and that every deposit is within its scope. Throws `weaker-recipient`, `share-missing`, `share-duplicate`, a `share-other-…` code, `cannot-open`, and what
 * `openDeposit` throws. All or nothing: one bad deposit releases none.
 */
export async function releaseShares(input: {
  readonly deposits: readonly Signed<DayKey>[];
  readonly custodian: { readonly id: CustodianId; readonly identity: string };
  readonly build: BuildId;
  readonly buildRecipient: Recipient;
}): Promise<readonly ReleasedShare[]> {
  const released: ReleasedShare[] = [];
  for (const deposit of input.deposits) released.push(await releaseShare(input, deposit));
  return released;
}

async function releaseShare(
  input: {
    readonly custodian: { readonly id: CustodianId; readonly identity: string };
    readonly build: BuildId;
    readonly buildRecipient: Recipient;
  },
  foreign: Signed<DayKey>,
): Promise<ReleasedShare> {
  const { custodian, build, buildRecipient } = input;
  const { body: deposit } = await openDeposit(foreign);
  // What was closed to a quantum computer must not travel in something that is not.
  if (kindOfRecipient(deposit.recipient) === 'hybrid' && kindOfRecipient(buildRecipient) !== 'hybrid') {
    throw new SealingError('weaker-recipient', 'the build’s key is of a weaker kind than the day key');
  }
  const [own, another] = deposit.shares.filter((share) => share.custodian === custodian.id);
  if (own === undefined)
    throw new SealingError('share-missing', `custodian ${custodian.id} holds no share of this day key`);
  if (another !== undefined) throw new SealingError('share-duplicate', `custodian ${custodian.id} has two shares`);
  const opened = await openCustodyShare(custodian.identity, own.sealed);
  requireLabel(opened.label, { deposit, custodian: custodian.id, side: own.side });
  const sealed = await sealReleasedShare(buildRecipient, build, opened);
  opened.share.fill(0);
  return { dayKey: deposit.dayKey, sealed };
}
