import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '@assent/store';
import { Client } from 'pg';

/** One PostgreSQL server for a run of tests. */
export interface Databases {
  /** Creates an empty database and returns its URL; starts the server with the first. */
  fresh(): Promise<string>;
  /** Stops the server, if it was started, and removes all data. */
  stop(): Promise<void>;
}

/** Prepares to start a server of our own in a temporary folder. */
export function createDatabases(): Databases {
  let starting: Promise<{ readonly url: string; stop(): Promise<void> }> | undefined;
  let count = 0;
  return {
    fresh: async () => {
      const { url } = await (starting ??= start());
      const name = `test_${++count}`;
      const client = new Client({ connectionString: url });
      await client.connect();
      try {
        await client.query(`create database ${name}`);
      } finally {
        await client.end();
      }
      const own = new URL(url);
      own.pathname = `/${name}`;
      return own.href;
    },
    stop: async () => {
      await (await starting)?.stop();
    },
  };
}

async function start(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'assent-tests-'));
  // PostgreSQL's own account must be able to pass through; otherwise all of its programs would be copied elsewhere.
  await chmod(folder, 0o755);
  const server = await startEmbeddedPostgres(join(folder, 'postgres'));
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
