import {
  buildIdSchema,
  digestOf,
  sha256Hex,
  type BuildInputs,
  type BuildRequest,
  type DayKeyId,
  type Digest,
  type EpisodeNote,
  type KeepProposal,
  type Policy,
  type Signed,
  type Site,
  type Step,
} from '@assent/contracts';
import { openReleases, openSegment, type OpenedReleases, type SegmentRecord } from '@assent/sealing';
import { DatasetError } from '../errors.ts';
import type { AdmittedSegment } from './admit.ts';

/** The second safeguards pass over one step, by the rules of the site it was taken on. */
export type Recheck = (
  step: Step,
  options: { readonly site: Site; readonly proposals: readonly KeepProposal[] },
) => { readonly step: Step; readonly caught: number };

/** The same over what somebody said an episode was about. */
export type RecheckNote = (
  note: EpisodeNote,
  options: { readonly site: Site },
) => { readonly note: EpisodeNote; readonly caught: number };

/** What of a segment may go on, and what was left out of it. */
export interface UsableSegment {
  readonly records: readonly SegmentRecord[];
  readonly outOfScopeSteps: number;
  readonly snapshotsNotGiven: number;
  /** Snapshots that show what the policy keeps for nobody. */
  readonly snapshotsNotAllowed: number;
}

interface OpenerInput {
  readonly request: Signed<BuildRequest>;
  readonly inputs: BuildInputs;
  readonly buildIdentity: string;
  fetchObject(ciphertext: Digest): Promise<Uint8Array>;
}

/**
 * Opens admitted segments one at a time; nothing opened is kept here but the day identities.
 *
 * The returned function throws a `DatasetError`: `object-damaged` when the object cannot be had or is not the one the
 * manifest names, `segment-mismatch` when it does not open or its inside contradicts its manifest; both name it.
 */
export function createOpener(input: OpenerInput): (segment: AdmittedSegment) => Promise<UsableSegment> {
  const identities = new Map<DayKeyId, Promise<string>>();
  const openedReleases = new Map<Policy, Promise<OpenedReleases>>();
  const releasesFor = (policy: Policy): Promise<OpenedReleases> => {
    // Once per policy version: a release's signature covers thousands of shares.
    const known = openedReleases.get(policy) ?? openReleasesOf(input, policy);
    openedReleases.set(policy, known);
    return known;
  };
  const identityOf = ({ deposit, custody }: AdmittedSegment): Promise<string> => {
    const { dayKey } = deposit.body;
    const known = identities.get(dayKey) ?? releasesFor(custody).then((releases) => releases.recover(deposit));
    identities.set(dayKey, known);
    return known;
  };
  return async (segment) => {
    const { ciphertext } = segment.manifest.body;
    const bytes = await fetchChecked(input, segment);
    const identity = await identityOf(segment);
    const opened = await openSegment({ ciphertext: bytes, manifest: segment.manifest, identity }).catch(
      (cause: unknown) => {
        throw new DatasetError('segment-mismatch', `segment ${ciphertext} does not hold what its manifest says`, {
          cause,
        });
      },
    );
    return usablePart(opened.records, segment, input.request.body.apps);
  };
}

async function openReleasesOf(input: OpenerInput, policy: Policy): Promise<OpenedReleases> {
  const build = buildIdSchema.parse(await digestOf(input.request.body));
  return openReleases({ releases: input.inputs.releases, policy, build, buildIdentity: input.buildIdentity });
}

async function fetchChecked(input: OpenerInput, { manifest }: AdmittedSegment): Promise<Uint8Array<ArrayBuffer>> {
  const { ciphertext, bytes: size } = manifest.body;
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(await input.fetchObject(ciphertext));
  } catch (cause) {
    throw new DatasetError('object-damaged', `object ${ciphertext} cannot be had`, { cause });
  }
  if (bytes.length !== size || (await sha256Hex(bytes)) !== ciphertext) {
    throw new DatasetError('object-damaged', `object ${ciphertext} is not the one its manifest names`);
  }
  return bytes;
}

/**
 * The part of a segment's records that may go on. Pure. The device decided all of this before; it is decided again,
 * because a faulty or foreign device could have sealed anything.
 */
function usablePart(
  records: readonly SegmentRecord[],
  { manifest, policy, tier }: Pick<AdmittedSegment, 'manifest' | 'policy' | 'tier'>,
  apps: BuildRequest['apps'],
): UsableSegment {
  const { context, ciphertext } = manifest.body;
  const listed = policy.sites.map((site) => site.origin);
  const sites = new Set(apps === undefined ? listed : listed.filter((origin) => apps.includes(origin)));
  const kept: SegmentRecord[] = [];
  let outOfScopeSteps = 0;
  let snapshotsNotGiven = 0;
  let snapshotsNotAllowed = 0;
  const notAllowed = shotsNotAllowed(records, policy);
  for (const record of records) {
    if (record.kind === 'snapshot' && tier === 'steps-only') {
      snapshotsNotGiven++;
    } else if (record.kind === 'snapshot' && notAllowed.has(record.digest)) {
      snapshotsNotAllowed++;
    } else if (record.kind !== 'step') {
      kept.push(record);
    } else if (record.step.policy !== context.policy || record.step.safeguards !== context.safeguards) {
      throw new DatasetError('segment-mismatch', `segment ${ciphertext}: a step names another policy or rule set`);
    } else if (!sites.has(record.step.page.origin)) {
      // Deny by default: what the policy does not list, or nobody asked for, is left out, even if a device captured it.
      outOfScopeSteps++;
    } else {
      const { observation } = record.step;
      const isLeftOut = tier === 'steps-only' || (observation !== null && notAllowed.has(observation.shot));
      kept.push(isLeftOut ? { kind: 'step', step: { ...record.step, observation: null } } : record);
    }
  }
  return { records: kept, outOfScopeSteps, snapshotsNotGiven, snapshotsNotAllowed };
}

/**
 * The snapshots of which a step says that something stays to be seen that the policy in force keeps for nobody. Whether
 * the participant allowed it, only the device knows.
 */
function shotsNotAllowed(records: readonly SegmentRecord[], { snapshots }: Policy): ReadonlySet<Digest> {
  const allowed = new Set((snapshots.keep ?? []).map((kind) => `kept.${kind}`));
  return new Set(
    records.flatMap((record) => {
      if (record.kind !== 'step' || record.step.observation === null) return [];
      const isDenied = record.step.redactions.some(({ reason }) => reason.startsWith('kept.') && !allowed.has(reason));
      return isDenied ? [record.step.observation.shot] : [];
    }),
  );
}
