import type { Digest, EpisodeNote, Policy, Site, Step } from '@assent/contracts';
import { emptyTokens, safeguardNote, safeguardStep, type Decisions, type TokenTable } from '@assent/safeguards';
import type { AppendBatch, StepTimes } from '@assent/spool';
import type { ReducerOutput } from '@assent/steps';
import type { MaskedSnapshot } from '../snapshots/snapshot.ts';
import type { RecorderCheckpoint } from './recorder-checkpoint.ts';

/** The policy, rule set and decisions that steps are made under. */
export interface InForce {
  readonly policy: Policy;
  readonly policyDigest: Digest;
  readonly safeguards: Digest;
  /** What the participant accepted to be kept and wants hidden; absent: nothing. */
  readonly decisions?: Decisions;
}

/** Where masked snapshots wait for the steps that name them; null for one that is gone. */
export interface SnapshotSource {
  find(digest: Digest): Promise<MaskedSnapshot | null>;
}

/**
 * Steps as they may be kept, by the rules of the site each happened on; what may not be kept is left out. Continues with
 * the tokens, and with what is still to be reported, of the checkpoint.
 */
export function redactSteps(
  output: readonly ReducerOutput[],
  checkpoint: RecorderCheckpoint,
  inForce: InForce,
): {
  readonly steps: Step[];
  readonly times: StepTimes[];
  readonly notes: EpisodeNote[];
  readonly tokens: TokenTable;
  readonly tokensOf: number | null;
  readonly missed: number;
  readonly unnumbered: number;
  readonly note: EpisodeNote | null;
} {
  const result = {
    steps: [] as Step[],
    times: [] as StepTimes[],
    notes: [] as EpisodeNote[],
    tokens: checkpoint.tokens,
    tokensOf: checkpoint.tokensOf,
    missed: checkpoint.missed,
    unnumbered: checkpoint.unnumbered,
    note: checkpoint.note,
  };
  for (const item of output) {
    const episode = item.kind === 'step' ? item.step.episode : item.note.episode;
    if (result.tokensOf !== episode) {
      // Equality of hidden texts holds within an episode and no further.
      result.tokens = emptyTokens();
      result.tokensOf = episode;
    }
    if (item.kind === 'episode') {
      result.note = item.note;
      continue;
    }
    // What is missing is reported by the next step that is kept, if this one is not (P10).
    result.missed += item.step.missed;
    if (item.step.page.url === '') {
      // A tab that was opened or closed from where nothing is recorded: no step that anyone could miss.
      result.unnumbered += 1;
      continue;
    }
    const site = siteOf(item.step.page.url, inForce.policy);
    // Deny by default: a step of a page that belongs to no site of the policy is not kept (P3).
    if (site === undefined) continue;
    const context = {
      ...inForce.decisions,
      site,
      policy: inForce.policyDigest,
      safeguards: inForce.safeguards,
      tokens: result.tokens,
    };
    if (result.note?.episode === episode) result.notes.push(safeguardNote(result.note, context));
    result.note = null;
    const safe = safeguardStep(item.step, context);
    result.tokens = safe.tokens;
    if (safe.outcome === 'dropped') continue;
    const { t, duration, seq } = item.step;
    result.steps.push({ ...safe.step, seq: seq - result.unnumbered, missed: result.missed });
    result.missed = 0;
    // Whole seconds: even on the device no time shows how long a secret was.
    result.times.push({ t: Math.floor(t / 1000) * 1000, end: Math.ceil((t + duration) / 1000) * 1000 });
  }
  return result;
}

/** Steps with their snapshots. What is covered in a snapshot, or stays by permission, is listed as a redaction of the step. */
export async function withSnapshots(
  steps: readonly Step[],
  snapshots: SnapshotSource,
): Promise<{ readonly steps: readonly Step[]; readonly snapshots: AppendBatch['snapshots'] }> {
  const found = new Map<Digest, Awaited<ReturnType<SnapshotSource['find']>>>();
  for (const { observation } of steps) {
    if (observation !== null && !found.has(observation.shot)) {
      found.set(observation.shot, await snapshots.find(observation.shot));
    }
  }
  return {
    steps: steps.map((step) => {
      const snapshot = (step.observation === null ? null : found.get(step.observation.shot)) ?? null;
      const at = '/observation';
      const redactions: Step['redactions'] = [];
      if (snapshot !== null && snapshot.covered > 0)
        redactions.push({ at, reason: 'pixels.masked', count: snapshot.covered });
      if (snapshot?.reduced === true) redactions.push({ at, reason: 'pixels.reduced', count: 1 });
      for (const { kind, count } of snapshot?.kept ?? []) redactions.push({ at, reason: `kept.${kind}`, count });
      return redactions.length === 0 ? step : { ...step, redactions: [...step.redactions, ...redactions].slice(-500) };
    }),
    snapshots: [...found].flatMap(([digest, snapshot]) =>
      snapshot === null ? [] : [{ digest, bytes: snapshot.bytes }],
    ),
  };
}

function siteOf(url: string, policy: Policy): Site | undefined {
  const origin = URL.parse(url)?.origin;
  return policy.sites.find((site) => site.origin === origin);
}
