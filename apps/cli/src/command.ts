/** What a command gets from the world. Tests hand in their own. */
export interface Terminal {
  /** Results, for people and scripts. */
  out(text: string): void;
  /** Progress and complaints, for people. Never holds captured content. */
  err(text: string): void;
  /** Lines of standard input. */
  lines(): AsyncIterable<string>;
  /** The folder file arguments are relative to. */
  readonly cwd: string;
  /** Fires when the user wants to stop. */
  readonly signal: AbortSignal;
}

/**
 * Exit codes, the same for every command: `ok`; `failed` when a check found something; `usage` when the call was
 * wrong; `error` when the work could not be done.
 */
export const exitCodes = { ok: 0, failed: 1, usage: 2, error: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** One command of `assent`. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** All of `assent NAME --help`. */
  readonly help: string;
  /** Throws `UsageError` when the arguments do not fit. */
  run(args: readonly string[], terminal: Terminal): Promise<ExitCode>;
}

/** The call was wrong. The message says how, in one sentence, and repeats no argument. */
export class UsageError extends Error {}
