import {
  dayKeyIdSchema,
  dayKeySchema,
  sha256Hex,
  utf8,
  type DayKey,
  type DayKeyId,
  type Recipient,
  type Signed,
} from '@assent/contracts';
import { SealingError } from './errors.ts';
import { openTrusted } from './trusted.ts';

/** The name of a day key: SHA-256 of its recipient string. */
export async function dayKeyIdOf(recipient: Recipient): Promise<DayKeyId> {
  return dayKeyIdSchema.parse(await sha256Hex(utf8(recipient)));
}

/**
 * Parses and verifies a foreign deposit: signed by the device it names, and named by its recipient. Throws
 * `malformed`, `bad-signature` or `digest-mismatch`. The caller has to check that the device is the
 * participant's.
 */
export async function openDeposit(input: unknown): Promise<Signed<DayKey>> {
  const deposit = await openTrusted(dayKeySchema, 'day key deposit', input, (body) => body.device);
  if (deposit.body.dayKey !== (await dayKeyIdOf(deposit.body.recipient))) {
    throw new SealingError('digest-mismatch', 'the day key is not named by its recipient');
  }
  return deposit;
}
