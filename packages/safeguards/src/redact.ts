import type { Channel, RedactedText, Redaction } from '@assent/contracts';
import { detect } from './detect.ts';
import { hiddenInPath, hiddenInUrl } from './location.ts';
import { hideSpans, mergeSpans, type Span } from './span.ts';
import {
  anonymousTokens,
  emptyTokens,
  tokenPattern,
  TokenIssuer,
  type TokenSource,
  type TokenTable,
} from './tokens.ts';
import { hiddenWords } from './words.ts';

/** How a text is to be treated. */
export interface RedactOptions {
  /** What was hidden in this episode before; without it equality reaches no further than this text. */
  readonly tokens?: TokenTable;
  /** Words of this site's interface that may stay, ignoring case. */
  readonly interfaceWords?: readonly string[];
  /** Keep words literally, as in assigned tasks on made-up data. Detectors and the floor still hide what they find. */
  readonly literal?: boolean;
}

/** Longest text that is looked at, UTF-16 units. What lies beyond is hidden unread. */
export const maxTextLength = 16_384;

/**
 * Passes a text through the safeguards. Never throws, takes time linear in at most {@link maxTextLength} units, and
 * returns redactions in the input's UTF-16 offsets, sorted and disjoint. The input is hostile by assumption.
 */
export function redact(
  channel: Channel,
  text: string,
  options: RedactOptions = {},
): RedactedText & { tokens: TokenTable } {
  const issuer = new TokenIssuer(options.tokens ?? emptyTokens());
  const redacted = redactWith(channel, text, issuer, rulesOf(options.interfaceWords ?? [], options.literal ?? false));
  return { ...redacted, tokens: issuer.table() };
}

/** Whether a word on a screen may stay readable: asked per word before a snapshot is masked. */
export function keepsWord(word: string, interfaceWords: readonly string[] = []): boolean {
  return hiddenSpans('name', word, rulesOf(interfaceWords, false)).length === 0;
}

/** Options in the form the engine works with. */
export interface Rules {
  /** Lower-case interface words of the site. */
  readonly own: ReadonlySet<string>;
  readonly literal: boolean;
}

export function rulesOf(interfaceWords: readonly string[], literal: boolean): Rules {
  return { own: new Set(interfaceWords.map((word) => word.normalize('NFC').toLowerCase())), literal };
}

/** {@link redact} for callers that pass many texts through one issuer. */
export function redactWith(channel: Channel, text: string, tokens: TokenSource, rules: Rules): RedactedText {
  return hideSpans(text, hiddenSpans(channel, text, rules), tokens);
}

/**
 * A second pass over a text that has passed before: tokens stay as they are, what lies between them is looked at again.
 * Repeats until nothing new is found, so that passing the result once more changes nothing.
 */
export function redactAgain(
  channel: Exclude<Channel, 'url'>,
  text: string,
  rules: Rules,
): { text: string; redactions: readonly Redaction[] } {
  const found: Redaction[] = [];
  let current = text;
  for (let pass = 0; pass < 4; pass++) {
    const next = redactBetweenTokens(channel, current, rules);
    if (next.redactions.length === 0) break;
    found.push(...next.redactions);
    current = next.text;
  }
  return { text: current, redactions: found };
}

function redactBetweenTokens(channel: Exclude<Channel, 'url'>, text: string, rules: Rules): RedactedText {
  const parts: string[] = [];
  const redactions: Redaction[] = [];
  const again = (part: string): void => {
    const redacted = redactWith(channel, part, anonymousTokens, rules);
    parts.push(redacted.text);
    redactions.push(...redacted.redactions);
  };
  let at = 0;
  for (const token of text.matchAll(tokenPattern)) {
    again(text.slice(at, token.index));
    parts.push(token[0]);
    at = token.index + token[0].length;
  }
  again(text.slice(at));
  return { text: parts.join(''), redactions };
}

function hiddenSpans(channel: Channel, text: string, rules: Rules): readonly Span[] {
  const limit = safeLimit(text);
  const head = text.slice(0, limit);
  const spans = spansOf(channel, head, rules);
  // The tail nobody looked at is hidden, never passed through.
  return limit === text.length
    ? spans
    : mergeSpans([...spans, { start: limit, end: text.length, reason: 'limit.too-long' }]);
}

function spansOf(channel: Channel, text: string, rules: Rules): readonly Span[] {
  if (channel === 'url') return mergeSpans(hiddenInUrl(text, rules.own));
  if (channel === 'path') return mergeSpans(hiddenInPath(text, rules.own));
  const found = detect(text, rules.literal);
  return mergeSpans(rules.literal ? found : [...found, ...hiddenWords(text, { own: rules.own, never: new Set(), dictionaries: true })]);
}

/** Cuts between runs where a space is near, so that no word is judged by its half; never inside a surrogate pair. */
function safeLimit(text: string): number {
  if (text.length <= maxTextLength) return text.length;
  const space = text.lastIndexOf(' ', maxTextLength);
  if (space > maxTextLength - 256) return space;
  return /[\uD800-\uDBFF]/.test(text.charAt(maxTextLength - 1)) ? maxTextLength - 1 : maxTextLength;
}
