import type { Channel, RedactedText, Redaction } from '@assent/contracts';
import { detect } from './detect.ts';
import { exposedSecrets } from './exposure.ts';
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
import { hiddenAnywhere } from './floor-words.ts';
import { hiddenWords } from './words.ts';

/**
 * How much stays: `strict` only the interface vocabulary, `standard` the dictionaries too, `literal` everything that
 * neither the floor nor a detector hides (assigned tasks on made-up data, and fields that a participant agreed to).
 */
export const strictnesses = ['strict', 'standard', 'literal'] as const;
export type Strictness = (typeof strictnesses)[number];

/** How a text is to be treated. */
export interface RedactOptions {
  /** What was hidden in this episode before; without it equality reaches no further than this text. */
  readonly tokens?: TokenTable;
  /** Words of this site's interface that may stay, ignoring case. */
  readonly interfaceWords?: readonly string[];
  /** Short for a strictness of `literal`. */
  readonly literal?: boolean;
  /** `standard` unless said otherwise. */
  readonly strictness?: Strictness;
  /** Words that the participant wants hidden everywhere, ignoring case. Only ever removes. */
  readonly hiddenWords?: readonly string[];
}

/** Longest text that is examined, UTF-16 units. What is beyond it is hidden unread. */
export const maxTextLength = 8192;

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
  const redacted = redactWith(channel, text, issuer, rulesFrom(options));
  return { ...redacted, tokens: issuer.table() };
}

/** Whether a word on a screen may stay readable: asked per word before a snapshot is masked. */
export function keepsWord(word: string, interfaceWords: readonly string[] = []): boolean {
  return hiddenSpans('name', word, rulesOf({ interfaceWords })).length === 0;
}

/** Options in the form the engine works with. */
export interface Rules {
  /** Lower-case interface words of the site. */
  readonly own: ReadonlySet<string>;
  /** Lower-case words that the participant wants hidden. */
  readonly never: ReadonlySet<string>;
  readonly strictness: Strictness;
}

export function rulesOf(options: Pick<RedactOptions, 'interfaceWords' | 'strictness' | 'hiddenWords'>): Rules {
  return {
    own: lowerSet(options.interfaceWords ?? []),
    never: lowerSet(options.hiddenWords ?? []),
    strictness: options.strictness ?? 'standard',
  };
}

/** {@link rulesOf} with the short form for literal text. */
export function rulesFrom(options: RedactOptions): Rules {
  return rulesOf(options.literal === true ? { ...options, strictness: 'literal' } : options);
}

function lowerSet(words: readonly string[]): ReadonlySet<string> {
  return new Set(words.map((word) => word.normalize('NFC').toLowerCase().replaceAll('’', "'")));
}

/** {@link redact} for callers that pass many texts through one issuer. */
export function redactWith(channel: Channel, text: string, tokens: TokenSource, rules: Rules): RedactedText {
  return hideSpans(text, hiddenSpans(channel, text, rules), tokens);
}

/**
 * A second pass over a text that has passed before: tokens stay as they are, the text between them is examined again.
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
  const tokens = [...text.matchAll(tokenPattern)].map(({ 0: token, index }) => ({
    start: index,
    end: index + token.length,
  }));
  // Brackets replace hidden text for rules that depend on a word's neighbours.
  const veiled = text.replaceAll(tokenPattern, (token) => '\u27E6'.repeat(token.length));
  const spans = without(hiddenSpans(channel, veiled, rules, longestPassed), tokens);
  return hideSpans(text, spans, anonymousTokens);
}

/** A text that has passed can be longer than one that comes in, because tokens are longer than what they hide. */
const longestPassed = 65_536;

/** The parts of spans outside of the given stretches; both sorted and disjoint. */
function without(spans: readonly Span[], stretches: readonly Pick<Span, 'start' | 'end'>[]): readonly Span[] {
  const parts: Span[] = [];
  let i = 0;
  for (const span of spans) {
    let start = span.start;
    while ((stretches[i]?.end ?? Infinity) <= start) i++;
    for (let j = i; ; j++) {
      const stretch = stretches[j];
      if (stretch === undefined || stretch.start >= span.end) break;
      if (stretch.start > start) parts.push({ ...span, start, end: stretch.start });
      start = Math.max(start, stretch.end);
    }
    if (start < span.end) parts.push({ ...span, start });
  }
  return parts;
}

function hiddenSpans(channel: Channel, text: string, rules: Rules, longest = maxTextLength): readonly Span[] {
  const limit = safeLimit(text, longest);
  const head = text.slice(0, limit);
  const spans = spansOf(channel, head, rules);
  // Deny by default: the tail was not examined, so it is hidden.
  return limit === text.length
    ? spans
    : mergeSpans([...spans, { start: limit, end: text.length, reason: 'limit.too-long' }]);
}

function spansOf(channel: Channel, text: string, rules: Rules): readonly Span[] {
  const floor = hiddenAnywhere(text, rules.never);
  if (channel === 'url') return mergeSpans([...hiddenInUrl(text, rules.own), ...floor]);
  if (channel === 'path') return mergeSpans([...hiddenInPath(text, rules.own), ...floor]);
  const found = detect(text, rules.strictness === 'literal');
  if (rules.strictness === 'literal') return mergeSpans([...found, ...floor, ...exposedSecrets(text)]);
  const words = hiddenWords(text, { own: rules.own, dictionaries: rules.strictness === 'standard' });
  return mergeSpans([...found, ...floor, ...words]);
}

/** Cuts between runs where a space is near, so that no word is judged by its half; never inside a surrogate pair. */
function safeLimit(text: string, longest: number): number {
  if (text.length <= longest) return text.length;
  const space = text.lastIndexOf(' ', longest);
  if (space > longest - 256) return space;
  return /[\uD800-\uDBFF]/.test(text.charAt(longest - 1)) ? longest - 1 : longest;
}
