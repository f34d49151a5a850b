import type { RawStep } from '@assent/contracts';
import { limits } from '../../limits.ts';
import type { Group } from './align.ts';
import { clicksOf, pairDifferences, type PairKind } from './pair.ts';
import type { PeerAction } from './peer-action.ts';
import { because, type Reason } from './rules.ts';

/** In what two reductions differ. The first five are about how inputs are grouped into actions. */
export type DifferenceKind = 'only-ours' | 'only-theirs' | 'split' | 'merged' | 'regrouped' | PairKind;

/** One difference between two reductions of the same input. */
export interface Difference {
  readonly kind: DifferenceKind;
  readonly reason: Reason;
  readonly ours: readonly RawStep[];
  readonly theirs: readonly PeerAction[];
}

/** What is known of the whole, for what a group alone does not tell. */
export interface Whole {
  readonly steps: readonly RawStep[];
  /** All that the other tool's result holds. */
  readonly actions: readonly PeerAction[];
}

const silent: ReadonlySet<string> = new Set([
  'Control',
  'Alt',
  'AltGraph',
  'Shift',
  'CapsLock',
  'NumLock',
  'ScrollLock',
  'Fn',
]);

/** All that differs in a group; empty if both sides say the same. */
export function explain(group: Group, whole: Whole): readonly Difference[] {
  return differencesOf(group, whole).map((difference): Difference => {
    const { kind, reason, ours, theirs } = difference;
    const isTaken = reason.rule === 'unexplained' && theirs.some((peer) => isTakenBack(peer, whole.actions));
    return isTaken ? { kind, reason: because('typing-without-change'), ours, theirs } : difference;
  });
}

function differencesOf(group: Group, whole: Whole): readonly Difference[] {
  const { ours, theirs } = group;
  const [step, ...moreSteps] = ours;
  const [peer, ...morePeers] = theirs;
  const as = (kind: DifferenceKind, reason: Reason): Difference => ({ kind, reason, ours, theirs });
  if (step === undefined) return theirs.map((each) => ({ ...as('only-theirs', whyOnlyTheirs(each)), theirs: [each] }));
  if (peer === undefined) return ours.map((each) => ({ ...as('only-ours', whyOnlyOurs(each, whole)), ours: [each] }));
  if (moreSteps.length === 0 && morePeers.length === 0) {
    return pairDifferences(step, peer).map(([kind, reason]) => as(kind, reason));
  }
  if (morePeers.length === 0) return [as('split', whySplit(ours, peer))];
  if (moreSteps.length === 0) return [as('merged', whyMerged(step, theirs))];
  return [as('regrouped', firstOf([...theirs.map((each) => whySplit(ours, each)), whyMerged(step, theirs)]))];
}

function whyOnlyTheirs(peer: PeerAction): Reason {
  if (peer.action === 'press' || peer.action === 'long_press') {
    return because(peer.chord.every((key) => silent.has(key)) ? 'modifier-alone' : 'unexplained');
  }
  if (peer.action === 'type' && peer.typed !== null) {
    const { text, others, surplus } = peer.typed;
    if (text !== '' || surplus > 0) return because('unexplained');
    if (others.length === 0) return because('typing-without-change');
    return because(others.every((key) => silent.has(key)) ? 'modifier-alone' : 'unexplained');
  }
  if (peer.scrolled !== null && peer.scrolled.dx === 0 && peer.scrolled.dy === 0) return because('no-distance');
  return because(peer.action === 'other' ? 'nothing-invented' : 'unexplained');
}

/** Whether an action is one of those that write text: typing, or a character under Shift. */
function writes({ typed, chord }: PeerAction): boolean {
  if (typed !== null) return typed.text !== '';
  return chord[0] === 'Shift' && chord.some((key) => Array.from(key).length === 1);
}

/** Whether two actions close enough to be one typing come to nothing: one's Backspaces take the other's text back. */
function isTakenBack(peer: PeerAction, actions: readonly PeerAction[]): boolean {
  const takes = (eraser: PeerAction, writer: PeerAction) =>
    (eraser.typed?.surplus ?? 0) > 0 &&
    writes(writer) &&
    eraser.start >= writer.end &&
    (eraser.start - writer.end) * 1000 <= limits.typingGap;
  return actions.some((other) => takes(other, peer) || takes(peer, other));
}

