import { createInterface } from 'node:readline';
import { CodedError } from '@assent/contracts';
import { exitCodes, UsageError, type Command, type ExitCode, type Terminal } from './command.ts';

/** Each command is loaded only when it is called: `assent redact` need not wait for a database driver. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  up: async () => (await import('./commands/up.ts')).up,
  demo: async () => (await import('./commands/demo.ts')).demo,
  redact: async () => (await import('./commands/redact.ts')).redactCommand,
  steps: async () => (await import('./commands/steps.ts')).steps,
  custodian: async () => (await import('./commands/custodian.ts')).custodian,
  recipient: async () => (await import('./commands/recipient.ts')).recipient,
  build: async () => (await import('./commands/build.ts')).build,
  open: async () => (await import('./commands/open.ts')).openCommand,
  trace: async () => (await import('./commands/trace.ts')).trace,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  verify: async () => (await import('./commands/verify.ts')).verify,
  audit: async () => (await import('./commands/audit.ts')).audit,
  witness: async () => (await import('./commands/witness.ts')).witness,
  vault: async () => (await import('./commands/vault.ts')).vault,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
};

async function main(args: readonly string[]): Promise<ExitCode> {
  const terminal = realTerminal();
  const [name, ...rest] = args;
  if (name === undefined || name === '--help' || name === 'help') {
    terminal.out(await overview());
    return name === undefined ? exitCodes.usage : exitCodes.ok;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    terminal.err('assent: there is no such command; `assent --help` lists them');
    return exitCodes.usage;
  }
  const command = await load();
  if (rest.includes('--help')) {
    terminal.out(command.help);
    return exitCodes.ok;
  }
  return runCommand(command, rest, terminal);
}

async function runCommand(command: Command, args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    return await command.run(args, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      terminal.err(`assent ${command.name}: ${error.message}; see \`assent ${command.name} --help\``);
      return exitCodes.usage;
    }
    for (const line of describe(error)) terminal.err(`assent ${command.name}: ${line}`);
    return exitCodes.error;
  }
}

/** What may be told of an error: coded errors are free of content by contract; of others only the kind and system code. */
function describe(error: unknown): readonly string[] {
  if (error instanceof CodedError) {
    return [`${error.message} (${String(error.code)})`, ...(error.cause === undefined ? [] : describe(error.cause))];
  }
  if (!(error instanceof Error)) return ['unknown error'];
  if (process.env['ASSENT_DEBUG']) return [error.stack ?? error.message];
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : '';
  return [`${error.name}${code} (set ASSENT_DEBUG=1 for details on this machine)`];
}

async function overview(): Promise<string> {
  const lines = await Promise.all(
    Object.entries(commands).map(async ([name, load]) => `  ${name.padEnd(10)} ${(await load()).summary}`),
  );
  return ['Usage: assent COMMAND [options]', '', ...lines, '', 'assent COMMAND --help tells more.'].join('\n');
}

function realTerminal(): Terminal {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort());
  process.once('SIGTERM', () => stop.abort());
  return {
    out: (text) => process.stdout.write(`${text}\n`),
    err: (text) => process.stderr.write(`${text}\n`),
    lines: () => createInterface({ input: process.stdin, crlfDelay: Infinity }),
    cwd: process.cwd(),
    signal: stop.signal,
  };
}

// A reader that closes early (`| head`) is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? 0 : exitCodes.error),
);
process.exitCode = await main(process.argv.slice(2));
