import type { Box, RawStep, ReasonCode } from '@assent/contracts';
import { detect } from './detect.ts';
import type { OpenInput } from './tokens.ts';

/**
 * Why this input is hidden for what was typed before it; null if nothing speaks against it. Where text is kept literally
 * (made-up tasks), what was typed in another page is another matter, and a word is no part of a number.
 */
export function splitReason(raw: RawStep, last: OpenInput | undefined, isLiteral: boolean): ReasonCode | null {
  const text = typedText(raw);
  if (last === undefined || text === null || raw.target === null) return null;
  if (isLiteral && last.page !== undefined && last.page !== pageOf(raw)) return null;
  if (raw.target.ref === last.ref && last.next !== undefined) return last.next;
  if (isLiteral && /^\p{L}{2,}$/u.test(text)) return null;
  return last.box !== undefined && isShort(text) && isBeside(raw.target.box, last.box) ? 'number' : null;
}

/** What to remember of a step for the next one; `last` where it types nothing, as the Tab between two boxes. */
export function openInput(raw: RawStep, last: OpenInput | undefined): OpenInput | undefined {
  const text = typedText(raw);
  // Enter sends or ends what was typed.
  if (raw.action.type === 'key' && raw.action.keys.endsWith('Enter')) return undefined;
  if (raw.action.type !== 'type') return last;
  if (text === null || raw.target === null) return undefined;
  const goesOn = last?.ref === raw.target.ref && last.next === 'secret.password' && !/[\n.]/.test(text);
  const next = goesOn ? last.next : hiddenNext(text);
  return {
    ref: raw.target.ref,
    page: pageOf(raw),
    ...(isShort(text) ? { box: raw.target.box } : {}),
    ...(next === null ? {} : { next }),
  };
}

/** Why what follows a text is hidden: a word is put behind the text and tried on the detectors. */
function hiddenNext(text: string): ReasonCode | null {
  const tail = text.slice(-200).trimEnd();
  const probe = `${tail} zebra`;
  const isSecret = detect(probe, false).some(({ end, reason }) => end === probe.length && reason.startsWith('secret.'));
  if (isSecret) return 'secret.password';
  return /\d[\d -]*$/.test(tail) && tail.length > 3 ? 'number' : null;
}

function pageOf({ page }: RawStep): string {
  const url = URL.parse(page.url);
  return url === null ? '' : `${url.origin}${url.pathname}`;
}

function isShort(text: string): boolean {
  return /^[\p{L}\p{N}]{1,6}$/u.test(text);
}

function isBeside(box: Box, last: Box): boolean {
  const [left, top, width, height] = box;
  const isAlike = Math.abs(top - last[1]) <= 4 && Math.abs(width - last[2]) <= 4 && Math.abs(height - last[3]) <= 4;
  const gap = left - (last[0] + last[2]);
  return isAlike && gap > -4 && gap <= 64;
}

function typedText({ action }: RawStep): string | null {
  return action.type === 'type' && 'text' in action.value ? action.value.text : null;
}