function whyOnlyOurs(step: RawStep, { steps, actions }: Whole): Reason {
  const { action } = step;
  const isEmpty = actions.length === 0;
  if (isEmpty && steps.some(({ episode }) => episode > 0)) return because('gap', 1);
  if (isEmpty && steps.some((each) => isKey(each, 'Unidentified'))) return because('unknown-key', 2);
  if (action.type === 'scroll' && step === steps.at(-1)) return because('all-kept', 3);
  if (isKey(step, 'Meta')) return because('meta-alone', 18);
  if (isKey(step, 'Unidentified')) return because('unknown-key', 20);
  if (isKey(step, 'Backspace')) return because('surplus-backspace', 14);
  if (clicksOf(action) > 0 && !step.complete) return because('press-and-release', 17);
  return because('all-kept');
}

/** Why one action of theirs is several of ours. */
function whySplit(ours: readonly RawStep[], peer: PeerAction): Reason {
  if (ours.some((step) => step.episode !== ours[0]?.episode)) return because('gap', 1);
  switch (peer.action) {
    case 'type':
      return whyTypingSplit(ours);
    case 'scroll':
      return because('scroll-ends', longestPause(ours) > limits.scrollGap || isFarApart(ours) ? 12 : null);
    case 'press':
    case 'long_press':
      if (ours.some(({ action }) => clicksOf(action) > 0 || action.type === 'drag'))
        return because('modified-click', 7);
      return ours.every(({ action }) => action.type === 'key') ? because('chord-each', 6) : whyTypingSplit(ours);
    case 'click':
      return because('platform-count', longestPause(ours) > limits.multiClickWait ? 10 : 16);
    case 'drag':
    case 'mouse_press':
    case 'other':
      return because('unexplained');
  }
}

function whyTypingSplit(ours: readonly RawStep[]): Reason {
  if (ours.some((step) => isKey(step, 'Unidentified'))) return because('unknown-key', 20);
  if (ours.some((step) => isKey(step, 'Backspace'))) return because('surplus-backspace', 14);
  if (ours.some(({ action }) => action.type === 'key' && action.keys.startsWith('Shift+')))
    return because('shift-chord', 13);
  if (ours.some(({ action }) => action.type === 'key')) return because('key-ends-typing', 19);
  return because(
    longestPause(ours) > limits.typingGap ? 'typing-gap' : 'unexplained',
    longestPause(ours) > limits.typingGap ? 12 : null,
  );
}

/** Why several actions of theirs are one of ours. */
function whyMerged(step: RawStep, theirs: readonly PeerAction[]): Reason {
  if (
    theirs.some(({ action, chord }) => action === 'press' && chord.length > 0 && chord.every((key) => silent.has(key)))
  ) {
    return because('modifier-alone');
  }
  switch (step.action.type) {
    case 'double_click':
    case 'triple_click':
      return because('platform-count', step.action.type === 'double_click' ? 5 : 16);
    case 'type':
      if (theirs.some(({ action, chord }) => action === 'press' && chord[0] === 'Shift'))
        return because('shift-writes', 11);
      return because('typing-gap', 24);
    case 'key':
      return because('key-repeat');
    case 'scroll':
      return because('scroll-goes-on');
    case 'check':
    case 'click':
    case 'context_click':
    case 'copy':
    case 'cut':
    case 'done':
    case 'drag':
    case 'hover':
    case 'navigate':
    case 'paste':
    case 'select':
    case 'tab_close':
    case 'tab_open':
    case 'tab_switch':
    case 'upload':
    case 'wait':
      return because('unexplained');
  }
}

function isKey({ action }: RawStep, key: string): boolean {
  return action.type === 'key' && (action.keys === key || action.keys.endsWith(`+${key}`));
}

function longestPause(steps: readonly RawStep[]): number {
  return steps.reduce((longest, step, at) => {
    const before = steps[at - 1];
    return before === undefined ? longest : Math.max(longest, step.t - before.t - before.duration);
  }, 0);
}

function isFarApart(steps: readonly RawStep[]): boolean {
  const places = steps.flatMap(({ action }) => ('x' in action ? [action] : []));
  const [first] = places;
  return first !== undefined && places.some(({ x, y }) => Math.hypot(x - first.x, y - first.y) > limits.scrollStray);
}

/** The first reason that explains something. */
function firstOf(reasons: readonly Reason[]): Reason {
  return reasons.find(({ rule }) => rule !== 'unexplained') ?? because('unexplained');
}
