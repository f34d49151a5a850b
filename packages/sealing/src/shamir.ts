import { equalBytes } from '@assent/contracts';
import { combine, split } from 'shamir-secret-sharing';
import { SealingError } from './errors.ts';

/**
 * The one door to Shamir sharing over GF(2^8). The library neither accepts a threshold of one nor notices shares that
 * do not belong together: this file handles the first, labels the second (see `share-label.ts`).
 */

/**
 * Shares a secret among `holders`, any `threshold` of whom can combine it again. With a threshold of one each holder gets
 * the secret itself. Throws `custody-invalid` unless 1 ≤ threshold ≤ holders ≤ 255.
 */
export async function splitSecret(
  secret: Uint8Array<ArrayBuffer>,
  holders: number,
  threshold: number,
): Promise<readonly Uint8Array<ArrayBuffer>[]> {
  if (threshold < 1 || threshold > holders || holders > 255) {
    throw new SealingError('custody-invalid', `cannot share among ${holders} holders with a threshold of ${threshold}`);
  }
  if (threshold === 1) return Array.from({ length: holders }, () => secret.slice());
  // The library allocates each share itself, so that none of them is on shared memory.
  return (await split(secret, holders, threshold)) as Uint8Array<ArrayBuffer>[];
}

/**
 * Combines shares made with this threshold. Throws `below-threshold`, `share-duplicate` or `shares-inconsistent`;
 * shares of another secret but the same length pass unnoticed here and must be caught by what the secret is for.
 */
export async function combineSecret(shares: readonly Uint8Array[], threshold: number): Promise<Uint8Array> {
  const [first, ...rest] = shares;
  if (first === undefined || shares.length < threshold) {
    throw new SealingError('below-threshold', `${shares.length} shares where ${threshold} are needed`);
  }
  if (threshold === 1) {
    if (rest.some((other) => !equalBytes(first, other))) {
      throw new SealingError('shares-inconsistent', 'custodians hold different copies of one half');
    }
    return first.slice();
  }
  const points = new Set(shares.map((share) => share.at(-1)));
  if (points.size < shares.length) throw new SealingError('share-duplicate', 'one share was given twice');
  try {
    return await combine([...shares]);
  } catch (cause) {
    throw new SealingError('shares-inconsistent', 'shares do not combine', { cause });
  }
}
