-- Who may receive datasets, and what was delivered to them.

create table recipients (
  ordinal bigint generated always as identity unique,
  recipient text primary key,
  card text not null,
  leaf_index bigint not null
);

create table deliveries (
  ordinal bigint generated always as identity unique,
  build text not null references builds (build),
  recipient text not null references recipients (recipient),
  delivery text not null,
  notes text not null,
  leaf_index bigint not null,
  primary key (build, recipient)
);
