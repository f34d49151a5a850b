import {
  buildRequestSchema,
  openSigned,
  type BuildFinished,
  type BuildInputs,
  type BuildRequest,
  type CanaryNote,
  type Digest,
  type Instant,
  type Signed,
  type Signer,
} from '@assent/contracts';
import { join } from 'node:path';
import { watermarkRows } from '../canary/watermark-rows.ts';
import { watermarksOf } from '../canary/watermarks.ts';
import { buildCodeDigest } from '../code-digest.ts';
import { DatasetError } from '../errors.ts';
import { admitSegments, type Admission, type AdmittedSegment, type ErasedNames } from './admit.ts';
import { countChainHoles } from './chain.ts';
import { createAssembler, createEpisodeIndex, type Episode, type EpisodeEnds } from './episodes.ts';
import { createDatasetFolder, type DatasetFolder } from './folder.ts';
import { createOpener, type Recheck, type RecheckNote, type UsableSegment } from './open.ts';
import { noteSite } from './note-site.ts';
import { createPseudonyms, type Pseudonyms } from './pseudonyms.ts';
import { publish, type CopyInWork, type PublishedFolder, type Publishing } from './publish.ts';
import { createQualityCounter, type Quality } from './quality.ts';
import { episodeRows } from './rows.ts';
import { assignSplits, type Split } from './splits.ts';
import { createSiteCounter, type SuppressionPlan } from './suppression.ts';

/** How far a build has come, in segments. */
export interface BuildProgress {
  readonly phase: 'survey' | 'write';
  readonly done: number;
  readonly total: number;
}

/** What a build works with. Everything from the collector is foreign and checked. */
export interface BuildDatasetInput {
  readonly request: Signed<BuildRequest>;
  readonly inputs: BuildInputs;
  /** What of the inputs has a tombstone in the ledger, as read there by the caller. */
  readonly erased: ErasedNames;
  /** Fetches a segment's ciphertext by its digest. */
  fetchObject(ciphertext: Digest): Promise<Uint8Array>;
  /** The age identity of the request's `recipient`. */
  readonly buildIdentity: string;
  /** Signs for the request's `builder` key. */
  readonly builder: Signer;
  /** The dataset's own folder; the version becomes a folder in it. */
  readonly outDir: string;
  /** The second safeguards pass, and the digest of its rule set. */
  readonly recheck: Recheck;
  readonly recheckNote: RecheckNote;
  readonly safeguards: Digest;
  readonly version?: string;
  /** What the change log says of this version. */
  readonly changes?: string;
  readonly progress?: (progress: BuildProgress) => void;
  /** Marked copies to be written beside the release, each in a folder below `directory` that its recipient names. */
  readonly copies?: { readonly directory: string; readonly notes: readonly CanaryNote[] };
  /** For reproducible builds and tests: 32 bytes that are overwritten, and the time to state. */
  readonly pseudonymKey?: Uint8Array<ArrayBuffer>;
  readonly now?: () => Instant;
}

/** What came out of a build: the release, whose manifest digest the ledger will name, and its copies. */
export interface BuildReport extends PublishedFolder {
  readonly copies: readonly (PublishedFolder & { readonly recipient: Digest })[];
  /** To be handed to the collector for the ledger. */
  readonly result: Signed<BuildFinished>;
  readonly quality: Quality;
}

/**
 * Opens, verifies, assembles and writes one dataset version.
 *
 * Two passes over the segments in the same order keep memory bounded: the first finds who used what and where episodes end, the
 * second writes. Nothing is published unless everything held; a failed build leaves nothing behind. Throws a
 * `DatasetError` that names what did not hold, or a `ContractsError` or `SealingError` for documents that do not verify.
 */
export async function buildDataset(input: BuildDatasetInput): Promise<BuildReport> {
  await checkRequest(input);
  const admission = await admitSegments(input.request, input.inputs, input.erased);
  const missingSegments = await countChainHoles(input.inputs.manifests);
  const pseudonyms = createPseudonyms(input.pseudonymKey ?? crypto.getRandomValues(new Uint8Array(32)));
  try {
    const work = await planWork(admission.segments, pseudonyms);
    const open = createOpener(input);
    const survey = await surveySegments(work, open, input);
    const version = input.version ?? '1.0.0';
    const folder = await createDatasetFolder(input.outDir, version, work.splits);
    const copies: CopyInWork[] = [];
    try {
      for (const note of input.copies?.notes ?? []) {
        const own = await createDatasetFolder(
          join(input.copies?.directory ?? '', note.recipient),
          version,
          work.splits,
        );
        copies.push({ recipient: note.recipient, watermarks: watermarksOf(note), folder: own });
      }
      const stage = { work, open, survey, folder, copies, pseudonyms, input };
      const quality = await writeTables(stage, admission, missingSegments);
      const { release, ...rest } = await publish(publishingOf(stage, version, quality), folder, copies);
      return { ...release, ...rest, quality };
    } catch (error) {
      for (const each of [folder, ...copies.map((copy) => copy.folder)]) await each.discard();
      throw error;
    }
  } finally {
    pseudonyms.destroy();
  }
}

async function checkRequest({ request, builder }: BuildDatasetInput): Promise<void> {
  const { body } = await openSigned(buildRequestSchema, request);
  if (body.builder !== builder.publicKey) {
    throw new DatasetError('request-mismatch', 'the request names another builder key');
  }
  // Custodians released to the code that the request names: no other code may use what they released.
  if (body.code !== (await buildCodeDigest())) {
    throw new DatasetError('request-mismatch', 'the request names other build code than this');
  }
}

interface PlacedSegment {
  readonly segment: AdmittedSegment;
  readonly participant: string;
}

