import type { EventOf, Modifier } from '@assent/contracts';

/** Keys that are no action by themselves: modifiers, locks, and the parts of a composition. */
const silentKeys: ReadonlySet<string> = new Set([
  'Shift',
  'Control',
  'Alt',
  'AltGraph',
  'CapsLock',
  'NumLock',
  'ScrollLock',
  'Fn',
  'FnLock',
  'Hyper',
  'Super',
  'Symbol',
  'SymbolLock',
  'Dead',
  'Process',
  'Compose',
]);

const scrollingKeys: ReadonlySet<string> = new Set([
  'ArrowUp',
  'ArrowDown',
  'ArrowLeft',
  'ArrowRight',
  'PageUp',
  'PageDown',
  'Home',
  'End',
  'Space',
]);

const order: readonly Modifier[] = ['Control', 'Alt', 'Shift', 'Meta'];

/** Whether a key alone is no action. */
export function isSilentKey(key: string | null): boolean {
  return key !== null && silentKeys.has(key);
}

/** Whether a chord is one of those that scroll, with any modifiers. */
export function isScrollingKey(chord: string): boolean {
  return scrollingKeys.has(chord.slice(chord.lastIndexOf('+') + 1));
}

/** The one character of a key, or null for named keys. */
export function characterOf(key: string | null): string | null {
  return key !== null && Array.from(key).length === 1 ? key : null;
}

/** Whether a key inserts its character, judged by the key alone. */
export function insertsText(event: EventOf<'key'>): boolean {
  return characterOf(event.key) !== null && !hasCommand(event);
}

/** Whether a key may insert its character: Alt makes characters on some keyboards and accelerators on others. */
export function mayInsertText(event: EventOf<'key'>): boolean {
  const { modifiers } = event;
  return characterOf(event.key) !== null && modifiers.includes('Alt') && !modifiers.includes('Meta');
}

/** Whether a modifier other than Shift is held. */
export function hasCommand(event: EventOf<'key'>): boolean {
  return event.modifiers.some((modifier) => modifier !== 'Shift');
}

const addressChords: ReadonlySet<string> = new Set(['Control+l', 'Meta+l', 'Alt+d', 'F6', 'Control+k', 'Control+e']);

/** Whether a chord moves the focus to the address field: a page that loads after it was requested there. */
export function focusesAddressField(chord: string): boolean {
  return addressChords.has(chord);
}

/**
 * The name of a chord: modifiers in the order Control, Alt, Shift, Meta and the key, joined by `+`. The key is its DOM
 * name, except `Space`, `Plus` and `Unidentified` for one that is not known. A letter in a chord is lower case; Shift
 * is named unless it only made the character.
 */
export function chordName(event: EventOf<'key'>): string {
  const character = characterOf(event.key);
  const held = order.filter((modifier) => event.modifiers.includes(modifier));
  const command = hasCommand(event);
  const named = character === null || character === ' ' || command ? held : [];
  return [...named, keyName(event.key, command)].join('+');
}

function keyName(key: string | null, command: boolean): string {
  if (key === null || key === '') return 'Unidentified';
  if (key === ' ') return 'Space';
  if (key === '+') return 'Plus';
  return command ? lowered(key) : key;
}

/** A letter in lower case, where that is still one character; a named key as it is. */
function lowered(key: string): string {
  const lower = key.toLowerCase();
  return Array.from(lower).length === 1 ? lower : key;
}
