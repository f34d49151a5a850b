import type { Frame } from '@assent/contracts';
import type { DocumentFacts, PageEvent, ReducerState, Source } from './state.ts';

/** The position of a frame in the top viewport: left, top, and top CSS pixels per CSS pixel of the frame. */
export type Offset = NonNullable<Frame['offset']>;

/**
 * A document's facts as its steps have them. A frame is seen in its tab's viewport, so that viewport is the view. A frame
 * of another origin cannot ask for its position; it follows from the corners of both documents on the screen.
 */
export function factsInTab(state: ReducerState, facts: DocumentFacts): DocumentFacts {
  if (facts.frame.path.length === 0) return facts;
  const top = topOf(state, facts.tab);
  if (top === null) return facts;
  const offset = facts.frame.offset ?? offsetIn(top, facts);
  return { ...facts, view: top.view, frame: offset === null ? facts.frame : { ...facts.frame, offset } };
}

/** The event with coordinates in the top viewport, unless its document reports them so itself. */
export function eventInTab(state: ReducerState, event: PageEvent, facts: DocumentFacts): PageEvent {
  if (facts.frame.path.length === 0 || facts.frame.offset !== undefined) return event;
  const { offset } = factsInTab(state, facts).frame;
  return offset === undefined ? event : moved(event, offset);
}

/** Whether a living document in a tab's frame reports what is done in it. */
export function isFrameObserved(state: ReducerState, tab: number, path: readonly number[]): boolean {
  const at = path.join();
  return documentsOf(state).some((facts) => facts.tab === tab && facts.frame.path.join() === at);
}

/** The offset of a frame, from its corner and the top document's on the screen; null where a pitch is not known. */
export function offsetIn(top: Top, frame: Pick<DocumentFacts, 'view' | 'pitch'>): Offset | null {
  const { pitch } = top;
  if (pitch === undefined || frame.pitch === undefined) return null;
  const [left, upper] = top.view.screen;
  const [x, y] = frame.view.screen;
  return [rounded((x - left) / pitch), rounded((y - upper) / pitch), rounded(frame.pitch / pitch, 1000)];
}

function moved(event: PageEvent, [left, top, scale]: Offset): PageEvent {
  const x = (value: number) => rounded(left + value * scale);
  const y = (value: number) => rounded(top + value * scale);
  const size = (value: number) => rounded(value * scale);
  const shifted = { ...event };
  if ('x' in shifted) Object.assign(shifted, { x: x(shifted.x), y: y(shifted.y) });
  if ('path' in shifted) shifted.path = shifted.path.map(([a, b, t]) => [x(a), y(b), t]);
  if ('target' in shifted && shifted.target !== null) {
    const [a, b, width, height] = shifted.target.box;
    Object.assign(shifted, { target: { ...shifted.target, box: [x(a), y(b), size(width), size(height)] } });
  }
  return shifted;
}

/**
 * The document that a tab shows: of the living top documents, the one whose event came last. When a page goes, events
 * of its frames may arrive after the end of its top document, which was then still around them.
 */
function topOf(state: ReducerState, tab: number): Top | null {
  const { endedTop } = state;
  return (
    documentsOf(state).findLast((facts) => facts.tab === tab && facts.frame.path.length === 0) ??
    (endedTop?.tab === tab ? endedTop : null)
  );
}

type Top = Pick<DocumentFacts, 'view' | 'pitch'>;

/** The living documents, the one whose last event is oldest first. */
function documentsOf(state: ReducerState): readonly DocumentFacts[] {
  const sources: (Source | undefined)[] = [...Object.values(state.others), state.current?.source];
  return sources.flatMap((source) => source?.document ?? []);
}

/** To a tenth (or another part), and a number whatever a sensor sends. */
function rounded(value: number, parts = 10): number {
  const finite = Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
  return Math.abs(finite) > 1e12 ? finite : Math.round(finite * parts) / parts;
}
