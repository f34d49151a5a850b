import type { RawStep, SessionId } from '@assent/contracts';
import { flush, reduce } from '../reduce.ts';
import { initialState, type ReducerOutput, type ReducerState } from '../state.ts';
import { lossReasons, type LossReason, type Recorded } from './recorded.ts';
import { Translator, type RecordingFacts } from './translator.ts';

/** What an import read, and what of it is not in the steps. */
export interface ImportReport {
  /** Recorded inputs, moves of the pointer included. */
  readonly inputs: number;
  readonly steps: number;
  readonly episodes: number;
  /** Inputs inside a pause: never taken. */
  readonly paused: number;
  /** Inputs a person removed from the recording. */
  readonly removed: number;
  /** Lines or rows that are no input of a known kind: left out, and nothing of the input is missing by it. */
  readonly other: number;
  /** Inputs that are lost, by reason. */
  readonly lost: Readonly<Record<LossReason, number>>;
}

/** Re-reduces one recording: recorded inputs in, steps out. Streaming, deterministic; it never fails. */
export class RecordingImport {
  readonly #translator: Translator;
  #state: ReducerState;
  readonly #lost = Object.fromEntries(lossReasons.map((reason) => [reason, 0])) as Record<LossReason, number>;
  #inputs = 0;
  #steps = 0;
  #paused = 0;
  #removed = 0;
  #other = 0;
  readonly #episodes = new Set<number>();

  constructor(options: { readonly session: SessionId; readonly facts: RecordingFacts }) {
    this.#translator = new Translator(options.facts);
    this.#state = initialState({ session: options.session, sensor: 'desktop' });
  }

  /** Takes one recorded input. */
  take(recorded: Recorded): readonly ReducerOutput[] {
    this.#count(recorded);
    return this.#reduce(this.#translator.take(recorded));
  }

  /** The recording ends here. */
  end(): readonly ReducerOutput[] {
    const output = this.#reduce(this.#translator.end());
    const flushed = flush(this.#state, this.#translator.now);
    this.#state = flushed.state;
    return [...output, ...this.#counted(flushed.output)];
  }

  /** A time of the recording, in seconds of its own clock, as an instant of the steps; null before it began. */
  instantOf(seconds: number): number | null {
    return this.#translator.instantOf(seconds);
  }

  report(): ImportReport {
    return {
      inputs: this.#inputs,
      steps: this.#steps,
      episodes: this.#episodes.size,
      paused: this.#paused,
      removed: this.#removed,
      other: this.#other,
      lost: { ...this.#lost },
    };
  }

  #count(recorded: Recorded): void {
    if (recorded.kind === 'removed') this.#removed += 1;
    else if (recorded.kind === 'other') this.#other += 1;
    else if (recorded.kind === 'lost') this.#lost[recorded.why] += recorded.count;
    else if (isInput(recorded)) {
      this.#inputs += 1;
      if (this.#translator.paused) this.#paused += 1;
    }
  }

  #reduce(events: ReturnType<Translator['take']>): readonly ReducerOutput[] {
    const output: ReducerOutput[] = [];
    for (const event of events) {
      const turn = reduce(this.#state, event);
      this.#state = turn.state;
      output.push(...turn.output);
    }
    return this.#counted(output);
  }

  #counted(output: readonly ReducerOutput[]): readonly ReducerOutput[] {
    for (const out of output) {
      if (out.kind !== 'step') continue;
      this.#steps += 1;
      this.#episodes.add((out.step satisfies RawStep).episode);
    }
    return output;
  }
}

function isInput({ kind }: Recorded): boolean {
  return kind === 'move' || kind === 'button' || kind === 'scroll' || kind === 'key';
}
