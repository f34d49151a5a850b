/** Which units of a text are hidden: 1 where a redaction covers them. */
export function hiddenUnits(
  text: string,
  redactions: readonly { readonly start: number; readonly end: number }[],
): Uint8Array {
  const hidden = new Uint8Array(text.length);
  for (const { start, end } of redactions) hidden.fill(1, start, end);
  return hidden;
}

/** Share of a stretch's letters and digits that anybody can read. */
export function visibleShare(text: string, hidden: Uint8Array, start: number, end: number): number {
  let visible = 0;
  let all = 0;
  for (let i = start; i < end; i++) {
    if (!/[\p{L}\p{N}]/u.test(text.charAt(i))) continue;
    all++;
    if (hidden[i] === 0) visible++;
  }
  return all === 0 ? 0 : visible / all;
}
