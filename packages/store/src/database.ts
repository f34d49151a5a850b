import { Kysely, PostgresDialect } from 'kysely';
import { Pool, TypeOverrides } from 'pg';
import type { Tables } from './schema.ts';

/** An open database. */
export interface Database {
  readonly kysely: Kysely<Tables>;
  readonly schema: string;
  close(): Promise<void>;
}

/** PostgreSQL's type number of `bigint`. */
const int8 = 20;

/**
 * Opens a pool. `schema` is the one schema everything lives in; `onError` is called for connections that broke while idle,
 * which the pool replaces by itself.
 */
export function openDatabase(options: {
  readonly url: string;
  readonly schema?: string;
  readonly connections?: number;
  readonly onError?: (error: Error) => void;
}): Database {
  const schema = options.schema ?? 'assent';
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(schema)) throw new TypeError('not a schema name');
  const types = new TypeOverrides();
  types.setTypeParser(int8, safeInteger);
  const pool = new Pool({
    connectionString: options.url,
    max: options.connections ?? 8,
    options: `-c search_path=${schema}`,
    types,
  });
  pool.on('error', options.onError ?? (() => undefined));
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { kysely, schema, close: () => kysely.destroy() };
}

function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError('integer is not safe');
  return value;
}
