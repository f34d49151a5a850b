import { canonicalJson, type Digest, type EpisodeNote, type ParticipantId, type Step } from '@assent/contracts';
import type { SegmentRecord } from '@assent/sealing';
import { DatasetError } from '../errors.ts';

/** Names an episode among all of a build: participant, session and number. */
type EpisodeKey = string;

/** A step in its place, with the number of recorded steps that are missing right before it. */
interface PlacedStep {
  readonly step: Step;
  readonly missingBefore: number;
}

/** An episode put together: steps by `seq`, each place once. */
export interface Episode {
  readonly key: EpisodeKey;
  readonly participant: ParticipantId;
  readonly steps: readonly PlacedStep[];
  /** The last note wins: a participant may correct what the episode was about. */
  readonly note: EpisodeNote | null;
  /** The snapshots that came with the segments, by digest. */
  readonly snapshots: ReadonlyMap<Digest, Uint8Array>;
}

/** For each episode the ordinal of the last segment in which it appears: so memory holds open episodes only. */
export type EpisodeEnds = ReadonlyMap<EpisodeKey, number>;

/** Finds where each episode ends, over a first pass through the segments in their order of work. */
export function createEpisodeIndex(): {
  add(ordinal: number, participant: ParticipantId, records: readonly SegmentRecord[]): void;
  readonly ends: EpisodeEnds;
} {
  const ends = new Map<EpisodeKey, number>();
  return {
    ends,
    add(ordinal, participant, records) {
      for (const record of records) {
        const place = positionOf(record);
        if (place !== null) ends.set(keyOf(participant, place), ordinal);
      }
    },
  };
}

/**
 * Puts episodes together over a second pass in the same order, and gives each out as soon as it can be whole: one
 * segment after its last, because a snapshot may be cut off into the segment after its step.
 *
 * Throws a `DatasetError` (`steps-conflict`) when two different steps claim one place; equal ones count once.
 */
export function createAssembler(ends: EpisodeEnds): {
  add(ordinal: number, participant: ParticipantId, records: readonly SegmentRecord[]): readonly Episode[];
  finish(): readonly Episode[];
} {
  const open = new Map<EpisodeKey, OpenEpisode>();
  const lastSeq = new Map<string, number>();
  let recent: readonly RecentSnapshot[] = [];

  function take(participant: ParticipantId, record: SegmentRecord): void {
    const place = positionOf(record);
    if (place === null) return;
    const key = keyOf(participant, place);
    const episode = open.get(key) ?? newEpisode(key, participant, place.session);
    open.set(key, episode);
    if (record.kind === 'episode') episode.note = record.note;
    if (record.kind === 'step') placeStep(episode, record.step);
  }

  function close(episode: OpenEpisode): Episode {
    open.delete(episode.key);
    const steps = [...episode.steps.values()].sort((a, b) => a.seq - b.seq);
    const session = `${episode.participant}/${episode.session}`;
    const placed = withHoles(steps, lastSeq.get(session));
    const last = steps.at(-1);
    if (last !== undefined) lastSeq.set(session, last.seq);
    const { key, participant, note, snapshots } = episode;
    return { key, participant, steps: placed, note, snapshots };
  }

  function closeWhere(isDone: (key: EpisodeKey) => boolean): readonly Episode[] {
    const done = [...open.values()].filter((episode) => isDone(episode.key));
    return done.sort(inOrder).map(close);
  }

  return {
    add(ordinal, participant, records) {
      for (const record of records) take(participant, record);
      const arrived = records
        .filter((record) => record.kind === 'snapshot')
        .map(({ digest, bytes }) => ({ ordinal, participant, digest, bytes }));
      // A snapshot may also come in the segment before its step.
      recent = [...recent.filter((snapshot) => snapshot.ordinal >= ordinal - 1), ...arrived];
      for (const episode of open.values()) attachSnapshots(episode, recent);
      return closeWhere((key) => (ends.get(key) ?? 0) < ordinal);
    },
    finish: () => closeWhere(() => true),
  };
}

interface OpenEpisode {
  readonly key: EpisodeKey;
  readonly participant: ParticipantId;
  readonly session: string;
  readonly steps: Map<number, Step>;
  readonly wanted: Set<Digest>;
  readonly snapshots: Map<Digest, Uint8Array>;
  note: EpisodeNote | null;
}

interface RecentSnapshot {
  readonly ordinal: number;
  readonly participant: ParticipantId;
  readonly digest: Digest;
  readonly bytes: Uint8Array;
}

interface EpisodePosition {
  readonly session: string;
  readonly episode: number;
}

function positionOf(record: SegmentRecord): EpisodePosition | null {
  switch (record.kind) {
    case 'step':
      return record.step;
    case 'episode':
      return record.note;
    case 'snapshot':
      return null;
    default:
      record satisfies never;
      throw new DatasetError('segment-mismatch', 'a record of an unknown kind');
  }
}

function keyOf(participant: ParticipantId, { session, episode }: EpisodePosition): EpisodeKey {
  return `${participant}/${session}/${episode}`;
}

function newEpisode(key: EpisodeKey, participant: ParticipantId, session: string): OpenEpisode {
  return { key, participant, session, steps: new Map(), wanted: new Set(), snapshots: new Map(), note: null };
}

function placeStep(episode: OpenEpisode, step: Step): void {
  const there = episode.steps.get(step.seq);
  if (there !== undefined && canonicalJson(there) !== canonicalJson(step)) {
    throw new DatasetError('steps-conflict', `two different steps claim seq ${step.seq} of one episode`);
  }
  episode.steps.set(step.seq, step);
  if (step.observation !== null) episode.wanted.add(step.observation.shot);
}

function attachSnapshots(episode: OpenEpisode, recent: readonly RecentSnapshot[]): void {
  for (const { participant, digest, bytes } of recent) {
    if (participant === episode.participant && episode.wanted.has(digest)) episode.snapshots.set(digest, bytes);
  }
}

/** Sessions in the order they opened is not known here: by session, then by number, is as stable and needs nothing. */
function inOrder(a: OpenEpisode, b: OpenEpisode): number {
  if (a.session !== b.session) return a.session < b.session ? -1 : 1;
  return numberOf(a.key) - numberOf(b.key);
}

function numberOf(key: EpisodeKey): number {
  return Number(key.slice(key.lastIndexOf('/') + 1));
}

/**
 * Labels holes. `before` is the last seq of the session's episode before this one; unknown at the first episode a build
 * sees, where only a session that begins here is known to begin at 0.
 */
function withHoles(steps: readonly Step[], before: number | undefined): readonly PlacedStep[] {
  return steps.map((step, i) => {
    const previous = i > 0 ? steps[i - 1]?.seq : (before ?? (step.episode === 0 ? -1 : undefined));
    return { step, missingBefore: previous === undefined ? 0 : Math.max(0, step.seq - previous - 1) };
  });
}
