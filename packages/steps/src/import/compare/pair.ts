import type { Action, RawStep } from '@assent/contracts';
import { importLimits } from '../limits.ts';
import type { PeerAction } from './peer-action.ts';
import type { PeerText } from './peer-text.ts';
import { because, type Reason } from './rules.ts';

/** How one step and one action of the same input may differ. */
export type PairKind = 'kind' | 'count' | 'button' | 'place' | 'text' | 'keys' | 'distance' | 'complete';
export type PairDifference = readonly [kind: PairKind, reason: Reason];

type ActionOf<Type extends Action['type']> = Extract<Action, { type: Type }>;
type Click = Exclude<Extract<Action, { button: unknown }>, { type: 'drag' }>;

const modifierOrder = ['Control', 'Alt', 'Shift', 'Meta'];

/** All that differs between a step and an action of the other tool; empty if they say the same. */
export function pairDifferences(step: RawStep, peer: PeerAction): readonly PairDifference[] {
  const { action } = step;
  const found = differences(action, peer);
  if (step.complete) return found;
  const isPointer = action.type === 'drag' || isClick(action);
  const missing: PairDifference = ['complete', isPointer ? because('press-and-release', 17) : because('gap')];
  // What is missing explains a shorter text or distance.
  return [...found.filter(([kind]) => kind !== 'text' && kind !== 'distance'), missing];
}

function differences(action: Action, peer: PeerAction): readonly PairDifference[] {
  // What a description says is what is shown and exported.
  const called = peer.described ?? peer.action;
  if (isClick(action)) return clickDifferences(action, peer, called);
  switch (action.type) {
    case 'drag':
      return dragDifferences(action, peer, called);
    case 'scroll':
      return called === 'scroll' ? scrollDifferences(action, peer) : [['kind', because('unexplained')]];
    case 'type':
      return typeDifferences(action, peer, called);
    case 'key':
      return keyDifferences(action, peer, called);
    case 'check':
    case 'copy':
    case 'cut':
    case 'done':
    case 'hover':
    case 'navigate':
    case 'paste':
    case 'select':
    case 'tab_close':
    case 'tab_open':
    case 'tab_switch':
    case 'upload':
    case 'wait':
      return [['kind', because('unexplained')]];
  }
}

/** The count of clicks in an action, 0 if it is none. */
export function clicksOf({ type }: Action): number {
  if (type === 'double_click') return 2;
  if (type === 'triple_click') return 3;
  return type === 'click' || type === 'context_click' ? 1 : 0;
}

function isClick(action: Action): action is Click {
  return clicksOf(action) > 0;
}

function clickDifferences(action: Click, peer: PeerAction, called: PeerAction['action']): readonly PairDifference[] {
  if (called === 'drag') return [['kind', because('drag-distance')]];
  if (peer.holdsPointer && (called === 'press' || called === 'long_press'))
    return [['kind', because('modified-click', 7)]];
  if (called !== 'click' && called !== 'mouse_press') return [['kind', because('unexplained')]];
  const found = pointerDifferences(action, peer, 16);
  if (clicksOf(action) !== peer.clicks) found.push(['count', because('platform-count', peer.clicks > 1 ? 10 : 5)]);
  return found;
}

function dragDifferences(
  action: ActionOf<'drag'>,
  peer: PeerAction,
  called: PeerAction['action'],
): readonly PairDifference[] {
  if (peer.holdsPointer && (called === 'press' || called === 'long_press'))
    return [['kind', because('modified-click', 7)]];
  const isDrag = called === 'drag';
  const failure = peer.action === 'drag' ? 4 : null;
  return [
    ...(isDrag ? [] : [['kind', because('drag-distance', failure)] as const]),
    ...pointerDifferences(action, peer, 15),
  ];
}

function pointerDifferences(action: Click | ActionOf<'drag'>, peer: PeerAction, failure: number): PairDifference[] {
  const found: PairDifference[] = [];
  if (peer.button !== null && peer.button !== action.button) found.push(['button', because('button-kept', failure)]);
  const { place } = peer;
  if (place !== null && Math.max(Math.abs(place.x - action.x), Math.abs(place.y - action.y)) > 1) {
    found.push(['place', because('place-of-press')]);
  }
  return found;
}

