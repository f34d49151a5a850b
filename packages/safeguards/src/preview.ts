import type { Channel, ReasonCode } from '@assent/contracts';
import { explainReason } from './reasons.ts';
import { redact, type RedactOptions } from './redact.ts';

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
 * “What would be kept here?”: the text in parts, kept or hidden, with the token that would stand in its place and the
 * reason in plain words. For the person whose text it is; nothing of it may be stored or sent.
 */
export function previewText(channel: Channel, text: string, options: RedactOptions = {}): readonly PreviewPart[] {
  const { text: passed, redactions } = redact(channel, text, options);
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
