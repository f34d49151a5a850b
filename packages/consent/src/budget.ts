import type { Instant } from '@assent/contracts';

/** What the device has room for: how much waits on it, and whether what waits may be sent today. */
export interface Room {
  /** Bytes that wait on the device, and the most that may. */
  readonly heldBytes: number;
  readonly maxBytes: number;
  /** When uploading goes on, where today's cap leaves no room for what waits; null where nothing is held back. */
  readonly sendsAgainAt: Instant | null;
  /** Whether the device was full when last looked at. It is then full until there is some room, not the first byte. */
  readonly wasFull: boolean;
}

export type BudgetReason = 'device-full' | 'daily-cap';

/** Why capture rests, and when that ends by itself; null where it ends with room, whenever that comes. */
export interface Spent {
  readonly why: BudgetReason;
  readonly until: Instant | null;
}

/** A device that has all the room there is. */
export const plentyOfRoom: Room = { heldBytes: 0, maxBytes: 1, sendsAgainAt: null, wasFull: false };

/** Full from this share on: what is under way when capture ends still finds its place. */
const fullShare = 0.95;
/** Not full any more below this one, so that capture does not begin and end with every step. */
const roomShare = 0.85;

/** Whether the device can afford to record more now (P11), and if not, why. */
export function budgetSpent(room: Room, now: Instant): Spent | null {
  const full = room.maxBytes * (room.wasFull ? roomShare : fullShare);
  // Deny by default: a number that compares with nothing is no room.
  if (!(room.heldBytes < full)) return { why: 'device-full', until: null };
  const { sendsAgainAt } = room;
  return sendsAgainAt === null || now >= sendsAgainAt ? null : { why: 'daily-cap', until: sendsAgainAt };
}
