import type { Reader, SegmentFilter } from '@assent/service';
import { digestSchema } from '@assent/contracts';
import { sql, type Transaction } from 'kysely';
import {
  answerOf,
  buildOf,
  consentOf,
  dayKeyOf,
  deliveryOf,
  erasureOf,
  headOf,
  policyOf,
  recipientOf,
  segmentOf,
} from './rows.ts';
import type { Tables } from './schema.ts';

/** Reads within a transaction. */
export function readerOver(db: Transaction<Tables>): Reader {
  return {
    newestPolicy: async () => {
      const row = await db.selectFrom('policies').selectAll().orderBy('version', 'desc').limit(1).executeTakeFirst();
      return row === undefined ? null : policyOf(row);
    },
    policy: async (digest) => {
      const row = await db.selectFrom('policies').selectAll().where('digest', '=', digest).executeTakeFirst();
      return row === undefined ? null : policyOf(row);
    },
    consentsOf: async (participants) => {
      const query = db.selectFrom('consents').selectAll().where('participant', '=', anyOf(participants));
      return (await query.orderBy('ordinal').execute()).map(consentOf);
    },
    hasCommitment: async (commitment) => {
      const query = db.selectFrom('consents').select('ordinal').where('commitment', '=', commitment);
      return (await query.executeTakeFirst()) !== undefined;
    },
    dayKeys: async (ids) => {
      const query = db.selectFrom('day_keys').selectAll().where('day_key', '=', anyOf(ids));
      return (await query.execute()).map(dayKeyOf);
    },
    deviceHeads: async (devices) => {
      // One index look-up a device, however long its chain is.
      const { rows } = await sql<Tables['segments']>`
        select newest.* from unnest(${[...devices]}::text[]) as asked (device)
        cross join lateral
          (select * from segments where segments.device = asked.device order by seq desc limit 1) as newest
      `.execute(db);
      return rows.map(segmentOf);
    },
    segmentsAt: async (places) => {
      const devices = places.map((place) => place.device);
      const seqs = places.map((place) => place.seq);
      const { rows } = await sql<Tables['segments']>`
        select * from segments
        where (device, seq) in (select * from unnest(${devices}::text[], ${seqs}::bigint[]))
      `.execute(db);
      return rows.map(segmentOf);
    },
    segments: async (filter) => (await segmentQuery(db, filter).execute()).map(segmentOf),
    tombstonesAmong: async (tombstones) => {
      const query = db.selectFrom('segments').select('tombstone').where('tombstone', '=', anyOf(tombstones));
      return (await query.execute()).map((row) => digestSchema.parse(row.tombstone));
    },
    dayKeysOf: async (participant, days) => {
      let query = db.selectFrom('day_keys').selectAll().where('participant', '=', participant);
      if (days !== undefined) query = query.where('day', '=', anyOf(days));
      return (await query.execute()).map(dayKeyOf);
    },
    erasure: async (digest) => {
      const row = await db.selectFrom('erasures').selectAll().where('digest', '=', digest).executeTakeFirst();
      return row === undefined ? null : erasureOf(row);
    },
    build: async (id) => {
      const row = await db.selectFrom('builds').selectAll().where('build', '=', id).executeTakeFirst();
      return row === undefined ? null : buildOf(row);
    },
    builds: async (limit) => {
      const query = db.selectFrom('builds').selectAll().orderBy('ordinal', 'desc').limit(limit);
      return (await query.execute()).map(buildOf);
    },
    answers: async (build) => {
      const query = db.selectFrom('build_answers').selectAll().where('build', '=', build).orderBy('ordinal');
      return (await query.execute()).map(answerOf);
    },
    recipient: async (digest) => {
      const row = await db.selectFrom('recipients').selectAll().where('recipient', '=', digest).executeTakeFirst();
      return row === undefined ? null : recipientOf(row);
    },
    recipients: async () =>
      (await db.selectFrom('recipients').selectAll().orderBy('ordinal').execute()).map(recipientOf),
    deliveries: async () =>
      (await db.selectFrom('deliveries').selectAll().orderBy('ordinal', 'desc').execute()).map(deliveryOf),
    ledgerHead: async () => {
      const row = await db.selectFrom('ledger_head').selectAll().executeTakeFirst();
      return row === undefined ? null : headOf(row);
    },
    ledgerEntries: async (from, to) => {
      const query = db.selectFrom('ledger_entries').select('entry').where('index', '>=', from).where('index', '<', to);
      return (await query.orderBy('index').execute()).map((row) => new Uint8Array(row.entry));
    },
    tileHashes: async (level, from, to) => {
      const query = db
        .selectFrom('ledger_hashes')
        .select('hash')
        .where('level', '=', level)
        .where('index', '>=', from)
        .where('index', '<', to);
      return (await query.orderBy('index').execute()).map((row) => new Uint8Array(row.hash));
    },
    pendingDeletions: async (limit) => {
      const rows = await db.selectFrom('pending_deletions').selectAll().limit(limit).execute();
      return rows.map((row) => digestSchema.parse(row.ciphertext));
    },
  };
}

/** All of the values as one parameter: the statement stays the same however many there are. */
function anyOf(values: readonly string[]) {
  return sql<string>`any(${[...values]}::text[])`;
}

function segmentQuery(db: Transaction<Tables>, filter: SegmentFilter) {
  let query = db.selectFrom('segments').selectAll().where('manifest', 'is not', null);
  if (filter.ciphertexts !== undefined) query = query.where('ciphertext', '=', anyOf(filter.ciphertexts));
  if (filter.participant !== undefined) query = query.where('participant', '=', filter.participant);
  if (filter.days !== undefined) query = query.where('day', '=', anyOf(filter.days));
  if (filter.policy !== undefined) query = query.where('policy', '=', filter.policy);
  // Days are compared as text: ISO dates sort as they run.
  if (filter.range !== undefined) {
    query = query.where('day', '>=', filter.range.from).where('day', '<=', filter.range.to);
  }
  return query.orderBy('device').orderBy('seq');
}
