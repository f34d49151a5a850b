import { resolve } from 'node:path';
import { parseArgs, type ParseArgsConfig } from 'node:util';
import { UsageError, type Terminal } from './command.ts';

/** Parses arguments strictly; a wrong one is a `UsageError` that names the option, not its value. */
export function parseArguments<Config extends ParseArgsConfig>(args: readonly string[], config: Config) {
  try {
    return parseArgs<Config>({ ...config, args: withKeys(args), strict: true });
  } catch (error) {
    throw new UsageError(
      error instanceof Error ? (error.message.split('.')[0] ?? 'wrong arguments') : 'wrong arguments',
    );
  }
}

/** A key of 32 bytes in base64url that begins with a dash, as one in 64 does. */
const dashedKey = /^-[\w-]{42}$/;

/** Arguments with such keys joined to their options: standing alone they would be taken for options themselves. */
function withKeys(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const arg of args) {
    const option = joined.at(-1);
    const isValue = dashedKey.test(arg) && option !== undefined && /^--[a-z-]+$/.test(option);
    if (isValue) joined[joined.length - 1] = `${option}=${arg}`;
    else joined.push(arg);
  }
  return joined;
}

/** The only positional argument, or a `UsageError` that says what belongs there. */
export function onlyPositional(positionals: readonly string[], what: string): string {
  const [first, ...more] = positionals;
  if (first === undefined || more.length > 0) throw new UsageError(`expected exactly one argument: ${what}`);
  return first;
}

/** A path argument as the user meant it: relative to where they are. */
export function pathFrom(terminal: Terminal, path: string): string {
  return resolve(terminal.cwd, path);
}
