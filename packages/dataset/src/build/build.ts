import {
  buildIdSchema,
  buildRequestSchema,
  digestOf,
  openSigned,
  sha256Hex,
  signDocument,
  type BuildFinished,
  type BuildInputs,
  type BuildRequest,
  type Digest,
  type Instant,
  type Signed,
  type Signer,
} from '@assent/contracts';
import { buildCodeDigest } from '../code-digest.ts';
import { DatasetError } from '../errors.ts';
import { encodeManifest, manifestFile, rootOf, type DatasetManifest } from '../manifest.ts';
import { admitSegments, type Admission, type AdmittedSegment, type ErasedNames } from './admit.ts';
import { countChainHoles } from './chain.ts';
import { writeDocuments } from './documents.ts';
import { createAssembler, createEpisodeIndex, type Episode, type EpisodeEnds } from './episodes.ts';
import { createDatasetFolder, type DatasetFolder } from './folder.ts';
import { createOpener, type Recheck, type RecheckNote, type UsableSegment } from './open.ts';
import { noteSite } from './note-site.ts';
import { createPseudonyms, type Pseudonyms } from './pseudonyms.ts';
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
  /** What of the inputs has a tombstone in the ledger, as whoever runs the build read it there. */
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
  /** For reproducible builds and tests: 32 bytes that are overwritten, and the time to state. */
  readonly pseudonymKey?: Uint8Array<ArrayBuffer>;
  readonly now?: () => Instant;
}

/** What came out of a build. */
export interface BuildReport {
  readonly directory: string;
  readonly manifest: Signed<DatasetManifest>;
  /** SHA-256 of `manifest.json`: what the ledger will say of this dataset. */
  readonly manifestDigest: Digest;
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
    const folder = await createDatasetFolder(input.outDir, input.version ?? '1.0.0', work.splits);
    try {
      const quality = await writeTables({ work, open, survey, folder, pseudonyms, input }, admission, missingSegments);
      return await publish({ work, survey, folder, input, quality });
    } catch (error) {
      await folder.discard();
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

/** The order of work: by pseudonym, so that the order of rows tells nothing about who came first. */
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
  readonly pseudonyms: Pseudonyms;
  readonly input: BuildDatasetInput;
}

async function writeTables(stage: Stage, admission: Admission, missingSegments: number): Promise<Quality> {
  const { work, open, survey, input } = stage;
  const assembler = createAssembler(survey.ends);
  const quality = createQualityCounter();
  const counts = { secondPass: 0, outOfScopeSteps: 0, snapshotsNotGiven: 0 };

  for (const [ordinal, { segment }] of work.segments.entries()) {
    const usable = await open(segment);
    counts.outOfScopeSteps += usable.outOfScopeSteps;
    counts.snapshotsNotGiven += usable.snapshotsNotGiven;
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
  { work, survey, folder, pseudonyms }: Stage,
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
}

async function publish(stage: {
  readonly work: Work;
  readonly survey: Survey;
  readonly folder: DatasetFolder;
  readonly input: BuildDatasetInput;
  readonly quality: Quality;
}): Promise<BuildReport> {
  const { work, survey, folder, input, quality } = stage;
  const { request, builder } = input;
  const builtAt = (input.now ?? Date.now)();
  const version = input.version ?? '1.0.0';
  const build = buildIdSchema.parse(await digestOf(request.body));
  const policy = await policyOf(input);
  const tables = await folder.closeTables();
  const documents = await writeDocuments(folder, {
    version,
    changes: input.changes ?? 'First version.',
    policy,
    policyDigest: request.body.policy,
    build,
    code: request.body.code,
    builtAt,
    days: request.body.days,
    participants: work.splitOf.size,
    splits: work.splits,
    minParticipants: survey.suppression.minParticipants,
    quality,
    tables,
    splitOf: work.splitOf,
    suppression: survey.suppression,
    request,
  });
  const files = [...tables, ...documents].sort((a, b) => compare(a.path, b.path));
  const manifest = await signDocument<DatasetManifest>(
    {
      type: 'dataset-manifest',
      v: 1,
      version,
      program: request.body.program,
      purpose: request.body.purpose,
      build,
      builtAt,
      code: request.body.code,
      policies: distinct([request.body.policy, ...work.segments.map(({ segment }) => contextOf(segment).policy)]),
      safeguards: distinct(work.segments.map(({ segment }) => contextOf(segment).safeguards)),
      files,
      root: await rootOf(files),
      counts: {
        segments: work.segments.length,
        participants: work.splitOf.size,
        episodes: quality.episodes,
        steps: quality.steps,
      },
    },
    builder,
  );
  const bytes = encodeManifest(manifest);
  const manifestDigest = await sha256Hex(bytes);
  await folder.write(manifestFile, bytes);
  const result = await signDocument<BuildFinished>(
    {
      type: 'build-finished',
      v: 1,
      program: request.body.program,
      build,
      at: builtAt,
      code: request.body.code,
      safeguards: input.safeguards,
      inputs: await digestOf(work.segments.map(({ segment }) => segment.manifest.body.ciphertext).sort()),
      output: manifestDigest,
      counts: {
        segments: work.segments.length,
        episodes: quality.episodes,
        steps: quality.steps,
        secondPass: quality.secondPass,
      },
    },
    builder,
  );
  return { directory: await folder.publish(), manifest, manifestDigest, result, quality };
}

async function policyOf({ request, inputs }: BuildDatasetInput): Promise<BuildInputs['policies'][number]['body']> {
  for (const { body } of inputs.policies) if ((await digestOf(body)) === request.body.policy) return body;
  throw new DatasetError('request-mismatch', 'the policy that the request names is not among the inputs');
}

function contextOf(segment: AdmittedSegment): AdmittedSegment['manifest']['body']['context'] {
  return segment.manifest.body.context;
}

function distinct(digests: readonly Digest[]): Digest[] {
  return [...new Set(digests)].sort();
}
