import type { Channel, RedactedText, Redaction, ReasonCode, StepRedaction } from '@assent/contracts';

/** Most entries a step's redaction list may have; what comes after is still hidden, only not listed one by one. */
const maxEntries = 500;

/** Passes a text of a channel. */
export type Pass = (channel: Exclude<Channel, 'url'>, text: string) => RedactedText;

/** Passes the texts of one step through the safeguards and keeps the list of what was hidden where. */
export class StepRedactor {
  readonly #pass: Pass;
  readonly #passContent: Pass;
  readonly #counts = new Map<string, { at: string; reason: ReasonCode; count: number }>();
  #total = 0;

  /** `passContent` passes what was entered into a field, where that differs from everything else. */
  constructor(pass: Pass, passContent: Pass = pass) {
    this.#pass = pass;
    this.#passContent = passContent;
  }

  /** The text as it may leave, at most `longest` units of it; `at` is its JSON pointer in the step. */
  text(at: string, channel: Exclude<Channel, 'url'>, text: string, longest: number): string {
    return this.#passed(at, this.#pass(channel, text), longest);
  }

  /** The same for what was entered into a field. */
  content(at: string, channel: Exclude<Channel, 'url'>, text: string, longest: number): string {
    return this.#passed(at, this.#passContent(channel, text), longest);
  }

  #passed(at: string, passed: RedactedText, longest: number): string {
    this.note(at, passed.redactions);
    if (passed.text.length <= longest) return passed.text;
    this.hidden(at, 'limit.too-long');
    return clip(passed.text, longest);
  }

  note(at: string, redactions: readonly Pick<Redaction, 'reason'>[]): void {
    for (const { reason } of redactions) this.hidden(at, reason);
  }

  /** Counts one more thing hidden at a JSON pointer. */
  hidden(at: string, reason: ReasonCode): void {
    this.#total++;
    const key = `${reason} ${at}`;
    const entry = this.#counts.get(key);
    if (entry !== undefined) entry.count++;
    else if (this.#counts.size < maxEntries) this.#counts.set(key, { at, reason, count: 1 });
  }

  get total(): number {
    return this.#total;
  }

  redactions(): StepRedaction[] {
    return [...this.#counts.values()];
  }
}

/** Cuts a text short without cutting through a token or a surrogate pair. */
function clip(text: string, longest: number): string {
  const cut = text.slice(0, longest);
  const open = cut.lastIndexOf('\u27E6');
  const whole = open > cut.lastIndexOf('\u27E7') ? cut.slice(0, open) : cut;
  return /[\uD800-\uDBFF]$/.test(whole) ? whole.slice(0, -1) : whole;
}
