import { sides, type BuildStatus, type Instant, type Policy } from '@assent/contracts';
import type { BuildRecord, CustodianAnswer } from './records.ts';

/** When the objection window ends. It runs from the collector's acceptance. */
function windowEnd(record: BuildRecord, policy: Policy): Instant {
  return record.acceptedAt + policy.builds.objectionWindowSeconds * 1000;
}

/**
 * The state of a build. Refused means that some side can no longer reach its threshold; released means that both
 * sides have (P6). Pure.
 */
export function buildState(
  record: BuildRecord,
  policy: Policy,
  answers: readonly CustodianAnswer[],
  now: Instant,
): BuildStatus['state'] {
  if (record.result !== null) return 'finished';
  if (sides.some((side) => isStopped(side, policy, answers))) return 'refused';
  if (now < windowEnd(record, policy)) return 'window';
  return sides.every((side) => isReleased(side, policy, answers)) ? 'released' : 'releasing';
}

function count(side: string, kind: CustodianAnswer['kind'], answers: readonly CustodianAnswer[]): number {
  return answers.filter((answer) => answer.side === side && answer.kind === kind).length;
}

function isReleased(side: (typeof sides)[number], policy: Policy, answers: readonly CustodianAnswer[]): boolean {
  return count(side, 'release', answers) >= policy.custody.thresholds[side];
}

function isStopped(side: (typeof sides)[number], policy: Policy, answers: readonly CustodianAnswer[]): boolean {
  const custodians = policy.custody.custodians.filter((custodian) => custodian.side === side).length;
  return custodians - count(side, 'refusal', answers) < policy.custody.thresholds[side];
}

/** The public status. */
export function statusOf(
  record: BuildRecord,
  policy: Policy,
  answers: readonly CustodianAnswer[],
  now: Instant,
): BuildStatus {
  const custodiansBy = (kind: CustodianAnswer['kind']) =>
    answers.filter((answer) => answer.kind === kind).map((answer) => answer.custodian);
  return {
    build: record.build,
    request: record.request,
    state: buildState(record, policy, answers, now),
    windowEndsAt: windowEnd(record, policy),
    leafIndex: record.leafIndex,
    released: custodiansBy('release'),
    refused: custodiansBy('refusal'),
  };
}
