import type { ReasonCode } from '@assent/contracts';

/** What is to become of a run: `keep-unless-named` waits for its neighbours. */
export type Verdict = 'keep' | 'keep-unless-named' | ReasonCode;

/** A maximal stretch of a text without separators, judged. */
export interface Run {
  readonly start: number;
  readonly end: number;
  /** Changed by `settleNames` only. */
  verdict: Verdict;
  readonly capitalised: boolean;
}
