import {
  buildIdSchema,
  digestOf,
  type BuildRequest,
  type BuildStatus,
  type Instant,
  type Policy,
  type Signed,
} from '@assent/contracts';
import {
  LedgerError,
  openCheckpoint,
  parseVerifierKey,
  type LedgerSource,
  type OpenedCheckpoint,
  type VerifierKey,
} from '@assent/ledger';
import { ClientError, type ClientErrorCode } from './errors.ts';
import { agreedWitnesses, factsAt, type LedgerFacts } from './ledger-facts.ts';
import { mustBeWitnessed, mustContinue, type WitnessTrust } from './ledger-history.ts';
import { requestedDays, ownersRequest, type RequestedDays, type ReleaseInput } from './release-to-build.ts';
import { checkBuildRequest, requestChecks, reviewBuildRequest, type BuildFacts } from './review-build.ts';

/** Everything that a custodian's client checks, in the order of display. */
export const examinationChecks = ['signed', 'continues', 'witnessed', ...requestChecks, 'window', 'consent'] as const;
export type ExaminationCheck = (typeof examinationChecks)[number];

/**
 * The result of a check: it holds; it fails; it cannot be decided yet (`later`); there is nothing to compare with (`unknown`), such
 * as at a first reading, or without witnesses.
 */
export type CheckResult = 'holds' | 'fails' | 'later' | 'unknown';

/** A build request as a custodian's own client sees it. */
export interface Examination {
  readonly status: BuildStatus;
  /** The request if the program owner signed it and it is the one asked for; null otherwise. */
  readonly request: BuildRequest | null;
  /** The policy version it names, as recorded in the ledger. Its texts are the owner's. */
  readonly policy: Policy | null;
  readonly results: Readonly<Record<ExaminationCheck, CheckResult>>;
  /** When the objection window ends by this client's own reckoning; null when that is unknown. */
  readonly until: Instant | null;
  /** The days asked for, once they may be seen. */
  readonly days: (Omit<RequestedDays, 'deposits'> & { readonly live: number }) | null;
  /** Nothing fails and nothing is left to wait for. `releaseToBuild` checks all of it again. */
  readonly releasable: boolean;
  /** To be remembered; null where the ledger did not check out or does not go on from what is remembered. */
  readonly checkpoint: string | null;
}

/**
 * Examines a build request as {@link releaseToBuild} does, releases and refuses nothing, and reports the result of every check.
 *
 * Throws a `ClientError` only when the collector gives no answer or one that nobody can read.
 */
export async function examineBuild(input: Omit<ReleaseInput, 'refuse'>): Promise<Examination> {
  const { client, trust, build, seat } = input;
  const status = await client.build(build);
  const results = allUnknown();
  const request = await provenRequest(input, status);
  results.signed = request === null ? 'fails' : 'holds';
  if (request === null) {
    const nothing = { request: null, policy: null, until: null, days: null, checkpoint: null };
    return { status, results, releasable: false, ...nothing };
  }
  const log = parseVerifierKey(trust.verifierKey);
  // Before the checkpoint: what witnesses saw can then be no newer than it.
  const cosigned = (await client.ledger.cosigned?.()) ?? [];
  // One checkpoint for everything: a collector that shows several histories in one act gains nothing.
  const note = await client.ledger.checkpoint();
  const source: LedgerSource = { checkpoint: async () => note, tile: (path) => client.ledger.tile(path) };
  const now = await openCheckpoint(note, log).catch(onlyLedgerErrors);
  if (now !== null) results.continues = await continues(source, log, now, input);
  const ledger = await ledgerFacts({ source, note }, input, request.body, status);
  if (now !== null) {
    const named = agreedWitnesses(ledger, [note, ...cosigned, ...(input.witnesses?.checkpoints ?? [])]);
    const trusted = [input.witnesses, named].flatMap((trust) => trust ?? []);
    results.witnessed = await witnessed(source, log, { now, leafIndex: status.leafIndex }, trusted);
  }
  const facts = factsOf(input, request, ledger);
  const checked = checkBuildRequest(facts);
  for (const check of requestChecks) results[check] = checked[check] ? 'holds' : 'fails';
  const { until, elapsed } = windowOf(facts, status);
  results.window = elapsed ? 'holds' : 'later';
  const days = ledger === null || !elapsed || hasFailed(results) ? null : await daysOf(input, request.body, ledger);
  results.consent = days === null ? 'later' : days.stray > 0 ? 'fails' : 'holds';
  const releasable = examinationChecks.every((check) => results[check] === 'holds' || mayBeUnknown(check, results));
  return {
    status,
    request: request.body,
    policy: ledger?.policy?.policy ?? null,
    results,
    until,
    days,
    releasable: releasable && isOpenTo(seat.id, status),
    checkpoint: results.continues === 'fails' ? null : (ledger?.checkpoint ?? null),
  };
}

type CheckResults = Record<ExaminationCheck, CheckResult>;

function allUnknown(): CheckResults {
  return Object.fromEntries(examinationChecks.map((check) => [check, 'unknown'])) as CheckResults;
}

