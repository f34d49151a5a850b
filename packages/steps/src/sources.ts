import type { Event, SourceId } from '@assent/contracts';
import { limits } from './limits.ts';
import type { ReducerState, Source } from './state.ts';

type WritableState = { -readonly [Key in keyof ReducerState]: ReducerState[Key] };

/** What is remembered of a source, if anything. */
export function sourceOf(state: ReducerState, id: SourceId): Source | undefined {
  if (state.current?.id === id) return state.current.source;
  return Object.hasOwn(state.others, id) ? state.others[id] : undefined;
}

/** Remembers a change of a source. A source never seen before is not invented. */
export function updateSource(state: WritableState, id: SourceId, change: Partial<Source>): void {
  const source = sourceOf(state, id);
  if (source === undefined) return;
  const changed = { ...source, ...change };
  if (state.current?.id === id) state.current = { id, source: changed };
  else state.others = { ...state.others, [id]: changed };
}

/** Whether an event is new, and how many events before it are lost. */
export interface SourceAdvance {
  readonly fresh: boolean;
  readonly lost: number;
}

/**
 * Makes an event's source the current one and moves its sequence on. A number already passed is a duplicate or too
 * late to be placed: it is not fresh, and nothing changes. A number skipped is a lost event. The first number seen of
 * a source is taken as its start: what came before may have been another session's.
 */
export function advanceSource(state: WritableState, event: Event): SourceAdvance {
  const known = sourceOf(state, event.source);
  if (known !== undefined && event.seq < known.nextSeq) return { fresh: false, lost: 0 };
  makeCurrent(state, event.source, { ...(known ?? unseen), nextSeq: event.seq + 1 });
  return { fresh: true, lost: known === undefined ? 0 : event.seq - known.nextSeq };
}

const unseen: Source = {
  nextSeq: 0,
  document: null,
  snapshot: null,
  field: null,
  held: null,
  echo: null,
  lastPress: null,
  keySeen: false,
};

/** Forgets a source whose document went away, except its sequence number, so that late events are recognised. */
export function endSource(state: WritableState, id: SourceId): void {
  const document = sourceOf(state, id)?.document ?? null;
  if (document?.frame.path.length === 0) {
    const { tab, view, pitch } = document;
    state.endedTop = { tab, view, ...(pitch === undefined ? {} : { pitch }) };
  }
  updateSource(state, id, { ...unseen, nextSeq: sourceOf(state, id)?.nextSeq ?? 0 });
}

/** Forgets what a gap must not carry over: snapshots, expected reactions, held keys and buttons, field values. */
export function forgetAcrossGap(state: WritableState): void {
  const forget = (source: Source): Source => ({ ...unseen, nextSeq: source.nextSeq, document: source.document });
  if (state.current !== null) state.current = { id: state.current.id, source: forget(state.current.source) };
  state.others = Object.fromEntries(Object.entries(state.others).map(([id, source]) => [id, forget(source)]));
}

function makeCurrent(state: WritableState, id: SourceId, source: Source): void {
  if (state.current !== null && state.current.id !== id) {
    const { [id]: _taken, ...rest } = state.others;
    const others: Record<string, Source> = rest;
    others[state.current.id] = state.current.source;
    const [oldest] = Object.keys(others);
    // The state is bounded: an ended document goes first, else the one whose last event is oldest.
    if (Object.keys(others).length >= limits.sources && oldest !== undefined) {
      delete others[Object.keys(others).find((key) => others[key]?.document === null) ?? oldest];
    }
    state.others = others;
  }
  state.current = { id, source };
}
