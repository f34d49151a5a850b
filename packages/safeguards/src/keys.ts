/** Keys: chords and named keys are actions and stay; a key that writes a character is text and never does. */

const named: ReadonlySet<string> = new Set(
  `Enter Tab Escape Backspace Delete Insert Home End PageUp PageDown ArrowUp ArrowDown ArrowLeft ArrowRight Space ContextMenu CapsLock
  NumLock ScrollLock PrintScreen Pause Help Undo Redo Copy Cut Paste Clear Alt Control Meta Shift AltGraph Fn Dead Process Compose
  Unidentified BrowserBack BrowserForward BrowserRefresh BrowserSearch BrowserHome BrowserFavorites BrowserStop MediaPlayPause
  MediaStop MediaTrackNext MediaTrackPrevious AudioVolumeUp AudioVolumeDown AudioVolumeMute ZoomIn ZoomOut Find Open Save Print New
  Close`.split(/\s+/),
);

/** What replaces a character that was typed. */
export const hiddenKey = '*';

/**
 * The chord as it may leave, for example `Control+s`, `Shift+Tab` or `Shift+*`. A character stays only in a chord with
 * Control or Meta but not Alt (together they are AltGr, which writes text), or with Alt and a letter (a menu key).
 */
export function keptKeys(keys: string): string {
  const { modifiers, key } = splitChord(keys);
  return [...modifiers, isKeptKey(key, modifiers) ? key : hiddenKey].join('+');
}

/** Keys that stay even where a field is secret: they move on rather than write. */
export function movesOn(keys: string): boolean {
  return /^(?:Shift\+)?(?:Enter|Tab|Escape)$/.test(keys);
}

function isKeptKey(key: string, modifiers: readonly string[]): boolean {
  if (named.has(key) || /^F\d{1,2}$/.test(key) || key === ' ') return true;
  if (!/^[!-~]$/.test(key)) return false;
  const control = modifiers.includes('Control') || modifiers.includes('Meta');
  const alt = modifiers.includes('Alt');
  return control ? !alt : alt && /[a-z]/i.test(key);
}

/** Modifier names from the front; the rest, which may itself be `+`, is the key. */
function splitChord(keys: string): { modifiers: readonly string[]; key: string } {
  const modifiers: string[] = [];
  let key = keys;
  for (;;) {
    const match = /^(Alt|Control|Meta|Shift)\+(?=.)/su.exec(key);
    if (match?.[1] === undefined) return { modifiers, key };
    modifiers.push(match[1]);
    key = key.slice(match[0].length);
  }
}
