import {
  CodedError,
  ContractsError,
  eventSchema,
  parseAs,
  sessionIdSchema,
  type Event,
  type RawStep,
  type SessionId,
} from '@assent/contracts';
import { flush, reduce } from './reduce.ts';
import { initialState, type ReducerOutput } from './state.ts';

/** What can go wrong when a recording is read. The reducer itself never fails. */
export const stepsErrorCodes = ['not-json', 'malformed-event'] as const;
export type StepsErrorCode = (typeof stepsErrorCodes)[number];

/** Thrown where a line of events cannot be read. Names the line and the faulty field, never its content. */
export class StepsError extends CodedError<StepsErrorCode> {}

/**
 * Reads one line of an event file (JSON Lines). Throws a `StepsError` that names the line, counted from 1, and what
 * is wrong with it: `not-json` or `malformed-event`. It never repeats anything of the line, which is captured content.
 */
export function parseEventLine(line: string, lineNumber: number): Event {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // The cause is left out on purpose: a JSON error quotes its input.
    throw new StepsError('not-json', `line ${lineNumber}: not JSON`);
  }
  try {
    return parseAs(eventSchema, 'event', value);
  } catch (cause) {
    if (!(cause instanceof ContractsError)) throw cause;
    throw new StepsError('malformed-event', `line ${lineNumber}: ${cause.message}`, { cause });
  }
}

/** The session of steps made of a file that belongs to none. */
const noSession = sessionIdSchema.parse(`s_${'0'.repeat(22)}`);

/**
 * Reduces a whole file of events, line by line and in bounded memory. Empty lines are passed over. Throws the
 * `StepsError` of the first line that cannot be read; what came out before it is valid.
 */
export async function* stepsOfEvents(
  lines: AsyncIterable<string>,
  options: { readonly session?: SessionId; readonly sensor?: RawStep['sensor'] } = {},
): AsyncGenerator<ReducerOutput, void> {
  let state = initialState({ session: options.session ?? noSession, sensor: options.sensor ?? 'browser' });
  let lineNumber = 0;
  let last = 0;
  for await (const line of lines) {
    lineNumber += 1;
    if (line.trim() === '') continue;
    const event = parseEventLine(line, lineNumber);
    last = Math.max(last, event.t);
    const turn = reduce(state, event);
    state = turn.state;
    yield* turn.output;
  }
  yield* flush(state, last).output;
}
