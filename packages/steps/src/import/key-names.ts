import type { RecordedKey } from './recorded.ts';

/** Names that recorders give to keys, lower case and with `_` for spaces, and the DOM keys they mean. */
const named: Readonly<Record<string, readonly string[]>> = {
  Backspace: ['backspace'],
  Tab: ['tab'],
  Enter: ['enter', 'return', 'numpad_enter', 'kp_enter'],
  Escape: ['esc', 'escape'],
  ' ': ['space', 'kp_space'],
  Delete: ['delete', 'del'],
  Insert: ['insert', 'ins'],
  Home: ['home'],
  End: ['end'],
  PageUp: ['page_up', 'pageup', 'pgup', 'prior'],
  PageDown: ['page_down', 'pagedown', 'pgdn', 'next'],
  ArrowUp: ['up', 'arrowup'],
  ArrowDown: ['down', 'arrowdown'],
  ArrowLeft: ['left', 'arrowleft'],
  ArrowRight: ['right', 'arrowright'],
  CapsLock: ['caps_lock', 'capslock', 'caps'],
  NumLock: ['num_lock', 'numlock', 'numpad_lock'],
  ScrollLock: ['scroll_lock', 'scrolllock'],
  Pause: ['pause', 'break'],
  PrintScreen: ['print_screen', 'printscreen', 'prtsc', 'prtscr', 'prntscrn', 'print'],
  ContextMenu: ['menu', 'context_menu', 'apps'],
  Help: ['help'],
  Clear: ['clear', 'numpad_clear'],
  Shift: ['shift', 'shift_l', 'shift_r', 'shiftleft', 'shiftright'],
  Control: ['ctrl', 'ctrl_l', 'ctrl_r', 'ctrlleft', 'ctrlright', 'control', 'control_l', 'control_r'],
  Alt: ['alt', 'alt_l', 'alt_r', 'altleft', 'altright', 'option', 'optionleft', 'optionright'],
  AltGraph: ['alt_gr', 'altgr', 'iso_level3_shift', 'mode_switch'],
  Meta: [
    'cmd',
    'cmd_l',
    'cmd_r',
    'command',
    'win',
    'windows',
    'winleft',
    'winright',
    'super',
    'super_l',
    'super_r',
    'meta',
    'meta_l',
    'meta_r',
  ],
  Fn: ['fn'],
  MediaPlayPause: ['media_play_pause', 'playpause', 'audio_play'],
  MediaStop: ['media_stop', 'audio_stop'],
  MediaTrackNext: ['media_next', 'nexttrack', 'audio_next'],
  MediaTrackPrevious: ['media_previous', 'prevtrack', 'audio_prev'],
  AudioVolumeMute: ['media_volume_mute', 'volumemute', 'audio_mute'],
  AudioVolumeDown: ['media_volume_down', 'volumedown', 'audio_vol_down'],
  AudioVolumeUp: ['media_volume_up', 'volumeup', 'audio_vol_up'],
  '+': ['add', 'numpad_add', 'kp_add'],
  '-': ['subtract', 'numpad_subtract', 'kp_subtract'],
  '*': ['multiply', 'numpad_multiply', 'kp_multiply'],
  '/': ['divide', 'numpad_divide', 'kp_divide'],
  '.': ['decimal', 'numpad_decimal', 'kp_decimal'],
  ',': ['separator', 'numpad_comma', 'kp_separator'],
  '=': ['numpad_equal', 'kp_equal'],
};

const domKeys: ReadonlyMap<string, string> = new Map([
  ...Object.entries(named).flatMap(([key, names]) => names.map((name) => [name, key] as const)),
  ...Array.from({ length: 24 }, (_, at) => [`f${at + 1}`, `F${at + 1}`] as const),
  ...Array.from({ length: 10 }, (_, digit) =>
    ['num', 'numpad', 'numpad_', 'kp_'].map((prefix) => [`${prefix}${digit}`, String(digit)] as const),
  ).flat(),
]);

/** Control characters that are a key of their own when Control is not held. */
const controlKeys: ReadonlyMap<number, string> = new Map([
  [8, 'Backspace'],
  [9, 'Tab'],
  [10, 'Enter'],
  [13, 'Enter'],
  [27, 'Escape'],
]);

/** A key that its recorder had no name for. */
export const unknownKey: RecordedKey = { id: null, key: null, control: false };

/**
 * The DOM key of a name. Total: what is neither a known name nor one printable character is the unknown key (its
 * name is not kept, only what pairs it). One character is itself, whatever character, so that no text is lost.
 */
export function keyOfName(name: unknown): RecordedKey {
  if (typeof name !== 'string' || name === '') return unknownKey;
  const composed = name.normalize('NFC');
  if (Array.from(composed).length === 1) return keyOfCharacter(composed);
  const id = composed
    .slice(0, 40)
    .toLowerCase()
    .replace(/^key\./u, '')
    .replaceAll(' ', '_');
  return { id, key: domKeys.get(id) ?? null, control: false };
}

function keyOfCharacter(character: string): RecordedKey {
  const code = character.codePointAt(0) ?? 0;
  const id = character.toLowerCase();
  if (code === 0x7f) return { id, key: 'Backspace', control: false };
  const own = controlKeys.get(code);
  if (own !== undefined) return { id, key: own, control: false };
  if (code < 0x20) return { id, key: String.fromCodePoint(code + 0x40).toLowerCase(), control: true };
  return { id, key: isPrintable(code) ? character : null, control: false };
}

/** Not a control character, half of a character, or one of the private codes that some systems give to function keys. */
function isPrintable(code: number): boolean {
  const isControl = code >= 0x7f && code < 0xa0;
  const isSurrogate = code >= 0xd800 && code < 0xe000;
  const isPrivate = code >= 0xe000 && code < 0xf900;
  return !isControl && !isSurrogate && !isPrivate;
}
