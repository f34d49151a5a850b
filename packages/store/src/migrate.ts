import { readdir, readFile } from 'node:fs/promises';
import { sha256Hex, utf8 } from '@assent/contracts';
import { sql, type Kysely, type Transaction } from 'kysely';
import type { Database } from './database.ts';
import { StoreError } from './errors.ts';
import type { Tables } from './schema.ts';

const folder = new URL('../migrations/', import.meta.url);

/** Names the lock under which migrations run; any number that nobody else uses. */
const migrationLock = 0x61_73_73_6d;

/**
 * Brings the schema up to date: each file of `migrations/` once, in order of name, in one transaction, behind a lock
 * that holds over all collectors. Throws `migration-changed` when an applied file is not what it was.
 */
export async function migrate(database: Database): Promise<readonly string[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  return database.kysely.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${migrationLock})`.execute(transaction);
    await sql`create schema if not exists ${sql.id(database.schema)}`.execute(transaction);
    await sql`create table if not exists migrations (name text primary key, digest text not null)`.execute(transaction);
    const applied = await appliedMigrations(transaction);
    const fresh = [];
    for (const name of files) {
      const text = await readFile(new URL(name, folder), 'utf8');
      const digest = await sha256Hex(utf8(text));
      const before = applied.get(name);
      if (before === undefined) {
        await sql.raw(text).execute(transaction);
        await sql`insert into migrations (name, digest) values (${name}, ${digest})`.execute(transaction);
        fresh.push(name);
      } else if (before !== digest) {
        throw new StoreError('migration-changed', `migration ${name} was changed after it had been applied`);
      }
    }
    return fresh;
  });
}

async function appliedMigrations(
  transaction: Kysely<Tables> | Transaction<Tables>,
): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ name: string; digest: string }>`select name, digest from migrations`.execute(
    transaction,
  );
  return new Map(rows.map((row) => [row.name, row.digest]));
}
