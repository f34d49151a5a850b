import { exitCodes, UsageError, type Command, type ExitCode, type Terminal } from './command.ts';
import { CliError, describeError } from './errors.ts';
import { nearest } from './options/nearest.ts';

/** Each command is loaded only when it is called: `assent redact` need not wait for a database driver. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  up: async () => (await import('./commands/up.ts')).up,
  demo: async () => (await import('./commands/demo.ts')).demo,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  redact: async () => (await import('./commands/redact.ts')).redactCommand,
  steps: async () => (await import('./commands/steps.ts')).steps,
  custodian: async () => (await import('./commands/custodian.ts')).custodian,
  recipient: async () => (await import('./commands/recipient.ts')).recipient,
  build: async () => (await import('./commands/build.ts')).build,
  open: async () => (await import('./commands/open.ts')).openCommand,
  export: async () => (await import('./commands/export.ts')).exportCommand,
  trace: async () => (await import('./commands/trace.ts')).trace,
  verify: async () => (await import('./commands/verify.ts')).verify,
  audit: async () => (await import('./commands/audit.ts')).audit,
  witness: async () => (await import('./commands/witness.ts')).witness,
  vault: async () => (await import('./commands/vault.ts')).vault,
};

/** The list of commands as people look for them. Every command is in one of these. */
const overviewGroups = {
  'On this machine': ['up', 'demo', 'doctor'],
  'Safeguards and steps': ['redact', 'steps'],
  'Requests, builds and datasets': ['custodian', 'recipient', 'build', 'open', 'export', 'trace'],
  'Checks that need nobody’s cooperation': ['verify', 'audit', 'witness'],
  'Your own recordings': ['vault'],
} as const;

/** Runs `assent` with some arguments. Says everything it has to say to the terminal, and never throws. */
export async function assent(argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const [name, ...rest] = argv;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    const [about] = name === 'help' ? rest : [];
    if (about !== undefined) return assent([about, '--help'], terminal);
    terminal.out(await overview());
    return name === undefined ? exitCodes.usage : exitCodes.ok;
  }
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) {
    const meant = nearest(name, Object.keys(commands));
    const hint = meant === null ? '`assent --help` lists them' : `did you mean \`assent ${meant}\`?`;
    terminal.err(`assent: there is no such command; ${hint}`);
    return exitCodes.usage;
  }
  return runCommand(await load(), rest, terminal);
}

async function runCommand(command: Command, argv: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    return await command.run(argv, terminal);
  } catch (error) {
    if (error instanceof UsageError) {
      const name = error.command === '' ? command.name : error.command;
      for (const fault of error.faults) terminal.err(`assent ${name}: ${fault}`);
      terminal.err(`See \`assent ${name} --help\`.`);
      return exitCodes.usage;
    }
    // Whatever broke while it was being stopped broke because of that.
    const shown = terminal.signal.aborted ? new CliError('stopped', 'stopped before it was done') : error;
    for (const line of describeError(shown)) terminal.err(`assent ${command.name}: ${line}`);
    if (process.env['ASSENT_DEBUG'] && error instanceof Error) terminal.err(error.stack ?? error.message);
    return exitCodes.error;
  }
}

async function overview(): Promise<string> {
  const sections = await Promise.all(
    Object.entries(overviewGroups).map(async ([title, names]) => {
      const rows = names.map(async (name) => `  ${name.padEnd(10)} ${(await commands[name]?.())?.summary ?? ''}`);
      return ['', title].concat(await Promise.all(rows));
    }),
  );
  return [
    'Usage: assent COMMAND [options]',
    ...sections.flat(),
    '',
    'assent COMMAND --help says more.',
    'Exit codes: 0 success, 1 a check found something, 2 wrong call, 3 could not be done.',
  ].join('\n');
}
