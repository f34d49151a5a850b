import type { ActionRow, StepRow } from '../table/steps.ts';
import { chordKeys, keyName } from './keys.ts';
import { floatRepr, listRepr, numberRepr, roundTo4, stringRepr } from './python.ts';

/** Why a step has no code in this format. */
export const skipReasons = [
  'suppressed',
  'no-viewport',
  'no-target',
  'side-button',
  'unknown-key',
  'nothing-typed',
  'not-expressible',
] as const;
export type SkipReason = (typeof skipReasons)[number];

/** A step's code, or why it has none. */
export type StepCode = { readonly code: string } | { readonly skipped: SkipReason };

/** CSS pixels that browsers scroll per wheel click, the unit of this format. */
const pixelsPerWheelClick = 100;

/**
 * A step as the calls that would repeat it. Coordinates are shares of the viewport, four decimals.
 *
 * The published vocabulary has no held keys around a click: `keyDown` and `keyUp` are used, which its library has. Navigation and tabs
 * are skipped: how they came about (a link, a bar, a shortcut) is recorded in other steps.
 */
export function stepCode(row: StepRow): StepCode {
  // What would be left of a suppressed step teaches nothing without its snapshot and names.
  if (row.suppressed) return { skipped: 'suppressed' };
  const { action } = row;
  switch (action.type) {
    case 'click':
    case 'double_click':
    case 'triple_click':
    case 'context_click':
      return held(action.modifiers, clickCode(row));
    case 'drag':
      return held(action.modifiers, dragCode(row));
    case 'scroll':
      return held(action.modifiers, scrollCode(row));
    case 'hover':
      return pointed(row, (at) => `pyautogui.moveTo(${at})`);
    case 'type':
      return isPicked(row) ? onTarget(row, (at) => selectCall(at, action.text)) : typeCode(action);
    case 'key':
      // What replaces a character is no key.
      return row.redactions.some(({ at }) => at === '/action/keys') ? { skipped: 'unknown-key' } : keyCode(action);
    case 'check':
      return onTarget(row, (at) => `pyautogui.click(${at})`);
    case 'select':
      return onTarget(row, (at) => selectCall(at, action.option));
    case 'copy':
      return { code: hotkey(['ctrl', 'c']) };
    case 'cut':
      return { code: hotkey(['ctrl', 'x']) };
    case 'paste':
      return { code: hotkey(['ctrl', 'v']) };
    case 'wait':
      return { code: 'computer.wait()' };
    case 'done':
      return { code: "computer.terminate(status='success')" };
    default:
      return { skipped: 'not-expressible' };
  }
}

/** Dates and times: typed part by part in the order of the place, so that their value typed would be another one. */
function isPicked({ action, target }: StepRow): boolean {
  return target?.field_kind === 'date' && action.secret === null && action.mode === 'replace';
}

function selectCall(at: string, value: string | null): string {
  return `browser.select_option(${at}, value=${stringRepr(readable(value ?? ''))})`;
}

function clickCode(row: StepRow): StepCode {
  const { type, button } = row.action;
  if (button === 'back' || button === 'forward') return { skipped: 'side-button' };
  if (type === 'double_click') {
    const which = button === 'left' ? '' : `, button=${stringRepr(button ?? 'left')}`;
    return pointed(row, (at) => `pyautogui.doubleClick(${at}${which})`);
  }
  if (type === 'triple_click') {
    return button === 'left' ? pointed(row, (at) => `computer.tripleClick(${at})`) : { skipped: 'not-expressible' };
  }
  const call =
    button === 'middle' ? 'middleClick' : button === 'right' || type === 'context_click' ? 'rightClick' : 'click';
  return pointed(row, (at) => `pyautogui.${call}(${at})`);
}

function dragCode(row: StepRow): StepCode {
  const { action, view } = row;
  const { x, y, end_x: endX, end_y: endY, button } = action;
  if (button === 'back' || button === 'forward') return { skipped: 'side-button' };
  if (x === null || y === null || endX === null || endY === null || !isPlaced(row)) return { skipped: 'no-viewport' };
  const from = `x=${dragShare(x, view.width)}, y=${dragShare(y, view.height)}`;
  const to = `x=${dragShare(endX, view.width)}, y=${dragShare(endY, view.height)}`;
  return { code: `pyautogui.moveTo(${from})\npyautogui.dragTo(${to}, button=${stringRepr(button ?? 'left')})` };
}

