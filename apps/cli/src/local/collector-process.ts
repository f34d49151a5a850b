import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { CodedError, parseAs, type ProgramId, type SigningKey } from '@assent/contracts';
import { z } from 'zod';
import { checkout } from './home.ts';

/** Thrown when the local installation does not come up. */
export class InstallationError extends CodedError<
  'collector-failed' | 'port-taken' | 'extension-failed' | 'console-failed' | 'no-chromium' | 'task-failed'
> {}

/** A collector in a process of its own, as an operator would run it. */
export interface CollectorProcess {
  readonly address: string;
  readonly verifierKey: string;
  /** The embedded database, for looking at it from outside; null where an own one is used. */
  readonly database: string | null;
  /** Where its log goes. */
  readonly log: string;
  readonly pid: number;
  stop(): Promise<void>;
}

const firstLineSchema = z.object({ address: z.url(), verifierKey: z.string(), database: z.string().nullable() });

/** Starts a collector with its embedded PostgreSQL in `folder` and waits until it listens. */
export async function startCollectorProcess(options: {
  readonly folder: string;
  readonly port: number;
  readonly program: ProgramId;
  readonly ownerKey: SigningKey;
  readonly enrolmentCode: string;
  /** Its own database whatever `DATABASE_URL` says. */
  readonly embedded: boolean;
  /** Built pages to serve; none where left out. */
  readonly pages?: string;
}): Promise<CollectorProcess> {
  const log = join(options.folder, 'collector.log');
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      join(checkout, 'apps/collector/src/main.ts'),
      '--data',
      options.folder,
      '--port',
      String(options.port),
      ...(options.pages === undefined ? [] : ['--pages', options.pages]),
    ],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      // A group of its own, so that Ctrl-C reaches us first and the collector is stopped in order.
      detached: true,
      env: {
        ...process.env,
        DATABASE_URL: options.embedded ? '' : (process.env['DATABASE_URL'] ?? ''),
        ASSENT_PROGRAM: options.program,
        ASSENT_OWNER_KEY: options.ownerKey,
        ASSENT_ENROLMENT_CODE: options.enrolmentCode,
      },
    },
  );
  const file = createWriteStream(log, { flags: 'a', mode: 0o600 });
  child.stderr.pipe(file, { end: false });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
  });
  const ready = Promise.withResolvers<z.infer<typeof firstLineSchema>>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    file.write(`${line}\n`);
    if (line.startsWith('{"address"'))
      ready.resolve(parseAs(firstLineSchema, 'collector start line', JSON.parse(line)));
  });
  void exited.then(() => ready.reject(new InstallationError('collector-failed', 'the collector ended; see its log')));
  const { address, verifierKey, database } = await ready.promise;
  return {
    address,
    verifierKey,
    database,
    log,
    // It has answered, so it was started.
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      file.end();
    },
  };
}
