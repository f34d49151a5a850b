import { fromBase64, fromUtf8, utf8, type Day, type DayKey, type DayKeyId, type Signed } from '@assent/contracts';
import { openWith, recipientOf } from './age.ts';
import { openDeposit } from './deposit.ts';
import { SealingError } from './errors.ts';

/**
 * The participant's own copy of a day key, sealed to their vault. Inside is an ordinary age identity file, so that a
 * participant can open their recordings with the stock `age` tool and without us.
 */
export function vaultCopy(dayKey: DayKeyId, day: Day, identity: string): Uint8Array<ArrayBuffer> {
  return utf8(`# Assent day key ${dayKey}\n# day ${day}\n${identity}\n`);
}

/**
 * The day identity from a participant's own copy. Throws `share-missing` when there is none, `cannot-open`,
 * `malformed`, `share-other-key` when it is the copy of another key, and what `openDeposit` throws.
 */
export async function openVaultCopy(input: {
  readonly deposit: Signed<DayKey>;
  readonly vaultIdentity: string;
}): Promise<string> {
  const { body: deposit } = await openDeposit(input.deposit);
  if (deposit.vault === null) throw new SealingError('share-missing', 'the participant kept no copy of this day key');
  const identity = identityIn(await openWith(input.vaultIdentity, fromBase64(deposit.vault)));
  if ((await recipientOf(identity)) !== deposit.recipient) {
    throw new SealingError('share-other-key', 'the copy belongs to another day key');
  }
  return identity;
}

function identityIn(file: Uint8Array): string {
  try {
    const lines = fromUtf8(file)
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    if (lines.length === 1 && lines[0] !== undefined) return lines[0];
  } catch {
    // Falls through: what is not text is as malformed as any other text, and its cause could quote it.
  }
  throw new SealingError('malformed', 'the copy is not an age identity file');
}
