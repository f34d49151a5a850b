import { tombstoneOf } from '@assent/ledger';
import type { Reader, Writer } from '@assent/service';
import { sql, type Transaction } from 'kysely';
import { peaksColumn } from './rows.ts';
import type { Tables } from './schema.ts';

/** Writes within a transaction. */
export function writerOver(db: Transaction<Tables>): Omit<Writer, keyof Reader> {
  return {
    addPolicy: async ({ digest, document, leafIndex }) => {
      const row = { digest, version: document.body.version, document: JSON.stringify(document), leaf_index: leafIndex };
      await db.insertInto('policies').values(row).execute();
    },
    addConsent: async ({ digest, document, commitment, leafIndex }) => {
      const { participant } = document.body;
      const row = { digest, participant, document: JSON.stringify(document), commitment, leaf_index: leafIndex };
      await db.insertInto('consents').values(row).execute();
    },
    addDayKey: async ({ dayKey, digest, document }) => {
      const row = {
        day_key: dayKey,
        digest,
        participant: document?.body.participant ?? null,
        day: document?.body.day ?? null,
        document: document === null ? null : JSON.stringify(document),
      };
      await db.insertInto('day_keys').values(row).execute();
    },
    addSegments: async (records) => {
      const rows = records.map((record) => ({
        device: record.device,
        seq: record.seq,
        digest: record.digest,
        leaf_index: record.leafIndex,
        accepted_at: record.at,
        participant: record.manifest?.body.context.participant ?? null,
        day: record.manifest?.body.context.day ?? null,
        policy: record.manifest?.body.context.policy ?? null,
        ciphertext: record.manifest?.body.ciphertext ?? null,
        manifest: record.manifest === null ? null : JSON.stringify(record.manifest),
        tombstone: null,
      }));
      if (rows.length > 0) await db.insertInto('segments').values(rows).execute();
    },
    eraseSegments: async (records) => {
      const ciphertexts = records.flatMap((record) => record.manifest?.body.ciphertext ?? []);
      await sql`insert into pending_deletions select unnest(${ciphertexts}::text[])`.execute(db);
      await sql`
        update segments
        set participant = null, day = null, policy = null, ciphertext = null, manifest = null, tombstone = erased.tombstone
        from unnest(${ciphertexts}::text[], ${ciphertexts.map(tombstoneOf)}::text[]) as erased (ciphertext, tombstone)
        where segments.ciphertext = erased.ciphertext
      `.execute(db);
    },
    eraseDayKeys: async (ids) => {
      await sql`
        update day_keys set participant = null, day = null, document = null where day_key = any(${[...ids]}::text[])
      `.execute(db);
    },
    addErasure: async ({ digest, segments, dayKeys, leafIndex, at }) => {
      const row = { digest, segments, day_keys: dayKeys, leaf_index: leafIndex, executed_at: at };
      await db.insertInto('erasures').values(row).execute();
    },
    confirmDeletions: async (objects) => {
      await sql`delete from pending_deletions where ciphertext = any(${[...objects]}::text[])`.execute(db);
    },
    addBuild: async ({ build, request, acceptedAt, leafIndex, result }) => {
      const row = {
        build,
        request: JSON.stringify(request),
        accepted_at: acceptedAt,
        leaf_index: leafIndex,
        result: result === null ? null : JSON.stringify(result),
      };
      await db.insertInto('builds').values(row).execute();
    },
    addAnswer: async (build, answer) => {
      const { custodian, side, kind, digest, document } = answer;
      const text = document === null ? null : JSON.stringify(document);
      await db.insertInto('build_answers').values({ build, custodian, side, kind, digest, document: text }).execute();
    },
    finishBuild: async (build, result) => {
      await db
        .updateTable('builds')
        .set({ result: JSON.stringify(result) })
        .where('build', '=', build)
        .execute();
      await db
        .updateTable('build_answers')
        .set({ document: null })
        .where('build', '=', build)
        .where('kind', '=', 'release')
        .execute();
    },
    addRecipient: async ({ digest, card, leafIndex }) => {
      const row = { recipient: digest, card: JSON.stringify(card), leaf_index: leafIndex };
      await db.insertInto('recipients').values(row).execute();
    },
    addDelivery: async ({ delivery, notes, leafIndex }) => {
      const { build, recipient } = delivery.body;
      const documents = { delivery: JSON.stringify(delivery), notes: JSON.stringify(notes) };
      await db
        .insertInto('deliveries')
        .values({ build, recipient, ...documents, leaf_index: leafIndex })
        .execute();
    },
    appendLedger: async ({ firstIndex, entries, hashes, head }) => {
      const indexes = entries.map((_, offset) => firstIndex + offset);
      await sql`
        insert into ledger_entries (index, entry)
        select * from unnest(${indexes}::bigint[], ${entries.map((entry) => Buffer.from(entry))}::bytea[])
      `.execute(db);
      await sql`
        insert into ledger_hashes (level, index, hash)
        select * from unnest(
          ${hashes.map((node) => node.level)}::smallint[],
          ${hashes.map((node) => node.index)}::bigint[],
          ${hashes.map((node) => Buffer.from(node.hash))}::bytea[]
        )
      `.execute(db);
      const row = {
        size: head.tree.size,
        peaks: Buffer.from(peaksColumn(head.tree.peaks)),
        checkpoint: head.checkpoint,
      };
      await db
        .insertInto('ledger_head')
        .values({ only_row: true, ...row })
        .onConflict((conflict) => conflict.column('only_row').doUpdateSet(row))
        .execute();
    },
  };
}
