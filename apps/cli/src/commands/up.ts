import { once } from 'node:events';
import { programFingerprint } from '@assent/client';
import { defineCommand, exitCodes } from '../command.ts';
import { stoppedError } from '../local/child-process.ts';
import type { Installation } from '../local/installation.ts';
import { optional, withDefault } from '../options/declare.ts';
import { firstPort, path } from '../options/kinds.ts';
import { welcome } from '../welcome.ts';

/** `assent up`: the local system to live with. */
export const up = defineCommand({
  name: 'up',
  summary: 'bring up the whole system on this machine and keep it running',
  about: `Starts the collector with its embedded PostgreSQL, a witness of its ledger and the practice apps, publishes the practice policy
if there is none yet, builds the extension, and prints where to go. Everything is kept and taken up again next time. Ctrl-C
stops it. With DATABASE_URL set, that PostgreSQL is used instead of the embedded one.`,
  options: {
    home: optional(path('DIR'), 'where everything is kept (left out: .assent/live of this checkout)'),
    port: withDefault(firstPort(4), '4600', 'the first of four ports: collector, the two practice apps, witness'),
  },
  examples: ['up', 'up --port 4700'],
  endsInOrder: true,
  async run(values, terminal) {
    const { port } = values;
    const [{ startInstallation }, { openHome, usualHome }, { buildConsole, buildExtension }] = await Promise.all([
      import('../local/installation.ts'),
      import('../local/home.ts'),
      import('../local/builds.ts'),
    ]);
    const home = await openHome(values.home ?? usualHome('live'), { fresh: false, say: (line) => terminal.err(line) });
    const { signal } = terminal;
    let installation: Installation | null = null;
    try {
      terminal.err('Building the custodian’s page …');
      const pages = await buildConsole();
      terminal.err('Starting the collector, its PostgreSQL and the practice apps …');
      installation = await startInstallation({
        home,
        seed: 1,
        ports: { collector: port, invoices: port + 1, desk: port + 2, witness: port + 3 },
        coolingOffSeconds: 600,
        objectionWindowSeconds: 60,
        embedded: false,
        pages,
        signal,
      });
      terminal.err('Building the extension …');
      const extension = await buildExtension('live');
      if (signal.aborted) throw stoppedError();
      const { collector, practice, trust, enrolmentCode, client } = installation;
      terminal.out(
        welcome({
          collector: collector.address,
          log: collector.log,
          practice: Object.values(practice.origins),
          trust,
          enrolmentCode,
          fingerprint: await programFingerprint(await client.join()),
          keys: home.keys,
          extension,
        }),
      );
      await once(signal, 'abort');
      return exitCodes.ok;
    } finally {
      terminal.err('Stopping …');
      // Its record goes last: until all has ended, another start must know of it.
      await (installation === null ? home.record.close() : installation.stop());
    }
  },
});
