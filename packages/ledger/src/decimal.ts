/**
 * The number that an ASCII decimal without leading zeros spells, or null for any other spelling and for numbers that are
 * not exact in double precision. Sizes and indexes in foreign notes are read by this alone.
 */
export function parseDecimal(text: string): number | null {
  if (!/^(?:0|[1-9]\d{0,15})$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}
