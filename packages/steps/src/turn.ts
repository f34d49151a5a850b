import type { Action, Instant, RawStep, SourceId, Target } from '@assent/contracts';
import { factsInTab } from './frames.ts';
import { limits } from './limits.ts';
import { sourceOf, updateSource } from './sources.ts';
import type { DocumentFacts, Opening, Reduced, ReducerOutput, ReducerState } from './state.ts';

/** One turn of the reducer: a copy of the state to write on, and what has come out so far. */
export interface Turn {
  readonly state: { -readonly [Key in keyof ReducerState]: ReducerState[Key] };
  readonly output: ReducerOutput[];
}

/** Begins a turn. The state handed in stays as it is. */
export function beginTurn(state: ReducerState): Turn {
  return { state: { ...state }, output: [] };
}

/** Ends a turn. */
export function endTurn(turn: Turn): Reduced {
  return { state: turn.state, output: turn.output };
}

/** The page of tab and task actions that no recorded document shows. */
const noDocument: DocumentFacts = {
  url: '',
  title: '',
  tab: 0,
  window: 0,
  frame: { path: [], origin: '', sameOriginAsTop: true },
  view: { width: 0, height: 0, scale: 1, scrollX: 0, scrollY: 0, screen: [0, 0] },
  webdriver: false,
};

/**
 * Begins an action: fixes everything as it was before the application reacts, and takes the snapshot
 * and the count of lost events that were waiting. Begins a new episode first if one is due.
 */
export function open(
  turn: Turn,
  source: SourceId,
  at: { readonly t: Instant; readonly target: Target | null },
): Opening {
  const { state } = turn;
  enterEpisode(turn, at.t);
  const remembered = sourceOf(state, source);
  const facts = factsInTab(state, remembered?.document ?? activeDocument(state) ?? noDocument);
  const observation = remembered?.snapshot ?? null;
  if (observation !== null) updateSource(state, source, { snapshot: null });
  const { missed } = state;
  state.missed = 0;
  return {
    source,
    step: {
      v: 1,
      session: state.session,
      episode: state.episode,
      t: at.t,
      sensor: state.sensor,
      origin: 'user',
      webdriver: facts.webdriver,
      missed,
      tab: facts.tab,
      window: facts.window,
      frame: facts.frame,
      view: facts.view,
      page: { url: facts.url, title: facts.title },
      target: at.target,
      observation,
    },
  };
}

/** Takes an opening back because no action followed. Its snapshot and lost events wait for the next action. */
export function discard(turn: Turn, opening: Opening): void {
  addMissed(turn.state, opening.step.missed);
  const source = sourceOf(turn.state, opening.source);
  if (opening.step.observation !== null && source?.document && source.snapshot === null) {
    updateSource(turn.state, opening.source, { snapshot: opening.step.observation });
  }
}

/** Joins openings: the first, with the lost events of all. */
export function joinOpenings(first: Opening, rest: readonly Opening[]): Opening {
  const missed = rest.reduce((sum, opening) => addCounts(sum, opening.step.missed), first.step.missed);
  return { source: first.source, step: { ...first.step, missed } };
}

/** Emits a finished action as the next step. */
export function emit(
  turn: Turn,
  opening: Opening,
  finished: {
    readonly action: Action;
    readonly end: Instant;
    readonly complete?: boolean;
    readonly origin?: RawStep['origin'];
    readonly tab?: number;
    readonly window?: number;
  },
): void {
  const { state } = turn;
  const { step } = opening;
  turn.output.push({
    kind: 'step',
    step: {
      ...step,
      seq: state.nextSeq,
      duration: Math.max(0, finished.end - step.t),
      complete: finished.complete ?? true,
      origin: finished.origin ?? step.origin,
      tab: finished.tab ?? step.tab,
      window: finished.window ?? step.window,
      action: finished.action,
    },
  });
  state.nextSeq += 1;
  if (step.episode === state.episode) state.episodeUsed = true;
}

/** Counts lost events. */
export function addMissed(state: Turn['state'], count: number): void {
  state.missed = addCounts(state.missed, count);
}

function addCounts(a: number, b: number): number {
  return Math.min(a + b, Number.MAX_SAFE_INTEGER);
}

/** The document last acted in, if it is still there. */
function activeDocument(state: ReducerState): DocumentFacts | null {
  return state.activeSource === null ? null : (sourceOf(state, state.activeSource)?.document ?? null);
}

function enterEpisode(turn: Turn, t: Instant): void {
  const { state } = turn;
  const idle = state.lastActivity !== null && t - state.lastActivity > limits.idle;
  if (!state.broken && !idle) return;
  beginEpisode(turn);
}

/** Begins the next episode, and repeats the task's note while a task is in progress. */
export function beginEpisode(turn: Turn): void {
  const { state } = turn;
  if (state.episodeUsed) state.episode += 1;
  state.episodeUsed = false;
  state.broken = false;
  if (state.task === null) return;
  turn.output.push({
    kind: 'episode',
    note: { v: 1, session: state.session, episode: state.episode, ...state.task },
  });
  state.episodeUsed = true;
}
