import { StoreError } from '@assent/store';
import { createCollector } from './collector.ts';
import { ConfigError, readConfig, usage } from './config.ts';

/** Runs a collector until it is asked to stop. */
async function main(): Promise<void> {
  const config = await readConfig(process.argv.slice(2), process.env);
  if (config === null) {
    process.stdout.write(usage);
    return;
  }
  // Before anything is started: what comes meanwhile ends it as soon as it is up.
  const stop = stopRequested(config.endWithInput);
  const collector = await createCollector(config.options);
  try {
    const address = await collector.listen(config);
    // The embedded database's address is a socket in a private folder and holds no secret; another's may, and is not shown.
    const database = config.options.databaseUrl ? null : collector.databaseUrl;
    process.stdout.write(`${JSON.stringify({ address, verifierKey: collector.verifierKey, database })}\n`);
    await stop;
  } finally {
    // Also where it could not listen: its database must not be left running.
    await collector.close();
  }
}

/** Resolves when a signal asks for the end, or when the process that started this one has ended. */
async function stopRequested(endWithInput: boolean): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  // Not only once: a second signal must not cut off what the first began.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => resolve());
  if (endWithInput) {
    for (const event of ['end', 'close', 'error']) process.stdin.once(event, () => resolve());
    process.stdin.resume();
  }
  return promise;
}

/** What an operator can mend, in a line; null for faults of ours, whose details go to the log. */
function explain(cause: unknown): string | null {
  if (cause instanceof ConfigError || cause instanceof StoreError) return cause.message;
  if (!(cause instanceof Error && 'syscall' in cause && cause.syscall === 'listen')) return null;
  const port = 'port' in cause ? String(cause.port) : '';
  const code = 'code' in cause ? cause.code : '';
  if (code === 'EADDRINUSE') return `port ${port} is taken by another program; end it or choose another with --port`;
  if (code === 'EACCES') return `this account may not listen on port ${port}; choose one of 1024 or above with --port`;
  return `cannot listen there (${String(code)}); check --host and --port`;
}

try {
  await main();
} catch (cause) {
  const line = explain(cause);
  if (line === null) throw cause;
  process.stderr.write(`collector: ${line}\n`);
  process.exitCode = cause instanceof ConfigError ? 2 : 3;
} finally {
  // An open pipe would keep the process alive.
  process.stdin.destroy();
}
