import {
  buildRefusalSchema,
  digestOf,
  shareReleaseSchema,
  type BuildId,
  type BuildRefusal,
  type BuildShares,
  type BuildStatus,
  type Custodian,
  type Policy,
  type ShareRelease,
  type SigningKey,
} from '@assent/contracts';
import { buildState, statusOf } from './build-state.ts';
import { loadBuild, type LoadedBuild } from './builds.ts';
import { eligible } from './build-inputs.ts';
import { openDocument, ServiceError } from './errors.ts';
import { appendLeaves } from './ledger.ts';
import type { Ports, Writer } from './ports.ts';
import type { CustodianAnswer } from './records.ts';
import { mustNotBeAhead } from './times.ts';

/** The deposits a build asks for and the consents they rest on, for a custodian of its policy, once the objection window has run. */
export async function sharesForCustodian(ports: Ports, build: BuildId, asker: SigningKey): Promise<BuildShares> {
  return ports.repository.read(async (reader) => {
    const loaded = await loadBuild(reader, build);
    const custodian = loaded.policy.custody.custodians.find((each) => each.signingKey === asker);
    if (custodian === undefined) throw new ServiceError('forbidden', 'no custodian of this policy');
    mustBeOpen(ports, loaded);
    const { dayKeys, consents } = await eligible(reader, loaded.record.request.body);
    return { deposits: [...dayKeys], consents: consents.map((record) => record.document) };
  });
}

/**
 * Accepts a custodian's shares, sealed again to the build: after the window by the collector's own clock, by a custodian of
 * the policy, once, for day keys that the build may have. Idempotent.
 */
export async function releaseShares(ports: Ports, build: BuildId, input: unknown): Promise<BuildStatus> {
  const document = await openDocument<ShareRelease>(shareReleaseSchema, input);
  const digest = await digestOf(document);
  return ports.repository.write(async (writer) => {
    const loaded = await loadBuild(writer, build);
    const custodian = custodianOf(loaded.policy, document);
    mustBeFor(build, loaded, document.body);
    if (answeredBefore(loaded, custodian, digest)) return currentStatus(ports, writer, build);
    mustBeOpen(ports, loaded);
    const allowed = new Set((await eligible(writer, loaded.record.request.body)).dayKeys.map((key) => key.body.dayKey));
    const released = document.body.shares.map((share) => share.dayKey);
    // What was erased since the custodian looked is left out by the builder; what never belonged here is refused.
    const strangers = released.filter((dayKey) => !allowed.has(dayKey));
    const known = await writer.dayKeys(strangers);
    if (known.length < strangers.length || new Set(released).size < released.length) {
      throw new ServiceError('malformed', 'the release names day keys it may not, or one twice');
    }
    const answer = { custodian: custodian.id, side: custodian.side, digest };
    await appendLeaves(ports, writer, [
      {
        kind: 'shares.released',
        build,
        custodian: custodian.id,
        side: custodian.side,
        release: digest,
        count: released.length,
      },
    ]);
    await writer.addAnswer(build, { kind: 'release', ...answer, document });
    return currentStatus(ports, writer, build);
  });
}

/** Accepts a custodian's refusal and records it in the ledger. Possible from the first second of the window. Idempotent. */
export async function refuseBuild(ports: Ports, build: BuildId, input: unknown): Promise<BuildStatus> {
  const document = await openDocument<BuildRefusal>(buildRefusalSchema, input);
  const digest = await digestOf(document);
  return ports.repository.write(async (writer) => {
    const loaded = await loadBuild(writer, build);
    const custodian = custodianOf(loaded.policy, document);
    mustBeFor(build, loaded, document.body);
    if (answeredBefore(loaded, custodian, digest)) return currentStatus(ports, writer, build);
    mustNotBeAhead(ports, document.body.at);
    const state = buildState(loaded.record, loaded.policy, loaded.answers, ports.clock.now());
    if (state === 'finished') throw new ServiceError('conflict', 'the build has finished');
    await appendLeaves(ports, writer, [{ kind: 'build.refused', refusal: document }]);
    await writer.addAnswer(build, { kind: 'refusal', custodian: custodian.id, side: custodian.side, digest, document });
    return currentStatus(ports, writer, build);
  });
}

function custodianOf(
  policy: Policy,
  document: { readonly key: SigningKey; readonly body: { readonly custodian: string } },
): Custodian {
  const custodian = policy.custody.custodians.find((each) => each.id === document.body.custodian);
  // Deny by default: an unknown custodian, or a known one under another key, is refused.
  if (custodian === undefined || custodian.signingKey !== document.key) {
    throw new ServiceError('forbidden', 'not signed by that custodian of the policy');
  }
  return custodian;
}

function mustBeFor(
  build: BuildId,
  loaded: LoadedBuild,
  body: { readonly build: BuildId; readonly program: string },
): void {
  if (body.build !== build || body.program !== loaded.record.request.body.program) {
    throw new ServiceError('malformed', 'the answer is to another build');
  }
}

function answeredBefore(loaded: LoadedBuild, custodian: Custodian, digest: string): boolean {
  const answer = loaded.answers.find((candidate: CustodianAnswer) => candidate.custodian === custodian.id);
  if (answer === undefined) return false;
  if (answer.digest === digest) return true;
  throw new ServiceError('conflict', 'this custodian has answered already');
}

function mustBeOpen(ports: Ports, loaded: LoadedBuild): void {
  switch (buildState(loaded.record, loaded.policy, loaded.answers, ports.clock.now())) {
    case 'releasing':
    case 'released':
      return;
    case 'window':
      throw new ServiceError('forbidden', 'the objection window is still running');
    case 'refused':
      throw new ServiceError('conflict', 'the build was refused');
    case 'finished':
      throw new ServiceError('gone', 'the build has finished');
  }
}

async function currentStatus(ports: Ports, writer: Writer, build: BuildId): Promise<BuildStatus> {
  const { record, policy, answers } = await loadBuild(writer, build);
  return statusOf(record, policy, answers, ports.clock.now());
}
