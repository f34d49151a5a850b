import { canonicalJson, type Digest } from '@assent/contracts';
import { tombstoneOf, type Hash } from '@assent/ledger';
import type { Reader, Repository, Writer } from '../ports.ts';
import type {
  BuildRecord,
  ConsentRecord,
  CustodianAnswer,
  DayKeyRecord,
  DeliveryRecord,
  ErasureRecord,
  LedgerHead,
  PolicyRecord,
  RecipientRecord,
  SegmentFilter,
  SegmentRow,
} from '../records.ts';

interface State {
  readonly policies: PolicyRecord[];
  readonly consents: ConsentRecord[];
  readonly dayKeys: Map<string, DayKeyRecord>;
  readonly segments: Map<string, SegmentRow>;
  readonly tombstones: Set<Digest>;
  readonly erasures: Map<string, ErasureRecord>;
  readonly builds: Map<string, BuildRecord>;
  readonly answers: Map<string, readonly CustodianAnswer[]>;
  readonly recipients: Map<string, RecipientRecord>;
  readonly deliveries: DeliveryRecord[];
  readonly entries: Uint8Array[];
  readonly hashes: Map<string, Hash>;
  readonly pending: Set<Digest>;
  head: LedgerHead | null;
}

/** A repository in memory: writes run one after another and vanish when they throw. For tests; passes the same contract as PostgreSQL. */
export function createMemoryRepository(): Repository {
  let state: State = {
    policies: [],
    consents: [],
    dayKeys: new Map(),
    segments: new Map(),
    tombstones: new Set(),
    erasures: new Map(),
    builds: new Map(),
    answers: new Map(),
    recipients: new Map(),
    deliveries: [],
    entries: [],
    hashes: new Map(),
    pending: new Set(),
    head: null,
  };
  let last: Promise<unknown> = Promise.resolve();
  return {
    read: (work) => work(readerOf(state)),
    write: (work) => {
      const turn = last.then(async () => {
        const draft = copyOf(state);
        const result = await work({ ...readerOf(draft), ...writesOf(draft) });
        state = draft;
        return result;
      });
      last = turn.catch(() => undefined);
      return turn;
    },
  };
}

function copyOf(state: State): State {
  return {
    policies: [...state.policies],
    consents: [...state.consents],
    dayKeys: new Map(state.dayKeys),
    segments: new Map(state.segments),
    tombstones: new Set(state.tombstones),
    erasures: new Map(state.erasures),
    builds: new Map(state.builds),
    answers: new Map(state.answers),
    recipients: new Map(state.recipients),
    deliveries: [...state.deliveries],
    entries: [...state.entries],
    hashes: new Map(state.hashes),
    pending: new Set(state.pending),
    head: state.head,
  };
}

const placeOf = (place: { readonly device: string; readonly seq: number }): string => `${place.device}/${place.seq}`;

function readerOf(state: State): Reader {
  const present = <T>(items: readonly (T | undefined)[]): readonly T[] => items.filter((item) => item !== undefined);
  return {
    newestPolicy: async () => state.policies.at(-1) ?? null,
    policy: async (digest) => state.policies.find((record) => record.digest === digest) ?? null,
    consentsOf: async (participants) =>
      state.consents.filter((record) => participants.includes(record.document.body.participant)),
    hasCommitment: async (commitment) => state.consents.some((record) => record.commitment === commitment),
    dayKeys: async (ids) => present([...new Set(ids)].map((id) => state.dayKeys.get(id))),
    deviceHeads: async (devices) =>
      present(
        devices.map((device) =>
          [...state.segments.values()]
            .filter((record) => record.device === device)
            .reduce<SegmentRow | undefined>((a, b) => (a !== undefined && a.seq > b.seq ? a : b), undefined),
        ),
      ),
    segmentsAt: async (places) => present([...new Set(places.map(placeOf))].map((place) => state.segments.get(place))),
    segments: async (filter) =>
      [...state.segments.values()]
        .filter((record) => fits(filter, record))
        .sort((a, b) => (a.device === b.device ? a.seq - b.seq : a.device < b.device ? -1 : 1))
        .slice(0, filter.limit),
    tombstonesAmong: async (tombstones) => tombstones.filter((tombstone) => state.tombstones.has(tombstone)),
    dayKeysOf: async (participant, days) =>
      [...state.dayKeys.values()].filter(
        ({ document }) =>
          document?.body.participant === participant && (days === undefined || days.includes(document.body.day)),
      ),
    erasure: async (digest) => state.erasures.get(digest) ?? null,
    build: async (id) => state.builds.get(id) ?? null,
    builds: async (limit) => [...state.builds.values()].toReversed().slice(0, limit),
    answers: async (build) => state.answers.get(build) ?? [],
    recipient: async (digest) => state.recipients.get(digest) ?? null,
    recipients: async () => [...state.recipients.values()],
    deliveries: async () => state.deliveries.toReversed(),
    ledgerHead: async () => state.head,
    ledgerEntries: async (from, to) => state.entries.slice(from, to),
    tileHashes: async (level, from, to) =>
      present(Array.from({ length: to - from }, (_, i) => state.hashes.get(`${level}/${from + i}`))),
    pendingDeletions: async (limit) => [...state.pending].slice(0, limit),
  };
}