function scrollCode(row: StepRow): StepCode {
  const { action, view } = row;
  const { x, y, scroll_dx: dx, scroll_dy: dy } = action;
  if (x === null || y === null || !isPlaced(row)) return { skipped: 'no-viewport' };
  const lines = [`pyautogui.moveTo(x=${scrollShare(x, view.width)}, y=${scrollShare(y, view.height)})`];
  const right = wheelClicks(dx ?? 0);
  // Down is positive in a page and negative on a wheel.
  const up = wheelClicks(-(dy ?? 0));
  if (right !== 0) lines.push(`pyautogui.hscroll(${numberRepr(right)})`);
  if (up !== 0) lines.push(`pyautogui.scroll(${numberRepr(up)})`);
  return { code: lines.join('\n') };
}

function typeCode({ text, secret, mode }: ActionRow): StepCode {
  const typed = secret === null ? readable(text ?? '') : `<secret:${secret}>`;
  // A capturing split puts the line breaks at the odd places.
  const lines = typed.split(/(\r\n|\r|\n)/).flatMap((piece, i) => {
    if (i % 2 === 1) return `pyautogui.press(keys=${listRepr(['enter'])})`;
    return piece === '' ? [] : `pyautogui.write(message=${stringRepr(piece)})`;
  });
  // Text that took another's place is typed over it.
  if (mode === 'replace') {
    lines.unshift(hotkey(['ctrl', 'a']));
    if (lines.length === 1) lines.push(`pyautogui.press(keys=${listRepr(['delete'])})`);
  }
  return lines.length === 0 ? { skipped: 'nothing-typed' } : { code: lines.join('\n') };
}

function keyCode({ keys, repeat }: ActionRow): StepCode {
  const chord = chordKeys(keys ?? '');
  if (chord === null || chord.length === 0) return { skipped: 'unknown-key' };
  // Held keys repeat; a hundred lines say that as well as a thousand.
  const times = Math.min(100, Math.max(1, repeat ?? 1));
  return { code: Array.from({ length: times }, () => hotkey(chord)).join('\n') };
}

function hotkey(keys: readonly string[]): string {
  return `pyautogui.hotkey(keys=${listRepr(keys)})`;
}

function held(modifiers: readonly string[], code: StepCode): StepCode {
  if (modifiers.length === 0 || 'skipped' in code) return code;
  const keys = modifiers.map((modifier) => stringRepr(keyName(modifier) ?? modifier));
  const down = keys.map((key) => `pyautogui.keyDown(key=${key})`);
  const up = keys.toReversed().map((key) => `pyautogui.keyUp(key=${key})`);
  return { code: [...down, code.code, ...up].join('\n') };
}

function pointed(row: StepRow, call: (at: string) => string): StepCode {
  const { action, view } = row;
  if (action.x === null || action.y === null || !isPlaced(row)) return { skipped: 'no-viewport' };
  return { code: call(clickAt(action.x, action.y, view)) };
}

function onTarget({ target, view }: StepRow, call: (at: string) => string): StepCode {
  if (target === null) return { skipped: 'no-target' };
  if (!hasSides(view)) return { skipped: 'no-viewport' };
  const { x, y, w, h } = target.box;
  return { code: call(clickAt(x + w / 2, y + h / 2, view)) };
}

/** Whether a step's coordinates are the viewport's: those of a frame whose place was never known have no share of it. */
function isPlaced({ action, view }: StepRow): boolean {
  return hasSides(view) && action.x_norm !== null && action.y_norm !== null;
}

function hasSides({ width, height }: StepRow['view']): boolean {
  return width > 0 && height > 0;
}

function clickAt(x: number, y: number, { width, height }: StepRow['view']): string {
  return `x=${clickShare(x, width)}, y=${clickShare(y, height)}`;
}

/** Clicks hold the pixel to the screen first. */
export function clickShare(pixel: number, side: number): string {
  return floatRepr(roundTo4(Math.min(side, Math.max(0, pixel)) / side));
}

/** Drags hold the share to the integers 0 and 1, which print as such. */
export function dragShare(pixel: number, side: number): string {
  const share = pixel / side;
  if (share <= 0) return '0';
  return share > 1 ? '1' : floatRepr(roundTo4(share));
}

/** Scrolls do so at the near edges only. */
export function scrollShare(pixel: number, side: number): string {
  const share = pixel / side;
  return share <= 0 ? '0' : floatRepr(roundTo4(Math.min(1, share)));
}

function wheelClicks(pixels: number): number {
  return roundTo4(pixels / pixelsPerWheelClick);
}

/** Redaction tokens in a spelling that any keyboard could type. */
function readable(text: string): string {
  return text.replaceAll(/⟦([^⟦⟧]*)⟧/g, '<redacted:$1>');
}
