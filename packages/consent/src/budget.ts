import type { Instant } from '@assent/contracts';

/** The storage quota of the device: how much waits on it, and whether what waits may be sent today. */
export interface Room {
  /** Bytes that wait on the device, and the most that may. */
  readonly heldBytes: number;
  readonly maxBytes: number;
  /** When uploading goes on, where today's cap holds back what waits; null where nothing is held back. */
  readonly sendsAgainAt: Instant | null;
  /** Whether the device was full at the last check. It then counts as full until it is emptier by some margin. */
  readonly wasFull: boolean;
}

export type BudgetReason = 'device-full' | 'daily-cap';

/** Why capture rests, and when that ends by itself; null where it ends once the device has sent or dropped enough. */
export interface SpentBudget {
  readonly why: BudgetReason;
  readonly until: Instant | null;
}

/** The quota of a device on which nothing waits. */
export const plentyOfRoom: Room = { heldBytes: 0, maxBytes: 1, sendsAgainAt: null, wasFull: false };

/** The device is full from this share on: what is under way when capture ends still fits. */
const fullShare = 0.95;
/** It is no longer full below this share, so that capture does not begin and end with every step. */
const resumeShare = 0.85;

/** Whether the device can afford to record more now (P11), and if not, why. */
export function budgetSpent(room: Room, now: Instant): SpentBudget | null {
  const full = room.maxBytes * (room.wasFull ? resumeShare : fullShare);
  // Deny by default: where a number is NaN the device counts as full.
  if (!(room.heldBytes < full)) return { why: 'device-full', until: null };
  const { sendsAgainAt } = room;
  return now >= (sendsAgainAt ?? now) ? null : { why: 'daily-cap', until: sendsAgainAt };
}
