import type { Box, RawStep } from '@assent/contracts';

/** One number or code typed into a row of small boxes: four digits each for a card, one each for a one-time code. */

/** Whether this input goes on in the box beside the one before, so that both are parts of one thing. */
export function continuesSplit(raw: RawStep, last: Box | undefined): boolean {
  const box = splitBox(raw);
  if (box === null || last === undefined) return false;
  const [left, top, width, height] = box;
  const isAlike = Math.abs(top - last[1]) <= 4 && Math.abs(width - last[2]) <= 4 && Math.abs(height - last[3]) <= 4;
  const gap = left - (last[0] + last[2]);
  return isAlike && gap > -4 && gap <= 64;
}

/** The box of a field into which a short group was typed; null for any other step. */
export function splitBox({ action, target }: RawStep): Box | null {
  if (action.type !== 'type' || target === null || !('text' in action.value)) return null;
  return /^[\p{L}\p{N}]{1,6}$/u.test(action.value.text) ? target.box : null;
}
