import { CodedError } from '@assent/contracts';
import type { Recorded, RecordingFacts } from '@assent/steps/import';

/** One recorded input and its position in the files, as a person would look it up. */
export interface Located {
  readonly recorded: Recorded;
  /** A file name and line or row; never any content. */
  readonly where: string;
}

/** Another tool's recording, opened. */
export interface Recording {
  readonly facts: RecordingFacts;
  /** What could not be made out about it, a sentence each, free of content. */
  readonly remarks: readonly string[];
  /** All input, in order, streaming. Once only. */
  inputs(): AsyncIterable<Located>;
}

type RecordingErrorCode = 'no-recording' | 'unreadable';

/** A recording cannot be read. The message names the file, never its content. */
export class RecordingError extends CodedError<RecordingErrorCode> {}