interface Work {
  readonly segments: readonly PlacedSegment[];
  readonly splitOf: ReadonlyMap<string, Split>;
  readonly splits: readonly Split[];
}

/** The order of work: by pseudonym, so that the order of rows does not reveal who came first. */
async function planWork(segments: readonly AdmittedSegment[], pseudonyms: Pseudonyms): Promise<Work> {
  const placed = await Promise.all(
    segments.map(async (segment) => {
      const { participant, device, seq } = segment.manifest.body.context;
      return {
        segment,
        participant: await pseudonyms.participant(participant),
        device: await pseudonyms.device(device),
        seq,
      };
    }),
  );
  const ordered = placed.sort(
    (a, b) => compare(a.participant, b.participant) || compare(a.device, b.device) || a.seq - b.seq,
  );
  const splitOf = assignSplits(ordered.map(({ participant }) => participant));
  const used = new Set(splitOf.values());
  return {
    segments: ordered,
    splitOf,
    splits: used.has('test') ? ['train', 'test'] : ['train'],
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type Open = (segment: AdmittedSegment) => Promise<UsableSegment>;

interface Survey {
  readonly ends: EpisodeEnds;
  readonly suppression: SuppressionPlan;
}

async function surveySegments(work: Work, open: Open, input: BuildDatasetInput): Promise<Survey> {
  const index = createEpisodeIndex();
  const sites = createSiteCounter();
  let minParticipants = 1;
  for (const [ordinal, { segment }] of work.segments.entries()) {
    const { participant } = segment.manifest.body.context;
    const { records } = await open(segment);
    index.add(ordinal, participant, records);
    for (const record of records) if (record.kind === 'step') sites.add(participant, record.step);
    // Of several policy versions the strictest counts.
    minParticipants = Math.max(minParticipants, segment.policy.builds.minParticipants);
    input.progress?.({ phase: 'survey', done: ordinal + 1, total: work.segments.length });
  }
  return { ends: index.ends, suppression: sites.plan(minParticipants) };
}

interface Stage {
  readonly work: Work;
  readonly open: Open;
  readonly survey: Survey;
  readonly folder: DatasetFolder;
  readonly copies: readonly CopyInWork[];
  readonly pseudonyms: Pseudonyms;
  readonly input: BuildDatasetInput;
}

async function writeTables(stage: Stage, admission: Admission, missingSegments: number): Promise<Quality> {
  const { work, open, survey, input } = stage;
  const assembler = createAssembler(survey.ends);
  const quality = createQualityCounter();
  const counts = { secondPass: 0, outOfScopeSteps: 0, snapshotsNotGiven: 0, snapshotsNotAllowed: 0 };

  for (const [ordinal, { segment }] of work.segments.entries()) {
    const usable = await open(segment);
    counts.outOfScopeSteps += usable.outOfScopeSteps;
    counts.snapshotsNotGiven += usable.snapshotsNotGiven;
    counts.snapshotsNotAllowed += usable.snapshotsNotAllowed;
    const sites = new Map(segment.policy.sites.map((site) => [site.origin, site]));
    const records = usable.records.map((record) => {
      if (record.kind === 'snapshot') return record;
      if (record.kind === 'episode') {
        const site = noteSite(record.note, usable.records, segment.policy);
        const { note, caught } = input.recheckNote(record.note, { site });
        counts.secondPass += caught;
        return { kind: 'episode' as const, note };
      }
      const site = sites.get(record.step.page.origin);
      // Steps on other sites were left out when the segment was opened.
      if (site === undefined) throw new DatasetError('segment-mismatch', 'a step outside the listed sites');
      const { step, caught } = input.recheck(record.step, { site, proposals: segment.policy.proposals ?? [] });
      counts.secondPass += caught;
      return { kind: 'step' as const, step };
    });
    for (const episode of assembler.add(ordinal, segment.manifest.body.context.participant, records)) {
      await writeEpisode(stage, episode, quality);
    }
    input.progress?.({ phase: 'write', done: ordinal + 1, total: work.segments.length });
  }
  for (const episode of assembler.finish()) await writeEpisode(stage, episode, quality);
  return quality.total({
    ...counts,
    segments: { opened: work.segments.length, missing: missingSegments, excluded: admission.excluded },
  });
}

async function writeEpisode(
  { work, survey, folder, copies, pseudonyms }: Stage,
  episode: Episode,
  quality: ReturnType<typeof createQualityCounter>,
): Promise<void> {
  const first = episode.steps[0]?.step;
  if (first === undefined) return;
  const participant = await pseudonyms.participant(episode.participant);
  const split = work.splitOf.get(participant) ?? 'train';
  const rows = episodeRows(episode, {
    episodeId: await pseudonyms.episode(episode.participant, first.session, first.episode),
    participant,
    split,
    suppression: survey.suppression,
  });
  if (rows === null) return;
  quality.add(rows);
  folder.add(split, rows.episode, rows.steps);
  for (const copy of copies) {
    const watermarked = watermarkRows(copy.watermarks, rows);
    copy.folder.add(split, watermarked.episode, watermarked.steps);
  }
}

function publishingOf({ work, survey, input }: Stage, version: string, quality: Quality): Publishing {
  return {
    request: input.request,
    policies: input.inputs.policies,
    builder: input.builder,
    safeguards: input.safeguards,
    version,
    changes: input.changes ?? 'First version.',
    builtAt: (input.now ?? Date.now)(),
    segments: work.segments.map(({ segment }) => segment),
    splitOf: work.splitOf,
    splits: work.splits,
    suppression: survey.suppression,
    quality,
  };
}
