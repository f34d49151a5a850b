import { createCollector } from './collector.ts';
import { ConfigError, readConfig, usage } from './config.ts';

/** Runs a collector until it is told to stop. */
async function main(): Promise<void> {
  const config = await readConfig(process.argv.slice(2), process.env);
  if (config === null) {
    process.stdout.write(usage);
    return;
  }
  const collector = await createCollector(config.options);
  const address = await collector.listen(config);
  // The embedded database's address is a socket in a private folder and holds no secret; another's may, and is not told.
  const database = config.options.databaseUrl ? null : collector.databaseUrl;
  process.stdout.write(`${JSON.stringify({ address, verifierKey: collector.verifierKey, database })}\n`);
  const stop = Promise.withResolvers<void>();
  process.once('SIGTERM', stop.resolve);
  process.once('SIGINT', stop.resolve);
  await stop.promise;
  await collector.close();
}

try {
  await main();
} catch (cause) {
  if (!(cause instanceof ConfigError)) throw cause;
  process.stderr.write(`${cause.message}\n`);
  process.exitCode = 2;
}
