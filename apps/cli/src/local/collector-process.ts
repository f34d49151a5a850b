import { join } from 'node:path';
import { parseAs, type ProgramId, type SigningKey } from '@assent/contracts';
import { z } from 'zod';
import { startServer } from './child-process.ts';
import { checkout } from './home.ts';

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
  /** Witnesses to ask, as `ASSENT_WITNESSES` has them. */
  readonly witnesses?: string;
  /** Its own database whatever `DATABASE_URL` says. */
  readonly embedded: boolean;
  /** Built pages to serve; none where left out. */
  readonly pages?: string;
  /** Ends the start. */
  readonly signal?: AbortSignal;
  /** Called as soon as its process is there. */
  readonly started?: (what: string, pid: number) => Promise<void>;
}): Promise<CollectorProcess> {
  const log = join(options.folder, 'collector.log');
  const server = await startServer({
    what: 'the collector',
    failure: 'collector-failed',
    args: [
      join(checkout, 'apps/collector/src/main.ts'),
      '--data',
      options.folder,
      '--port',
      String(options.port),
      ...(options.pages === undefined ? [] : ['--pages', options.pages]),
      '--end-with-input',
    ],
    env: {
      DATABASE_URL: options.embedded ? '' : (process.env['DATABASE_URL'] ?? ''),
      // Syncing a file holds a thread, and signatures are verified on the same ones.
      UV_THREADPOOL_SIZE: process.env['UV_THREADPOOL_SIZE'] ?? '32',
      ASSENT_WITNESSES: options.witnesses ?? '',
      ASSENT_PROGRAM: options.program,
      ASSENT_OWNER_KEY: options.ownerKey,
      ASSENT_ENROLMENT_CODE: options.enrolmentCode,
    },
    log,
    isReady: (line) => line.startsWith('{"address"'),
    signal: options.signal,
    started: options.started,
  });
  const { address, verifierKey, database } = parseAs(firstLineSchema, 'collector start line', JSON.parse(server.ready));
  return { address, verifierKey, database, log, pid: server.pid, stop: () => server.stop() };
}
