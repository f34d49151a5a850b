import type { ReasonCode, Redaction } from '@assent/contracts';
import type { TokenSource } from './tokens.ts';

/** A stretch of a text that must be hidden: UTF-16 offsets, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly reason: ReasonCode;
}

/**
 * Makes spans disjoint and sorted. Where two overlap, they become one that covers both and says the reason of the one
 * that comes first in `spans`: callers order them by how much they know.
 */
export function mergeSpans(spans: readonly Span[]): readonly Span[] {
  const ranked = spans
    .map(({ start, end, reason }, rank) => ({ start, end, reason, rank }))
    .filter((span) => span.end > span.start)
    .sort((a, b) => a.start - b.start || a.rank - b.rank);
  const merged: { start: number; end: number; reason: ReasonCode; rank: number }[] = [];
  for (const span of ranked) {
    const last = merged.at(-1);
    if (last === undefined || span.start >= last.end) {
      merged.push(span);
      continue;
    }
    last.end = Math.max(last.end, span.end);
    if (span.rank < last.rank) {
      last.rank = span.rank;
      last.reason = span.reason;
    }
  }
  return merged.map(({ start, end, reason }) => ({ start, end, reason }));
}

/** The text with each span replaced by its token. `spans` must be disjoint and sorted. */
export function hideSpans(
  text: string,
  spans: readonly Span[],
  tokens: TokenSource,
): { text: string; redactions: readonly Redaction[] } {
  const out: string[] = [];
  const made = new Map<string, string>();
  let at = 0;
  for (const span of spans) {
    const hidden = text.slice(span.start, span.end);
    const key = `${span.reason} ${hidden}`;
    const token = made.get(key) ?? tokens.token(hidden, span.reason);
    made.set(key, token);
    out.push(text.slice(at, span.start), token);
    at = span.end;
  }
  out.push(text.slice(at));
  return { text: out.join(''), redactions: spans };
}
