import { helpOf, paragraphs } from './options/help.ts';
import type { OptionGroup, Options, ValuesOf } from './options/declare.ts';
import { nearest } from './options/nearest.ts';
import { parseCall, type Rule } from './options/parse.ts';

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
  /** Whether results go to a terminal rather than into a file or pipe. */
  readonly outIsTerminal?: boolean;
  /** Called by a command that ends in order when `signal` fires; any other is ended on the spot. */
  endsInOrder?(): void;
}

/**
 * Exit codes, the same for every command: `ok`; `failed` when a check found something; `usage` when the call was
 * wrong; `error` when the work could not be done.
 */
export const exitCodes = { ok: 0, failed: 1, usage: 2, error: 3 } as const;
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/** One command of `assent`, or several under one name. */
export interface Command {
  /** As it is called: `redact`, `custodian release`. */
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** All of `assent NAME --help`. */
  readonly help: string;
  /** Throws `UsageError` when the arguments do not fit. */
  run(argv: readonly string[], terminal: Terminal): Promise<ExitCode>;
}

/** The call was wrong. Each fault is a sentence; none repeats a value. */
export class UsageError extends Error {
  readonly faults: readonly string[];
  /** The command whose help says how it is right; empty for `assent` itself. */
  readonly command: string;

  constructor(faults: string | readonly string[], command = '') {
    const list = typeof faults === 'string' ? [faults] : faults;
    super(list.join('; '));
    this.faults = list;
    this.command = command;
  }
}

/** What a command declares: its options once, from which parsing, checks and help follow. */
export interface CommandDeclaration<Opts extends Options, Args extends Options> {
  readonly name: string;
  readonly summary: string;
  /** What it does, for the help text. */
  readonly about: string;
  readonly options?: Opts;
  /** Arguments without a name of their own, in order. */
  readonly args?: Args;
  /** What must hold between options. */
  readonly rules?: readonly Rule[];
  /** Options under headings of their own in the help text. */
  readonly groups?: readonly OptionGroup[];
  /** Calls without the leading `assent`. */
  readonly examples?: readonly string[];
  /** What exit code 1 means; left out where it cannot happen. */
  readonly finding?: string;
  /** Whether it watches `terminal.signal` and ends in order. */
  readonly endsInOrder?: boolean;
  run(values: ValuesOf<Opts> & ValuesOf<Args>, terminal: Terminal): Promise<ExitCode>;
}

// oxlint-disable-next-line typescript/no-generated-empty-object-type -- Nothing declared is the record without names.
type NoOptions = Record<never, never>;

/** Makes a command of its declaration. */
export function defineCommand<const Opts extends Options = NoOptions, const Args extends Options = NoOptions>(
  declaration: CommandDeclaration<Opts, Args>,
): Command {
  const { name, summary, about, groups = [], examples = [], finding = null, rules = [] } = declaration;
  // Nothing declared is the empty declaration; the type parameters are empty records then.
  const options = declaration.options ?? ({} as Opts);
  const args = declaration.args ?? ({} as Args);
  const help = helpOf({ name, about, options, args, groups, examples, finding });
  return {
    name,
    summary,
    help,
    async run(argv, terminal) {
      const parsed = parseCall(argv, { options, args, rules }, { cwd: terminal.cwd });
      if (parsed.outcome === 'faults') throw new UsageError(parsed.faults, name);
      if (parsed.outcome === 'help') {
        terminal.out(help);
        return exitCodes.ok;
      }
      if (declaration.endsInOrder === true) terminal.endsInOrder?.();
      return declaration.run(parsed.values, terminal);
    },
  };
}

/** Several commands under one name: `assent custodian list`, `assent custodian release`. */
export function defineCommands(
  group: { readonly name: string; readonly summary: string; readonly about: string },
  commands: readonly Command[],
): Command {
  const lastWord = (command: Command): string => command.name.slice(group.name.length + 1);
  const words = commands.map(lastWord);
  const column = Math.max(...words.map((word) => word.length));
  const help = [
    `Usage: assent ${group.name} ${words.join('|')} …`,
    '',
    ...paragraphs(group.about),
    '',
    ...commands.map((command) => `  ${lastWord(command).padEnd(column)}  ${command.summary}`),
    '',
    `Options of each: assent ${group.name} ${words[0] ?? ''} --help`,
  ].join('\n');
  return {
    name: group.name,
    summary: group.summary,
    help,
    async run(argv, terminal) {
      const [word, ...rest] = argv;
      if (word === '--help' || word === '-h') {
        terminal.out(help);
        return exitCodes.ok;
      }
      const command = commands.find((each) => lastWord(each) === word);
      if (command !== undefined) return command.run(rest, terminal);
      const meant = word === undefined ? null : nearest(word, words);
      throw new UsageError(
        `say what to do: ${words.join(', ')}${meant === null ? '' : `; did you mean ${meant}?`}`,
        group.name,
      );
    },
  };
}
