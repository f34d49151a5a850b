import { mergeSpans, type Span } from '../span.ts';

/** A text with what is hidden of it in brackets, with the reason: `call [Anna|word.capitalised]`. For tests. */
export function showSpans(text: string, spans: readonly Span[]): string {
  let shown = '';
  let at = 0;
  for (const { start, end, reason } of mergeSpans(spans)) {
    shown += `${text.slice(at, start)}[${text.slice(start, end)}|${reason}]`;
    at = end;
  }
  return shown + text.slice(at);
}
