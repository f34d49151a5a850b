import { budgetSpent, type Room } from '@assent/consent';
import type { Instant } from '@assent/contracts';
import type { Spool } from '@assent/spool';

/** Most ciphertext bytes that are uploaded on one UTC day. */
export const dailyCapBytes = 64 * 1_048_576;

const key = 'was-full';

/** What this device has room for now; null when that cannot be told, and then nothing is captured (P2). */
export async function roomOn(spool: Spool, now: Instant): Promise<Room | null> {
  try {
    const wasFull = (await chrome.storage.session.get(key))[key] === true;
    const room = { ...(await spool.room({ now, dailyCapBytes })), wasFull };
    const full = budgetSpent(room, now)?.why === 'device-full';
    if (full !== wasFull) await chrome.storage.session.set({ [key]: full });
    return room;
  } catch {
    return null;
  }
}