function hasFailed(results: CheckResults): boolean {
  return examinationChecks.some((check) => results[check] === 'fails');
}

/** A custodian without memory or witnesses may act: it learns the one with its first act and chooses the others. */
function mayBeUnknown(check: ExaminationCheck, results: CheckResults): boolean {
  return (check === 'continues' || check === 'witnessed') && results[check] === 'unknown';
}

/** Whether a seat can still release: the window is over by the collector's clock and the seat has not answered. */
function isOpenTo(seat: string, { state, released, refused }: BuildStatus): boolean {
  return (state === 'releasing' || state === 'released') && ![...released, ...refused].includes(seat);
}

async function provenRequest(
  { build, trust }: Pick<ReleaseInput, 'build' | 'trust'>,
  status: BuildStatus,
): Promise<Signed<BuildRequest> | null> {
  try {
    const request = await ownersRequest(status, trust.ownerKey);
    return buildIdSchema.parse(await digestOf(request.body)) === build ? request : null;
  } catch (error) {
    if (codeOf(error) === 'untrusted') return null;
    throw error;
  }
}

async function continues(
  source: LedgerSource,
  log: VerifierKey,
  now: OpenedCheckpoint,
  { remembered }: Pick<ReleaseInput, 'remembered'>,
): Promise<CheckResult> {
  if (remembered === undefined) return 'unknown';
  return resultOf(() => mustContinue(source, log, remembered, now), ['ledger-diverged', 'untrusted']);
}

async function witnessed(
  source: LedgerSource,
  log: VerifierKey,
  seen: { readonly now: OpenedCheckpoint; readonly leafIndex: number },
  trusted: readonly WitnessTrust[],
): Promise<CheckResult> {
  const results: CheckResult[] = [];
  for (const witnesses of trusted) {
    const failures = ['unwitnessed', 'ledger-diverged'] as const;
    results.push(await resultOf(() => mustBeWitnessed(source, log, { ...seen, witnesses }), failures));
  }
  return results.includes('fails') ? 'fails' : (results[0] ?? 'unknown');
}

async function resultOf(check: () => Promise<void>, failures: readonly ClientErrorCode[]): Promise<CheckResult> {
  try {
    await check();
    return 'holds';
  } catch (error) {
    const code = codeOf(error);
    if (code !== null && failures.includes(code)) return 'fails';
    // A ledger whose tiles do not make its own root proves nothing.
    if (error instanceof LedgerError) return 'fails';
    throw error;
  }
}

async function ledgerFacts(
  { source, note }: { readonly source: LedgerSource; readonly note: string },
  { trust }: Pick<ReleaseInput, 'trust'>,
  request: BuildRequest,
  { leafIndex }: BuildStatus,
): Promise<LedgerFacts | null> {
  const { verifierKey, ownerKey } = trust;
  try {
    return await factsAt({ source, verifierKey, ownerKey, leafIndex, policy: request.policy }, note);
  } catch (error) {
    // It contains a policy that somebody else signed: then it is no ledger of this program.
    if (codeOf(error) === 'untrusted') return null;
    throw error;
  }
}

function factsOf(
  { now, trust, seat, firstSeenAt, allowedCode }: Omit<ReleaseInput, 'refuse'>,
  request: Signed<BuildRequest>,
  ledger: LedgerFacts | null,
): BuildFacts {
  return {
    now,
    program: trust.program,
    custodian: seat.id,
    request,
    policy: ledger?.policy ?? null,
    leaf: ledger?.leaf ?? null,
    ...(ledger === null ? {} : { recipients: ledger.recipients }),
    firstSeenAt: firstSeenAt ?? null,
    allowedCode: allowedCode ?? null,
  };
}

/** Two clocks determine when the window ends, and both have to have passed it. */
function windowOf(
  facts: BuildFacts,
  status: BuildStatus,
): { readonly until: Instant | null; readonly elapsed: boolean } {
  const decision = reviewBuildRequest(facts);
  const own = decision.decision === 'wait' ? decision.until : null;
  if (decision.decision === 'refuse') return { until: null, elapsed: false };
  if (status.state === 'window') return { until: Math.max(own ?? 0, status.windowEndsAt), elapsed: false };
  return { until: own ?? status.windowEndsAt, elapsed: own === null };
}

/** What is asked for; null while it may not be seen. */
async function daysOf(
  input: Omit<ReleaseInput, 'refuse'>,
  request: BuildRequest,
  ledger: LedgerFacts,
): Promise<Examination['days']> {
  try {
    const { deposits, ...counts } = await requestedDays(input, request, ledger);
    return { live: deposits.length, ...counts };
  } catch (error) {
    // A build that was refused or has ended shows no days any more, and a collector may deny them anyway.
    const code = codeOf(error);
    if (code === 'forbidden' || code === 'not-found' || code === 'conflict' || code === 'gone') return null;
    throw error;
  }
}

function codeOf(error: unknown): ClientErrorCode | null {
  return error instanceof ClientError ? error.code : null;
}

function onlyLedgerErrors(error: unknown): null {
  if (error instanceof LedgerError) return null;
  throw error;
}
