/** Whether the token brackets of a text pair up: no nesting, no empty token, none left open. */
export function hasSoundTokens(text: string): boolean {
  const outside = text.replaceAll(/⟦[^⟦⟧]{1,80}⟧/g, '');
  return !/[⟦⟧]/.test(outside);
}

/** Whether all texts anywhere in a row have sound tokens. Bytes are not looked into. */
export function allTokensSound(value: unknown): boolean {
  if (typeof value === 'string') return hasSoundTokens(value);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return true;
  return Object.values(value).every(allTokensSound);
}
