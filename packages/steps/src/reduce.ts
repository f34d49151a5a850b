import { digestSchema, type Event, type Instant } from '@assent/contracts';
import { change } from './choices.ts';
import { focusesAddressField, chordName, insertsText, isSilentKey } from './chord.ts';
import { clipboard } from './clipboard.ts';
import { closeAll, closeIn, closeExpired } from './closing.ts';
import { takesText } from './fields.ts';
import { eventInTab } from './frames.ts';
import { key } from './keyboard.ts';
import { limits } from './limits.ts';
import { document } from './pages.ts';
import { cancel, hover, press, release } from './pointer.ts';
import { scroll } from './scrolling.ts';
import { endSource, sourceOf, advanceSource, updateSource } from './sources.ts';
import type { Cause, PageEvent, Reduced, ReducerState } from './state.ts';
import { tab } from './tabs.ts';
import { interrupt, task } from './tasks.ts';
import { addMissed, beginTurn, endTurn, type Turn } from './turn.ts';
import { input, namesSecret, typingIn } from './typing.ts';

/**
 * Takes one event. Pure and total: any event in any order gives a state and output, never an error. A duplicate
 * changes nothing; a lost event is counted in the `missed` of a later step and ends what had begun in its document.
 *
 * The events are trusted to come from a sensor that reports only what a person did (no untrusted events), and only
 * while the consent gate says `recording`.
 */
export function reduce(state: ReducerState, event: Event): Reduced {
  const turn = beginTurn(state);
  const { fresh, lost } = advanceSource(turn.state, event);
  if (!fresh) return { state, output: [] };
  closeExpired(turn, event.t, event.source);
  if (lost > 0) loseEvents(turn, event, lost);
  take(turn, event);
  return endTurn(turn);
}

/**
 * Closes what has waited long enough at `now`. `now` must not be later than the instant up to which all events have
 * been handed over (a sensor that buffers for two seconds passes the time two seconds ago); then ticks change when a
 * step comes out, never which.
 */
export function tick(state: ReducerState, now: Instant): Reduced {
  const turn = beginTurn(state);
  closeExpired(turn, now, null);
  return endTurn(turn);
}

/**
 * Closes everything: capture stops here, for whatever reason. The next step begins a new episode. Idempotent. `now` is
 * when it stopped; the output does not show it.
 */
export function flush(state: ReducerState, now: Instant): Reduced {
  const turn = beginTurn(state);
  closeExpired(turn, now, null);
  interrupt(turn);
  return endTurn(turn);
}

function take(turn: Turn, event: Event): void {
  switch (event.kind) {
    case 'document':
      document(turn, event);
      break;
    case 'tab':
      tab(turn, event);
      turn.state.lastActivity = later(turn.state.lastActivity, event.t);
      break;
    case 'task':
      task(turn, event);
      break;
    case 'snapshot': {
      const { shot, width, height } = event;
      if (!sourceOf(turn.state, event.source)?.document) break;
      updateSource(turn.state, event.source, { snapshot: { shot: digestSchema.parse(shot), width, height } });
      break;
    }
    case 'gap':
      interrupt(turn);
      break;
    case 'end':
      closeIn(turn, event.source);
      endSource(turn.state, event.source);
      break;
    case 'drops':
      loseEvents(turn, event, event.count);
      break;
    case 'press':
    case 'hover':
    case 'release':
    case 'cancel':
    case 'key':
    case 'input':
    case 'change':
    case 'scroll':
    case 'clipboard':
    case 'blur':
    case 'focus':
      takePageEvent(turn, event);
      break;
    default:
      event satisfies never;
  }
}

/** Takes an event of a document. An event whose document is not known cannot be placed and counts as lost. */
function takePageEvent(turn: Turn, event: PageEvent): void {
  const { state } = turn;
  const facts = sourceOf(state, event.source)?.document;
  if (!facts) {
    addMissed(state, 1);
    return;
  }
  act(turn, eventInTab(state, event, facts));
  if (event.kind === 'focus' || event.kind === 'blur' || event.kind === 'cancel' || namesSecret(event)) return;
  state.lastActivity = later(state.lastActivity, event.t);
  state.activeTab = facts.tab;
  state.activeSource = event.source;
  state.cause = causeAfter(state, event, facts.tab);
}

function act(turn: Turn, event: PageEvent): void {
  rememberContent(turn, event);
  switch (event.kind) {
    case 'press':
      press(turn, event);
      break;
    case 'hover':
      hover(turn, event);
      break;
    case 'release':
      release(turn, event);
      break;
    case 'cancel':
      cancel(turn, event);
      break;
    case 'key':
      key(turn, event);
      break;
    case 'input':
      input(turn, event);
      break;
    case 'change':
      change(turn, event);
      break;
    case 'scroll':
      scroll(turn, event);
      break;
    case 'clipboard':
      clipboard(turn, event);
      break;
    case 'blur':
      // Typing ends when the field loses the focus.
      if (typingIn(turn, event) !== null) closeAll(turn);
      break;
    case 'focus':
      break;
    default:
      event satisfies never;
  }
}

/** Remembers whether a text field held anything before it is changed. */
function rememberContent(turn: Turn, event: PageEvent): void {
  if (event.kind !== 'press' && event.kind !== 'focus') return;
  const { ref, state } = event.target;
  if (state.value === 'unknown' || !takesText(event.target, 'browser')) return;
  updateSource(turn.state, event.source, { held: { ref, value: state.value } });
  // The application may have emptied the field since its last change, without an event of its own.
  const field = sourceOf(turn.state, event.source)?.field ?? null;
  if (state.value === 'empty' && field?.ref === ref)
    updateSource(turn.state, event.source, { field: { ref, value: '' } });
}

/** The cause that the event leaves: what a navigation after it may be explained by. */
function causeAfter(state: ReducerState, event: PageEvent, tab: number): Cause | null {
  if (event.kind === 'key' && focusesAddressField(chordName(event))) return null;
  const last = state.cause;
  if (!isWeak(state, event)) {
    // A release has the target of its press.
    const leads = event.kind === 'release' ? last?.leads === true : followsLink(event);
    return { tab, t: event.t, strength: 'may-load', leads };
  }
  const strongerBefore =
    last?.strength === 'may-load' && last.tab === tab && event.t - last.t <= limits.navigationCause;
  return strongerBefore ? last : { tab, t: event.t, strength: 'may-readdress', leads: false };
}

/** Whether an event follows a link or sends a form: a press on a link, or Enter. */
function followsLink(event: PageEvent): boolean {
  if (event.kind === 'key') return event.key === 'Enter';
  return event.kind === 'press' && (event.target.role === 'link' || event.target.tag === 'a');
}

/** Whether an event loads no page: text, scrolling, modifiers alone. */
function isWeak(state: ReducerState, event: PageEvent): boolean {
  if (event.kind === 'scroll' || event.kind === 'input') return true;
  if (event.kind !== 'key') return false;
  return (
    isSilentKey(event.key) || event.key === 'Meta' || (takesText(event.target, state.sensor) && insertsText(event))
  );
}

/** Counts lost events. What had begun in their document may lack a part, so it ends here. */
function loseEvents(turn: Turn, event: Event, count: number): void {
  closeIn(turn, event.source, { broken: true });
  updateSource(turn.state, event.source, { lastPress: null });
  addMissed(turn.state, count);
}

function later(a: Instant | null, b: Instant): Instant {
  return a === null ? b : Math.max(a, b);
}
