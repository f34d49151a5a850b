import type { Digest, EpisodeNote, Policy, Site, Step } from '@assent/contracts';
import { emptyTokens, safeguardNote, safeguardStep, type Decisions, type TokenTable } from '@assent/safeguards';
import type { AppendBatch, StepTimes } from '@assent/spool';
import type { ReducerOutput } from '@assent/steps';
import type { Place } from './place.ts';
import type { MaskedShot } from './snapshots/pending.ts';

/** What was in force when events were captured: what their steps are made under. */
export interface InForce {
  readonly policy: Policy;
  readonly policyDigest: Digest;
  readonly safeguards: Digest;
  /** What the participant accepted to be kept and wants hidden; nothing where absent. */
  readonly decisions?: Decisions;
}

/** Where masked snapshots wait for the steps that name them; null for one that is gone. */
export interface ShotSource {
  find(digest: Digest): Promise<MaskedShot | null>;
}

/**
 * Steps as they may be kept, by the rules of the site each happened on; what may not be kept is left out. Goes on with
 * the tokens, and with what is still to be told, of where the recorder stands.
 */
export function safeguard(
  output: readonly ReducerOutput[],
  place: Place,
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
    tokens: place.tokens,
    tokensOf: place.tokensOf,
    missed: place.missed,
    unnumbered: place.unnumbered,
    note: place.note,
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
    // What is missing is told by the next step that is kept, if this one is not (P10).
    result.missed += item.step.missed;
    if (item.step.page.url === '') {
      // A tab that was opened or closed from where nothing is recorded: no step that anyone could miss.
      result.unnumbered += 1;
      continue;
    }
    const site = siteOf(item.step.page.url, inForce.policy);
    // Deny by default: a step of a page that no site of the policy stands for is not kept (P3).
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
    // Whole seconds: even on the device nothing tells how long a secret was.
    result.times.push({ t: Math.floor(t / 1000) * 1000, end: Math.ceil((t + duration) / 1000) * 1000 });
  }
  return result;
}

/** Steps with the snapshots they were made on. What is covered in a snapshot, or stays by permission, is told as everything hidden is. */
export async function withShots(
  steps: readonly Step[],
  shots: ShotSource,
): Promise<{ readonly steps: readonly Step[]; readonly snapshots: AppendBatch['snapshots'] }> {
  const found = new Map<Digest, Awaited<ReturnType<ShotSource['find']>>>();
  for (const { observation } of steps) {
    if (observation !== null && !found.has(observation.shot)) {
      found.set(observation.shot, await shots.find(observation.shot));
    }
  }
  return {
    steps: steps.map((step) => {
      const shot = (step.observation === null ? null : found.get(step.observation.shot)) ?? null;
      const at = '/observation';
      const told: Step['redactions'] = [];
      if (shot !== null && shot.covered > 0) told.push({ at, reason: 'pixels.masked', count: shot.covered });
      if (shot?.reduced === true) told.push({ at, reason: 'pixels.reduced', count: 1 });
      for (const { kind, count } of shot?.kept ?? []) told.push({ at, reason: `kept.${kind}`, count });
      return told.length === 0 ? step : { ...step, redactions: [...step.redactions, ...told].slice(-500) };
    }),
    snapshots: [...found].flatMap(([digest, shot]) => (shot === null ? [] : [{ digest, bytes: shot.bytes }])),
  };
}

function siteOf(url: string, policy: Policy): Site | undefined {
  const origin = URL.parse(url)?.origin;
  return policy.sites.find((site) => site.origin === origin);
}
