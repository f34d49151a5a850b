import type { CustodianId, DayKey, ShareLabel, Side } from '@assent/contracts';
import { SealingError, type SealingErrorCode } from './errors.ts';

/** Which share it is: the one of this custodian, on this side, of this deposited day key. */
export interface ShareAssignment {
  readonly deposit: DayKey;
  readonly custodian: CustodianId;
  readonly side: Side;
}

/** The label of a share. */
export function shareLabel(assignment: ShareAssignment, index: number, threshold: number): ShareLabel {
  const { program, purpose, participant, day, dayKey } = assignment.deposit;
  return {
    v: 1,
    program,
    purpose,
    participant,
    day,
    dayKey,
    side: assignment.side,
    custodian: assignment.custodian,
    index,
    threshold,
  };
}

/**
 * Compares a foreign label with the share it was found on. Throws a `share-other-…` error that names the first thing
 * that differs, from the widest to the narrowest: combining shares of different secrets yields garbage without any
 * error.
 */
export function requireLabel(label: ShareLabel, assignment: ShareAssignment): void {
  const { deposit, custodian, side } = assignment;
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
    throw new SealingError(
      failed[1],
      `the share of custodian ${custodian} does not belong to day key ${deposit.dayKey}`,
    );
  }
}
