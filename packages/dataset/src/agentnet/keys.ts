/** Key names as `pyautogui` calls them. */

const names: ReadonlyMap<string, string> = new Map([
  ['Control', 'ctrl'],
  ['Shift', 'shift'],
  ['Alt', 'alt'],
  ['AltGraph', 'altright'],
  ['Meta', 'win'],
  ['Enter', 'enter'],
  ['Tab', 'tab'],
  ['Escape', 'esc'],
  ['Backspace', 'backspace'],
  ['Delete', 'delete'],
  ['Insert', 'insert'],
  ['Home', 'home'],
  ['End', 'end'],
  ['PageUp', 'pageup'],
  ['PageDown', 'pagedown'],
  ['ArrowLeft', 'left'],
  ['ArrowRight', 'right'],
  ['ArrowUp', 'up'],
  ['ArrowDown', 'down'],
  ['Space', 'space'],
  [' ', 'space'],
  ['CapsLock', 'capslock'],
  ['NumLock', 'numlock'],
  ['ScrollLock', 'scrolllock'],
  ['PrintScreen', 'printscreen'],
  ['Pause', 'pause'],
  ['ContextMenu', 'apps'],
]);

/** The keys of a chord such as `Control+s`; null when one of them has no name there. */
export function chordKeys(chord: string): readonly string[] | null {
  const keys = splitChord(chord).map(keyName);
  return keys.every((key) => key !== null) ? keys : null;
}

/** The name of one key; null when it has none. */
export function keyName(key: string): string | null {
  const known = names.get(key);
  if (known !== undefined) return known;
  if (/^F([1-9]|1\d|2[0-4])$/.test(key)) return key.toLowerCase();
  // One code point: a key that types a character is named by it.
  return /^.$/su.test(key) ? key.toLowerCase() : null;
}

/** The plus sign separates keys and is one itself: `Control++`. */
function splitChord(chord: string): readonly string[] {
  if (chord === '+') return ['+'];
  return chord.endsWith('++') ? [...chord.slice(0, -2).split('+'), '+'] : chord.split('+');
}
