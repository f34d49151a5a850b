import type { CustodianId, DayKey, ShareLabel, Side } from '@assent/contracts';
import { SealingError, type SealingErrorCode } from './errors.ts';

/** The place a share belongs to: a seat of a deposited day key. */
export interface SharePlace {
  readonly deposit: DayKey;
  readonly custodian: CustodianId;
  readonly side: Side;
}

/** The label of a share at its place. */
export function shareLabel(place: SharePlace, index: number, threshold: number): ShareLabel {
  const { program, purpose, participant, day, dayKey } = place.deposit;
  return {
    v: 1,
    program,
    purpose,
    participant,
    day,
    dayKey,
    side: place.side,
    custodian: place.custodian,
    index,
    threshold,
  };
}

/**
 * Compares a foreign label with the place it was found at. Throws a `share-other-…` error that names the first thing
 * that differs, from the widest to the narrowest: combining shares of different secrets yields garbage without any
 * error.
 */
export function requirePlace(label: ShareLabel, place: SharePlace): void {
  const { deposit, custodian, side } = place;
  const checks: readonly (readonly [boolean, SealingErrorCode])[] = [
    [label.program === deposit.program && label.purpose === deposit.purpose, 'share-other-program'],
    [label.participant === deposit.participant, 'share-other-participant'],
    [label.day === deposit.day, 'share-other-day'],
    [label.dayKey === deposit.dayKey, 'share-other-key'],
    [label.side === side, 'share-other-side'],
    [label.custodian === custodian, 'share-other-custodian'],
  ];
  const failed = checks.find(([holds]) => !holds);
  if (failed !== undefined) {
    throw new SealingError(failed[1], `the share of seat ${custodian} does not belong to day key ${deposit.dayKey}`);
  }
}
