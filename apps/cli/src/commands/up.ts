import { programFingerprint } from '@assent/client';
import { parseArguments } from '../arguments.ts';
import { exitCodes, type Command } from '../command.ts';

/** `assent up`: the local system to live with. */
export const up: Command = {
  name: 'up',
  summary: 'bring up the whole system on this machine and keep it running',
  help: `Usage: assent up

Starts the collector with its embedded PostgreSQL and the practice apps, publishes the practice policy if there is none
yet, builds the extension, and prints where to go. Everything lies in .assent/live and is taken up again next time. Ctrl-C
stops it. With DATABASE_URL set, that PostgreSQL is used instead of the embedded one.`,
  async run(args, terminal) {
    parseArguments(args, { options: {} });
    const [{ startInstallation }, { openHome }, { buildExtension }, { keyFilePath }, { buildConsole, custodyAddress }] =
      await Promise.all([
        import('../local/installation.ts'),
        import('../local/home.ts'),
        import('../local/extension.ts'),
        import('../local/key-files.ts'),
        import('../local/console.ts'),
      ]);
    const home = await openHome('live', { fresh: false });
    terminal.err('Building the custodian’s page …');
    const pages = await buildConsole();
    terminal.err('Starting the collector, its PostgreSQL and the practice apps …');
    const installation = await startInstallation({
      home,
      seed: 1,
      ports: { collector: 4600, invoices: 4601, desk: 4602 },
      coolingOffSeconds: 600,
      objectionWindowSeconds: 60,
      embedded: false,
      pages,
    });
    terminal.err('Building the extension …');
    const extension = await buildExtension('live');
    const { collector, practice, trust, enrolmentCode, client } = installation;
    const fingerprint = await programFingerprint(await client.join());
    const keys = ['--owner-key', trust.ownerKey, '--verifier-key', `'${trust.verifierKey}'`].join(' ');
    terminal.out(
      [
        '',
        `Collector      ${collector.address}   policy, ledger, how to join`,
        `Practice apps  ${practice.origins.invoices}   ${practice.origins.desk}`,
        `Log            ${collector.log}`,
        '',
        'Take part',
        `  1. Open chrome://extensions in Chromium, switch on developer mode, "Load unpacked": ${extension}`,
        `  2. Click the Assent button, "Join a program": address ${collector.address}, code ${enrolmentCode}`,
        `     It shows the fingerprint ${fingerprint}.`,
        '  3. Work in the practice apps. The popup pauses; the review page shows and deletes; "Send now" seals and sends.',
        '',
        'Build a dataset (each line in a terminal of its own)',
        `  npm run -s assent -- build --collector ${collector.address} --key ${keyFilePath(home.keys, 'owner')} --out datasets`,
        ...['program-owner', 'privacy-officer', 'works-council'].map(
          (seat) =>
            `  npm run -s assent -- custodian release BUILD --collector ${collector.address} --key ${keyFilePath(home.keys, seat)} ${keys}`,
        ),
        `  or on the custodian’s page, with a key file of ${home.keys}: ${custodyAddress(collector.address, trust)}`,
        '',
        `Check it         npm run -s assent -- audit ${collector.address}`,
        'Stop             Ctrl-C',
        '',
      ].join('\n'),
    );
    await untilAborted(terminal.signal);
    terminal.err('Stopping …');
    await installation.stop();
    return exitCodes.ok;
  },
};

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
}
