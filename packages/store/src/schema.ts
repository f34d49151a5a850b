import type { GeneratedAlways } from 'kysely';

/** The tables as kysely sees them. Documents are JSON text as it was signed; 64-bit integers are safe numbers. */
export interface Tables {
  policies: { digest: string; version: number; document: string; leaf_index: number };
  consents: {
    ordinal: GeneratedAlways<number>;
    digest: string;
    participant: string;
    document: string;
    commitment: string;
    leaf_index: number;
  };
  day_keys: {
    day_key: string;
    digest: string;
    participant: string | null;
    day: string | null;
    document: string | null;
  };
  segments: {
    device: string;
    seq: number;
    digest: string;
    leaf_index: number;
    accepted_at: number;
    participant: string | null;
    day: string | null;
    policy: string | null;
    ciphertext: string | null;
    manifest: string | null;
    tombstone: string | null;
  };
  pending_deletions: { ciphertext: string };
  erasures: { digest: string; segments: number; day_keys: number; leaf_index: number; executed_at: number };
  builds: {
    ordinal: GeneratedAlways<number>;
    build: string;
    request: string;
    accepted_at: number;
    leaf_index: number;
    result: string | null;
  };
  build_answers: {
    ordinal: GeneratedAlways<number>;
    build: string;
    custodian: string;
    side: string;
    kind: string;
    digest: string;
    document: string | null;
  };
  recipients: { ordinal: GeneratedAlways<number>; recipient: string; card: string; leaf_index: number };
  deliveries: {
    ordinal: GeneratedAlways<number>;
    build: string;
    recipient: string;
    delivery: string;
    notes: string;
    leaf_index: number;
  };
  ledger_entries: { index: number; entry: Uint8Array };
  ledger_hashes: { level: number; index: number; hash: Uint8Array };
  ledger_head: { only_row: boolean; size: number; peaks: Uint8Array; checkpoint: string };
}