function fits(filter: SegmentFilter, record: SegmentRow): boolean {
  if (record.manifest === null) return false;
  const { ciphertext, context } = record.manifest.body;
  return (
    (filter.ciphertexts === undefined || filter.ciphertexts.includes(ciphertext)) &&
    (filter.participant === undefined || filter.participant === context.participant) &&
    (filter.days === undefined || filter.days.includes(context.day)) &&
    (filter.policy === undefined || filter.policy === context.policy) &&
    (filter.range === undefined || (filter.range.from <= context.day && context.day <= filter.range.to))
  );
}

function writesOf(state: State): Omit<Writer, keyof Reader> {
  /** What a primary key would say. */
  const fresh = (condition: boolean): void => {
    if (!condition) throw new Error('duplicate key');
  };
  return {
    addPolicy: async (record) => {
      fresh(state.policies.every((other) => other.digest !== record.digest));
      state.policies.push(record);
    },
    addConsent: async (record) => {
      fresh(state.consents.every((other) => other.digest !== record.digest));
      state.consents.push(record);
    },
    addDayKey: async (record) => {
      fresh(!state.dayKeys.has(record.dayKey));
      state.dayKeys.set(record.dayKey, record);
    },
    addSegments: async (records) => {
      for (const record of records) {
        fresh(!state.segments.has(placeOf(record)));
        state.segments.set(placeOf(record), record);
      }
    },
    eraseSegments: async (records) => {
      for (const record of records) {
        if (record.manifest === null) continue;
        state.pending.add(record.manifest.body.ciphertext);
        state.tombstones.add(tombstoneOf(record.manifest.body.ciphertext));
        state.segments.set(placeOf(record), { ...record, manifest: null });
      }
    },
    eraseDayKeys: async (ids) => {
      for (const id of ids) {
        const record = state.dayKeys.get(id);
        if (record !== undefined) state.dayKeys.set(id, { ...record, document: null });
      }
    },
    addErasure: async (record) => {
      fresh(!state.erasures.has(record.digest));
      state.erasures.set(record.digest, record);
    },
    confirmDeletions: async (objects) => {
      for (const digest of objects) state.pending.delete(digest);
    },
    addBuild: async (record) => {
      fresh(!state.builds.has(record.build));
      state.builds.set(record.build, record);
    },
    addAnswer: async (build, answer) => {
      const before = state.answers.get(build) ?? [];
      fresh(before.every((other) => other.custodian !== answer.custodian));
      state.answers.set(build, [...before, answer]);
    },
    finishBuild: async (build, result) => {
      const record = state.builds.get(build);
      if (record !== undefined) state.builds.set(build, { ...record, result });
      const answers = state.answers.get(build) ?? [];
      state.answers.set(build, answers.map(withoutShares));
    },
    addRecipient: async (record) => {
      fresh(!state.recipients.has(record.digest));
      state.recipients.set(record.digest, record);
    },
    addDelivery: async (record) => {
      const { build, recipient } = record.delivery.body;
      fresh(!state.deliveries.some(({ delivery: { body } }) => body.build === build && body.recipient === recipient));
      state.deliveries.push(record);
    },
    appendLedger: async ({ firstIndex, entries, hashes, head }) => {
      fresh(firstIndex === state.entries.length);
      state.entries.push(...entries);
      for (const { level, index, hash } of hashes) state.hashes.set(`${level}/${index}`, hash);
      state.head = head;
    },
  };
}

function withoutShares(answer: CustodianAnswer): CustodianAnswer {
  return answer.kind === 'release' ? { ...answer, document: null } : answer;
}

/** Throws unless two values have the same canonical JSON. */
export function expectSame(actual: unknown, expected: unknown, what: string): void {
  if (canonicalJson(actual) !== canonicalJson(expected)) throw new Error(`${what} differ`);
}
