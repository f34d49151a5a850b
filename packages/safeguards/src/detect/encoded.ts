import type { Span } from '../span.ts';

/** Text wrapped in base64, hexadecimal or percent encoding. */

/** Longest stretch that is decoded, UTF-16 units: what is longer is hidden unread. */
const longestEncoded = 4096;
const shortestEncoded = 8;
/** Most stretches of one text that are decoded. */
const maxDecoded = 64;
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Stretches whose decoded form holds findings, as `hasFindings` decides. Called with the depth of the layer. */
export function findEncoded(text: string, hasFindings: (decoded: string, depth: number) => boolean): readonly Span[] {
  const spans: Span[] = [];
  const percents = text.includes('%') ? text.matchAll(/(?<![^\s"'<>])[^\s"'<>]*?%[\dA-Fa-f]{2}[^\s"'<>]*/g) : [];
  let decoded = 0;
  for (const match of [...text.matchAll(/[A-Za-z\d+/_-]{16,}={0,2}/g), ...percents]) {
    // Shorter than an address or a number that a detector knows.
    if (match[0].length < shortestEncoded) continue;
    // Deny by default: what is too long to decode, or one stretch too many, is hidden unread.
    const isRead = match[0].length <= longestEncoded && decoded++ < maxDecoded;
    if (!isRead || decodings(match[0]).some((inner) => hasFindings(inner, 1))) {
      spans.push({ start: match.index, end: match.index + match[0].length, reason: 'shape.encoded' });
    }
  }
  return spans;
}

function decodings(text: string): readonly string[] {
  const found: string[] = [];
  if (/%[\dA-Fa-f]{2}/.test(text)) {
    try {
      found.push(decodeURIComponent(text));
    } catch {
      // Not percent-encoded UTF-8: nothing to read here.
    }
    return found;
  }
  if (/^(?:[\dA-Fa-f]{2})+$/.test(text))
    found.push(...printable(Uint8Array.from(text.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))));
  try {
    const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    found.push(...printable(Uint8Array.from(binary, (character) => character.charCodeAt(0))));
  } catch {
    // Not base64: nothing to read here.
  }
  return found;
}

function printable(bytes: Uint8Array): readonly string[] {
  try {
    const text = decoder.decode(bytes);
    return /^[\t\n\r -~\u00A0-\uFFFF]*$/.test(text) ? [text] : [];
  } catch {
    return [];
  }
}
