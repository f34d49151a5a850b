import type { PreviewPart } from '@assent/safeguards';

export const colourChoices = ['auto', 'always', 'never'] as const;

/** Whether to colour: as asked for, else where a person looks at it and has not asked for none (https://no-color.org). */
export function wantsColour(
  choice: (typeof colourChoices)[number],
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): boolean {
  switch (choice) {
    case 'always':
      return true;
    case 'never':
      return false;
    case 'auto':
      return isTerminal && !environment['NO_COLOR'] && environment['TERM'] !== 'dumb';
    default:
      return choice satisfies never;
  }
}

/** Foreground colours of the reasons, in the order in which they turn up; after the last comes the first. */
const palette = [36, 33, 35, 32, 34, 31] as const;

interface Reason {
  readonly why: string;
  readonly colour: number;
  count: number;
}

/** Explains redactions for people: each line as it would leave the device, what was hidden in it, and a legend at the end. */
export class Explainer {
  readonly #colour: boolean;
  readonly #reasons = new Map<string, Reason>();

  constructor(colour: boolean) {
    this.#colour = colour;
  }

  /** The line as it would leave the device, and one more for each stretch that is hidden. */
  lines(parts: readonly PreviewPart[]): readonly string[] {
    const line = parts.map((part) =>
      part.kept ? printable(part.text) : this.#paint(part.reason, part.token, part.why),
    );
    const hidden = parts.flatMap((part) => {
      if (part.kept) return [];
      return [`    ${this.#paint(part.reason, printable(part.text), part.why)}  ${part.reason}`];
    });
    for (const part of parts) if (!part.kept) this.#reasonOf(part.reason, part.why).count += 1;
    return [line.join(''), ...hidden];
  }

  /** What each reason that turned up means. */
  legend(): readonly string[] {
    if (this.#reasons.size === 0) return [];
    const column = Math.max(...[...this.#reasons.keys()].map((reason) => reason.length));
    return [
      '',
      'Why',
      ...[...this.#reasons].map(([reason, { why, count }]) => {
        const times = count === 1 ? 'once' : `${count} times`;
        return `  ${this.#paint(reason, reason.padEnd(column), why)}  ${why} (${times})`;
      }),
    ];
  }

  #reasonOf(reason: string, why: string): Reason {
    const known = this.#reasons.get(reason);
    if (known !== undefined) return known;
    // The index is within the palette by the remainder.
    const made = { why, colour: palette[this.#reasons.size % palette.length] ?? palette[0], count: 0 };
    this.#reasons.set(reason, made);
    return made;
  }

  #paint(reason: string, text: string, why: string): string {
    const { colour } = this.#reasonOf(reason, why);
    return this.#colour ? `\u001B[1;${colour}m${text}\u001B[0m` : text;
  }
}

/** Without control characters: what somebody wrote must not steer the terminal. */
function printable(text: string): string {
  return text.replaceAll(/[^\P{Cc}\t]/gu, '\uFFFD');
}
