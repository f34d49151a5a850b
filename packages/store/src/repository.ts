import type { Repository } from '@assent/service';
import { sql } from 'kysely';
import type { Database } from './database.ts';
import { readerOver } from './reader.ts';
import { writerOver } from './writer.ts';

/** Names, together with the schema, the lock that puts all write transactions into one order. */
const writeLock = 0x61_73_73_77;

/**
 * The repository over PostgreSQL. A write takes a lock first that holds over all collectors, so that ledger, consents
 * and chains have one order and each statement sees all that was committed before. A read sees one snapshot.
 */
export function createPostgresRepository(database: Database): Repository {
  return {
    read: (work) =>
      database.kysely
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute((transaction) => work(readerOver(transaction))),
    write: (work) =>
      database.kysely
        .transaction()
        .setIsolationLevel('read committed')
        .execute(async (transaction) => {
          await sql`select pg_advisory_xact_lock(${writeLock}, hashtext(current_schema()))`.execute(transaction);
          return work({ ...readerOver(transaction), ...writerOver(transaction) });
        }),
  };
}
