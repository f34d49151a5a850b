-- Every column is listed, with its reason, in docs/data-inventory.md.

create table policies (
  digest text primary key,
  version integer not null unique,
  document text not null,
  leaf_index bigint not null
);

create table consents (
  ordinal bigint generated always as identity primary key,
  digest text not null unique,
  participant text not null,
  document text not null,
  commitment text not null unique,
  leaf_index bigint not null
);
create index consents_participant on consents (participant, ordinal);

-- Erased: participant, day and document are null; the id stays, so that the key can never return.
create table day_keys (
  day_key text primary key,
  digest text not null,
  participant text,
  day text,
  document text,
  check (num_nonnulls(participant, day, document) in (0, 3))
);
create index day_keys_participant on day_keys (participant, day) where document is not null;

-- Live: all but the tombstone. Erased: place, digest, leaf, time and tombstone.
create table segments (
  device text not null,
  seq bigint not null,
  digest text not null,
  leaf_index bigint not null,
  accepted_at bigint not null,
  participant text,
  day text,
  policy text,
  ciphertext text unique,
  manifest text,
  tombstone text unique,
  primary key (device, seq),
  check (num_nonnulls(participant, day, policy, ciphertext, manifest) = case when tombstone is null then 5 else 0 end)
);
create index segments_participant on segments (participant, day) where manifest is not null;
create index segments_policy on segments (policy, day) where manifest is not null;

create table pending_deletions (
  ciphertext text primary key
);

create table erasures (
  digest text primary key,
  segments integer not null,
  day_keys integer not null,
  leaf_index bigint not null,
  executed_at bigint not null
);

create table builds (
  ordinal bigint generated always as identity unique,
  build text primary key,
  request text not null,
  accepted_at bigint not null,
  leaf_index bigint not null,
  result text
);

create table build_answers (
  ordinal bigint generated always as identity unique,
  build text not null references builds (build),
  custodian text not null,
  side text not null check (side in ('employer', 'worker')),
  kind text not null check (kind in ('release', 'refusal')),
  digest text not null,
  document text,
  primary key (build, custodian)
);

create table ledger_entries (
  index bigint primary key,
  entry bytea not null
);

create table ledger_hashes (
  level smallint not null,
  index bigint not null,
  hash bytea not null check (octet_length(hash) = 32),
  primary key (level, index)
);

create table ledger_head (
  only_row boolean primary key default true check (only_row),
  size bigint not null,
  peaks bytea not null,
  checkpoint text not null
);
