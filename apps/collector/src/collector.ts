import { join } from 'node:path';
import type { Digest, ProgramId, SigningKey } from '@assent/contracts';
import { createSegmentIntake, deletePending, type Clock, type Ports } from '@assent/service';
import {
  createPostgresRepository,
  migrate,
  openDatabase,
  openFileObjects,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from '@assent/store';
import type { Hono } from 'hono';
import { createApp } from './app.ts';
import { loadKeys } from './keys.ts';
import { listen } from './listen.ts';
import { createLog, type Log } from './log.ts';
import { startRetention } from './retention.ts';
import { startWitnessing, type WitnessAddress } from './witnesses.ts';
import { readStaticFiles } from './static-routes.ts';

/** How a collector is set up. */
export interface CollectorOptions {
  readonly program: ProgramId;
  /** The only key that publishes policies and requests builds. */
  readonly ownerKey: SigningKey;
  /** SHA-256 of the enrolment code. */
  readonly enrolmentCode: Digest;
  /** Holds keys, and objects and PostgreSQL where none are given. */
  readonly dataDir: string;
  /** Null or left out: a PostgreSQL of our own in `dataDir`. */
  readonly databaseUrl?: string | null;
  readonly schema?: string;
  readonly objectsDir?: string;
  /** These are asked to cosign the ledger; none where left out. */
  readonly witnesses?: readonly WitnessAddress[];
  /** Built pages to serve, such as the custodian's; none where left out. */
  readonly pagesDir?: string;
  readonly log?: Log;
  readonly clock?: Clock;
}

/** A running collector. */
export interface Collector {
  /** Answers requests in process, without a socket. */
  readonly app: Hono;
  /** The ledger's key as a policy names it. */
  readonly verifierKey: string;
  /** The key that signs receipts. */
  readonly collectorKey: SigningKey;
  /** Where the database is: for checks from outside, such as a search for leaks. */
  readonly databaseUrl: string;
  /** Listens, and returns the address. Port 0 picks a free one. */
  listen(options?: { readonly host?: string; readonly port?: number }): Promise<string>;
  /** Stops taking requests, finishes what is under way, and closes everything it opened. */
  close(): Promise<void>;
}

/** Starts a collector: database, objects, keys, routes. It does not listen yet. */
export async function createCollector(options: CollectorOptions): Promise<Collector> {
  const log = options.log ?? createLog();
  const embedded = options.databaseUrl ? null : await startEmbeddedPostgres(join(options.dataDir, 'postgres'));
  try {
    return await assemble(options, log, options.databaseUrl ?? embedded?.url ?? '', embedded);
  } catch (cause) {
    await embedded?.stop();
    throw cause;
  }
}

async function assemble(
  options: CollectorOptions,
  log: Log,
  databaseUrl: string,
  embedded: EmbeddedPostgres | null,
): Promise<Collector> {
  const database = openDatabase({
    url: databaseUrl,
    ...(options.schema === undefined ? {} : { schema: options.schema }),
    onError: (error) => log.error({ error: error.name }, 'idle database connection broke'),
  });
  log.info({ migrations: (await migrate(database)).length }, 'database is up to date');
  const keys = await loadKeys(join(options.dataDir, 'keys'), `assent/${options.program}`);
  const ports: Ports = {
    program: { program: options.program, ownerKey: options.ownerKey, enrolmentCode: options.enrolmentCode },
    repository: createPostgresRepository(database),
    objects: await openFileObjects(options.objectsDir ?? join(options.dataDir, 'objects')),
    clock: options.clock ?? { now: () => Date.now() },
    ...keys,
  };
  const intake = createSegmentIntake(ports);
  log.info({ count: await deletePending(ports) }, 'erasures finished');
  const stopRetention = await startRetention(ports, log);
  const pages = options.pagesDir === undefined ? undefined : await readStaticFiles(options.pagesDir);
  const witnessing = startWitnessing(ports, options.witnesses ?? [], log);
  const app = createApp(ports, intake, witnessing.cosigner, log, pages);
  let stopListening: (() => Promise<void>) | null = null;
  return {
    app,
    verifierKey: keys.logKey.verifierKey,
    collectorKey: keys.signer.publicKey,
    databaseUrl,
    listen: async ({ host = '127.0.0.1', port = 0 } = {}) => {
      const listening = await listen(app, host, port);
      stopListening = listening.stop;
      log.info({ port: listening.port }, 'listening');
      return `http://${host}:${listening.port}`;
    },
    close: async () => {
      await stopListening?.();
      await witnessing.stop();
      await stopRetention();
      await intake.idle();
      await database.close();
      await embedded?.stop();
    },
  };
}
