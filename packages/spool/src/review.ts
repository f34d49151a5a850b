import type { Digest, EpisodeNote, Instant, SessionId, Step } from '@assent/contracts';
import { noteKey, snapshotKey, type StepHeader } from './keys.ts';
import { countDrop, noteSchema, parseItem, storedStepSchema, type EpisodePosition } from './records.ts';
import { commitState, readState, stepHeaders, type SpoolContext } from './spool-context.ts';

/** An episode that waits on the device. */
export interface WaitingEpisode extends EpisodePosition {
  readonly from: Instant;
  readonly to: Instant;
  readonly steps: number;
  readonly snapshots: number;
  readonly bytes: number;
}

/** The position of a step. */
export interface StepPosition {
  readonly session: SessionId;
  readonly seq: number;
}

/** What waits for review, oldest first. Decrypts nothing. */
export async function episodes(context: SpoolContext): Promise<readonly WaitingEpisode[]> {
  return groupEpisodes(await stepHeaders(context)).map(summary);
}

/** The steps of a waiting episode, in order, with the note if there is one. Empty once it is sealed or deleted. */
export async function readEpisode(
  context: SpoolContext,
  place: EpisodePosition,
): Promise<{ readonly steps: readonly Step[]; readonly note: EpisodeNote | null }> {
  const headers = (await stepHeaders(context)).filter((header) => isAt(header, place));
  const steps: Step[] = [];
  for (const { key } of headers.toSorted((a, b) => a.seq - b.seq)) {
    steps.push(parseItem(storedStepSchema, await context.items.read(key)).step);
  }
  const note = await context.items.find(noteKey(place));
  return { steps, note: note === undefined ? null : parseItem(noteSchema, note) };
}

/** A snapshot that waits on the device, or undefined. */
export async function readSnapshot(
  { items }: SpoolContext,
  digest: Digest,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return items.findBytes(snapshotKey(digest));
}

/**
 * Says what an episode was about, in place of any note before. Returns false, and keeps nothing, when no step of the
 * episode waits any more.
 */
export async function setNote(context: SpoolContext, note: EpisodeNote): Promise<boolean> {
  const waits = (await stepHeaders(context)).some((header) => isAt(header, note));
  if (!waits) return false;
  await context.store.commit({ deletes: [], puts: [[noteKey(note), await context.items.seal(note)]] });
  return true;
}

/**
 * Deletes waiting steps for good and returns how many went. Snapshots and notes that nothing refers to any more go with
 * them, in the same batch. Only a gap in the numbers shows it.
 */
export async function deleteWhere(
  context: SpoolContext,
  matches: (header: StepHeader) => boolean,
  as: 'deleted' | 'expired' = 'deleted',
): Promise<number> {
  const all = await stepHeaders(context);
  const gone = all.filter(matches);
  if (gone.length === 0) return 0;
  const removal = removalOf(all, gone);
  const notes = notesWithoutSteps(all, gone);
  const state = await readState(context);
  const outcomes =
    as === 'deleted'
      ? { ...state.outcomes, deleted: state.outcomes.deleted + gone.length }
      : countDrop(state.outcomes, 'expired', gone.length);
  await commitState(
    context,
    { ...state, outcomes, bytes: Math.max(0, state.bytes - removal.bytes) },
    { deletes: [...removal.keys, ...notes] },
  );
  return gone.length;
}

/** Whether a header belongs to an episode. */
export function isAt(header: StepHeader, place: EpisodePosition): boolean {
  return header.session === place.session && header.episode === place.episode;
}

/** What goes when some of all steps go: their keys and those of snapshots that no other step needs. */
export function removalOf(
  all: readonly StepHeader[],
  gone: readonly StepHeader[],
): { readonly keys: readonly string[]; readonly bytes: number } {
  const goneKeys = new Set(gone.map(({ key }) => key));
  const needed = new Set(all.flatMap(({ key, snapshot }) => (goneKeys.has(key) ? [] : [snapshot?.digest])));
  const snapshots = new Map(
    gone.flatMap(({ snapshot }) =>
      snapshot === null || needed.has(snapshot.digest) ? [] : [[snapshot.digest, snapshot.bytes]],
    ),
  );
  const bytes = [...gone.map((header) => header.bytes), ...snapshots.values()].reduce((sum, size) => sum + size, 0);
  return { keys: [...goneKeys, ...[...snapshots.keys()].map(snapshotKey)], bytes };
}

/** Episodes of some headers, in the order of their first step. */
export function groupEpisodes(headers: readonly StepHeader[]): readonly (readonly StepHeader[])[] {
  const groups = new Map<string, StepHeader[]>();
  for (const header of headers) {
    const id = `${header.session}/${header.episode}`;
    const group = groups.get(id);
    if (group === undefined) groups.set(id, [header]);
    else group.push(header);
  }
  return [...groups.values()];
}

function notesWithoutSteps(all: readonly StepHeader[], gone: readonly StepHeader[]): readonly string[] {
  const goneKeys = new Set(gone.map(({ key }) => key));
  const left = new Set(all.filter(({ key }) => !goneKeys.has(key)).map(noteKey));
  return [...new Set(gone.map(noteKey))].filter((key) => !left.has(key));
}

function summary(headers: readonly StepHeader[]): WaitingEpisode {
  const [first] = headers;
  // Deny by default: an episode without a step is none.
  if (first === undefined) throw new RangeError('an episode has at least one step');
  const snapshots = new Map(
    headers.flatMap(({ snapshot }) => (snapshot === null ? [] : [[snapshot.digest, snapshot.bytes]])),
  );
  const sizes = [...headers.map(({ bytes }) => bytes), ...snapshots.values()];
  return {
    session: first.session,
    episode: first.episode,
    from: Math.min(...headers.map(({ t }) => t)),
    to: Math.max(...headers.map(({ end }) => end)),
    steps: headers.length,
    snapshots: snapshots.size,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
  };
}
