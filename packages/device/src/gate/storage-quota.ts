import { budgetSpent, type StorageQuota } from '@assent/consent';
import type { Instant } from '@assent/contracts';
import type { Spool } from '@assent/spool';
import type { SessionMemory } from '../ports.ts';

/** Most ciphertext bytes that are uploaded on one UTC day. */
export const dailyCapBytes = 64 * 1_048_576;

const key = 'was-full';

/** What storage and upload still allow now; null when that is unknown, and then nothing is captured (P2). */
export async function storageQuota(spool: Spool, session: SessionMemory, now: Instant): Promise<StorageQuota | null> {
  try {
    const wasFull = (await session.get(key)) === true;
    const quota = { ...(await spool.storageUse({ now, dailyCapBytes })), wasFull };
    const full = budgetSpent(quota, now)?.why === 'device-full';
    if (full !== wasFull) await session.set({ [key]: full });
    return quota;
  } catch {
    // Deny by default: the gate takes an unknown quota for a used-up one.
    return null;
  }
}

/** Why capture rests by a quota, in one word that can be compared. */
export function restReason(quota: StorageQuota | null, now: Instant): string {
  return quota === null ? 'unknown' : (budgetSpent(quota, now)?.why ?? 'none');
}
