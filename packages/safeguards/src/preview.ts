import type { Channel, ReasonCode, RedactedText, Site } from '@assent/contracts';
import { reasonOf } from './action.ts';
import { explainReason } from './reasons.ts';
import { redact, redactWith, type RedactOptions, type Strictness } from './redact.ts';
import { emptyTokens, TokenIssuer, type TokenTable } from './tokens.ts';
import { contentRules, siteRules, type ContentField, type Decisions } from './effective-rules.ts';

/** A stretch of a text and what would become of it. Texts of all parts together are the text that came in. */
export type PreviewPart =
  | { readonly kept: true; readonly text: string }
  | {
      readonly kept: false;
      readonly text: string;
      readonly token: string;
      readonly reason: ReasonCode;
      readonly why: string;
    };

/**
 * “What would be kept here?”: the text in parts, kept or hidden, with the token that would take its place and the
 * reason in plain words. For the person whose text it is; nothing of it may be stored or sent.
 */
export function previewText(channel: Channel, text: string, options: RedactOptions = {}): readonly PreviewPart[] {
  return partsOf(text, redact(channel, text, options));
}

/** Where a text would be entered or shown, and what has been decided about it. */
export interface PreviewContext extends Decisions {
  readonly site: Site;
  /** The field that the text would be entered into; without it the text is anything else on the page. */
  readonly field?: ContentField;
  /** What was hidden before; without it equality reaches no further than this text. */
  readonly tokens?: TokenTable;
}

/**
 * {@link previewText} under exactly the rules that recording has there: the site's words and mode, the participant's
 * own rules, the proposals they accepted. What recording would make of a first input; a text that is hidden only
 * because of the input before it is not covered here.
 */
export function previewAt(
  channel: Exclude<Channel, 'url'>,
  text: string,
  context: PreviewContext,
): { readonly parts: readonly PreviewPart[]; readonly tokens: TokenTable } {
  const issuer = new TokenIssuer(context.tokens ?? emptyTokens());
  const secret = context.field?.field.secret ?? null;
  if (secret !== null) {
    const parts = whole(text, issuer.slot(text), reasonOf(secret));
    return { parts, tokens: issuer.table() };
  }
  const rules =
    context.field === undefined ? siteRules(context.site, context) : contentRules(context.site, context.field, context);
  const parts =
    rules === 'hidden'
      ? whole(text, issuer.token(text, 'participant.hidden'), 'participant.hidden')
      : partsOf(text, redactWith(channel, text, issuer, rules));
  return { parts, tokens: issuer.table() };
}

/** How much stays of what is entered into a field; `nothing` says why. */
export type ContentFate =
  | { readonly keeps: Strictness }
  | { readonly keeps: 'nothing'; readonly reason: ReasonCode; readonly why: string };

/** What recording would do with whatever is entered into a field, before anything is. */
export function contentFate(site: Site, field: ContentField, decisions: Decisions): ContentFate {
  const { secret } = field.field;
  const rules = contentRules(site, field, decisions);
  if (secret === null && rules !== 'hidden') return { keeps: rules.strictness };
  const reason = secret === null ? 'participant.hidden' : reasonOf(secret);
  return { keeps: 'nothing', reason, why: explainReason(reason) };
}

function whole(text: string, token: string, reason: ReasonCode): readonly PreviewPart[] {
  return text === '' ? [] : [{ kept: false, text, token, reason, why: explainReason(reason) }];
}

function partsOf(text: string, { text: passed, redactions }: RedactedText): readonly PreviewPart[] {
  const parts: PreviewPart[] = [];
  let at = 0;
  let passedAt = 0;
  for (const { start, end, reason } of redactions) {
    if (start > at) parts.push({ kept: true, text: text.slice(at, start) });
    passedAt += start - at;
    // A token runs to its closing bracket; a kept part holds none.
    const token = passed.slice(passedAt, passed.indexOf('\u27E7', passedAt) + 1);
    parts.push({ kept: false, text: text.slice(start, end), token, reason, why: explainReason(reason) });
    passedAt += token.length;
    at = end;
  }
  if (at < text.length) parts.push({ kept: true, text: text.slice(at) });
  return parts;
}
