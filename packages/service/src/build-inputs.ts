import type {
  BuildId,
  BuildInputs,
  BuildRequest,
  DayKey,
  Digest,
  SegmentContext,
  SegmentManifest,
  Signed,
  SigningKey,
} from '@assent/contracts';
import { buildState } from './build-state.ts';
import { loadBuild, type LoadedBuild } from './builds.ts';
import { byParticipant, standingConsent, takesPart } from './consents.ts';
import { ServiceError } from './errors.ts';
import type { Ports, Reader } from './ports.ts';
import type { ConsentRecord } from './records.ts';

interface Eligible {
  readonly manifests: readonly Signed<SegmentManifest>[];
  readonly dayKeys: readonly Signed<DayKey>[];
  readonly consents: readonly ConsentRecord[];
}

/**
 * What a request may have at this moment: live segments of its policy and days whose day key is live, whose participant
 * takes part now and whose consent is still in force. Withdrawal and erasure since the request are thereby honoured (P8).
 */
export async function eligible(reader: Reader, request: BuildRequest): Promise<Eligible> {
  const segments = await reader.segments({ policy: request.policy, range: request.days });
  const live = segments.flatMap((segment) => (segment.manifest === null ? [] : [segment.manifest]));
  const participants = [...new Set(live.map((manifest) => manifest.body.context.participant))];
  const consents = await reader.consentsOf(participants);
  const records = byParticipant(consents);
  const consented = live.filter(({ body: { context } }) => {
    return isAgreedTo(request, context, records.get(context.participant));
  });
  const ids = [...new Set(consented.map((manifest) => manifest.body.context.dayKey))];
  const dayKeys = (await reader.dayKeys(ids)).flatMap((record) => (record.document === null ? [] : [record.document]));
  const liveKeys = new Set(dayKeys.map((key) => key.body.dayKey));
  const manifests = consented.filter((manifest) => liveKeys.has(manifest.body.context.dayKey));
  const included = new Set(manifests.map((manifest) => manifest.body.context.participant));
  return {
    manifests,
    dayKeys,
    consents: consents.filter((record) => included.has(record.document.body.participant)),
  };
}

/** All a builder needs; only for the request's own builder key and only once both sides have released. */
export async function buildInputs(ports: Ports, build: BuildId, asker: SigningKey): Promise<BuildInputs> {
  return ports.repository.read(async (reader) => {
    const loaded = await loadBuild(reader, build);
    mustBeBuilder(ports, loaded, asker);
    const { manifests, dayKeys, consents } = await eligible(reader, loaded.record.request.body);
    const { policy: policyDigest, deliverTo = [] } = loaded.record.request.body;
    const policy = await reader.policy(policyDigest);
    const recipients = await Promise.all(deliverTo.map((recipient) => reader.recipient(recipient)));
    return {
      policies: policy === null ? [] : [policy.document],
      manifests: [...manifests],
      deposits: [...dayKeys],
      consents: consents.map((record) => record.document),
      releases: loaded.answers.flatMap((answer) =>
        answer.kind === 'release' && answer.document !== null ? [answer.document] : [],
      ),
      ...(deliverTo.length === 0 ? {} : { recipients: recipients.flatMap((record) => record?.card ?? []) }),
    };
  });
}

/** A sealed object among the inputs of a released build; for its builder only. */
export async function readBuildObject(
  ports: Ports,
  build: BuildId,
  ciphertext: Digest,
  asker: SigningKey,
): Promise<Uint8Array<ArrayBuffer>> {
  await ports.repository.read(async (reader) => {
    const loaded = await loadBuild(reader, build);
    mustBeBuilder(ports, loaded, asker);
    await mustBeInput(reader, loaded.record.request.body, ciphertext);
  });
  const bytes = await ports.objects.get(ciphertext);
  if (bytes === null) throw new ServiceError('gone', 'the object was erased');
  return bytes;
}

async function mustBeInput(reader: Reader, request: BuildRequest, ciphertext: Digest): Promise<void> {
  const [segment] = await reader.segments({
    ciphertexts: [ciphertext],
    policy: request.policy,
    range: request.days,
  });
  const context = segment?.manifest?.body.context;
  if (context === undefined) throw new ServiceError('not-found', 'not an input of this build');
  const own = await reader.consentsOf([context.participant]);
  const [dayKey] = await reader.dayKeys([context.dayKey]);
  if (!isAgreedTo(request, context, own) || !dayKey?.document)
    throw new ServiceError('not-found', 'not an input of this build');
}

/** Whether the consent and day key of a segment are still in force, and was given under a tier that the request asks for. */
function isAgreedTo(
  { tiers }: BuildRequest,
  { consent, policy }: SegmentContext,
  own: readonly ConsentRecord[] | undefined,
): boolean {
  const standing = standingConsent(own, consent, policy);
  if (standing === null || !takesPart(own)) return false;
  return tiers === undefined || tiers.some((tier) => tier === standing.document.body.tier);
}

function mustBeBuilder(ports: Ports, loaded: LoadedBuild, asker: SigningKey): void {
  if (asker !== loaded.record.request.body.builder) throw new ServiceError('forbidden', 'not this build’s builder');
  const state = buildState(loaded.record, loaded.policy, loaded.answers, ports.clock.now());
  if (state === 'finished') throw new ServiceError('gone', 'the build has finished');
  if (state !== 'released') throw new ServiceError('forbidden', 'both sides have not released');
}