function scrollDifferences(action: ActionOf<'scroll'>, peer: PeerAction): readonly PairDifference[] {
  const { scrolled, describedNotches } = peer;
  if (scrolled === null) {
    const notches = (Math.abs(action.dx) + Math.abs(action.dy)) / importLimits.notch;
    return describedNotches === null || describedNotches === notches
      ? []
      : [['distance', because('scroll-distance', 25)]];
  }
  const isSame =
    isNear(scrolled.dx * importLimits.notch, action.dx) && isNear(scrolled.dy * importLimits.notch, action.dy);
  if (!isSame) return [['distance', because('scroll-distance')]];
  const notches = Math.abs(scrolled.dx) + Math.abs(scrolled.dy);
  return describedNotches === null || isNear(describedNotches, notches)
    ? []
    : [['distance', because('scroll-distance', 25)]];
}

function isNear(a: number, b: number): boolean {
  return Math.abs(a - b) < 1e-6 * Math.max(1, Math.abs(a));
}

function typeDifferences(
  action: ActionOf<'type'>,
  peer: PeerAction,
  called: PeerAction['action'],
): readonly PairDifference[] {
  if (called === 'press' || called === 'long_press') {
    return [['kind', peer.chord[0] === 'Shift' ? because('shift-writes', 11) : because('unexplained')]];
  }
  if (called !== 'type' || peer.typed === null) return [['kind', because('unexplained')]];
  const ours = 'text' in action.value ? action.value.text : '';
  const { typed, describedText } = peer;
  if (typed.others.length > 0) return [['text', because('key-ends-typing', 19)]];
  if (typed.surplus > 0) return [['text', because('surplus-backspace', 14)]];
  if (typed.text !== ours) {
    const isCase = typed.text.toLowerCase() === ours.toLowerCase();
    return [['text', because(isCase ? 'caps-lock' : 'unexplained')]];
  }
  const readBack = describedText === null || isSameText(describedText, typed);
  return readBack ? [] : [['text', because('text-as-typed', 8)]];
}

function isSameText(a: PeerText, b: PeerText): boolean {
  return a.text === b.text && a.surplus === b.surplus && a.others.join() === b.others.join();
}

function keyDifferences(
  action: ActionOf<'key'>,
  peer: PeerAction,
  called: PeerAction['action'],
): readonly PairDifference[] {
  const { keys, repeat } = action;
  if (called === 'type' && peer.typed !== null) {
    const { text, others, surplus } = peer.typed;
    const names = [...others, ...Array.from({ length: surplus }, () => 'Backspace')];
    if (text === '' && names.length === repeat && names.every((name) => name === keys)) return [];
    return [['keys', keys.startsWith('Shift+') ? because('shift-chord', 13) : keyReason(keys)]];
  }
  if (called !== 'press' && called !== 'long_press') return [['kind', because('unexplained')]];
  if (chordName(peer.chord) === keys && repeat === 1) return [];
  const others = peer.chord.filter((key) => !modifierOrder.includes(key));
  if (others.length > 1 || repeat > 1) return [['keys', because('chord-each', 6)]];
  return [['keys', keyReason(keys)]];
}

function keyReason(keys: string): Reason {
  if (keys.endsWith('Unidentified')) return because('unknown-key', 20);
  return keys === 'Backspace' ? because('surplus-backspace', 14) : because('unexplained');
}

/** A chord's name as ours are (`spec/steps.md` §8), from DOM names in any order. */
function chordName(keys: readonly string[]): string {
  const held = modifierOrder.filter((modifier) => keys.includes(modifier));
  const others = keys.filter((key) => !modifierOrder.includes(key) && key !== 'AltGraph');
  const named = others.map((key) => (key === ' ' ? 'Space' : key === '+' ? 'Plus' : lowered(key, held)));
  return [...held, ...named].join('+');
}

function lowered(key: string, held: readonly string[]): string {
  const isCommand = held.some((modifier) => modifier !== 'Shift');
  return isCommand && Array.from(key).length === 1 ? key.toLowerCase() : key;
}
