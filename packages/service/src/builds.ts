import {
  buildFinishedSchema,
  buildIdSchema,
  buildRequestSchema,
  digestOf,
  type BuildFinished,
  type BuildId,
  type BuildRequest,
  type BuildStatus,
  type Policy,
} from '@assent/contracts';
import { buildState, statusOf } from './build-state.ts';
import { openDocument, ServiceError } from './errors.ts';
import { appendLeaves } from './ledger.ts';
import type { Ports, Reader } from './ports.ts';
import type { BuildRecord, CustodianAnswer } from './records.ts';
import { isRecent, mustNotBeAhead } from './times.ts';

/**
 * Enters the program owner's request to build into the ledger; the objection window starts. The request names a
 * published policy, its purpose and code that the policy allows. Idempotent.
 */
export async function requestBuild(ports: Ports, input: unknown): Promise<BuildStatus> {
  const request = await openDocument<BuildRequest>(buildRequestSchema, input, ports.program.ownerKey);
  const body = request.body;
  if (body.program !== ports.program.program) throw new ServiceError('not-found', 'no such program here');
  if (body.days.from > body.days.to) throw new ServiceError('malformed', 'the days end before they begin');
  const build = buildIdSchema.parse(await digestOf(body));
  const now = ports.clock.now();
  return ports.repository.write(async (writer) => {
    const known = await writer.build(build);
    if (known === null) {
      // It cannot be back-dated into a window that has elapsed.
      if (!isRecent(ports, body.requestedAt)) {
        throw new ServiceError('forbidden', 'the request is not of these minutes');
      }
      await mayBuild(writer, body);
      const leafIndex = await appendLeaves(ports, writer, [{ kind: 'build.requested', request }]);
      await writer.addBuild({ build, request, acceptedAt: now, leafIndex, result: null });
    }
    const { record, policy, answers } = await loadBuild(writer, build);
    return statusOf(record, policy, answers, now);
  });
}

async function mayBuild(reader: Reader, body: BuildRequest): Promise<void> {
  const policy = (await reader.policy(body.policy))?.document.body;
  if (policy === undefined) throw new ServiceError('not-found', 'no such policy version');
  if (policy.purpose !== body.purpose) throw new ServiceError('forbidden', 'purpose is not the policy’s');
  if (!policy.builds.codeDigests.includes(body.code)) {
    throw new ServiceError('forbidden', 'the policy does not allow this code');
  }
  const recipients = body.deliverTo ?? [];
  const registered = await Promise.all(recipients.map((recipient) => reader.recipient(recipient)));
  if (registered.includes(null)) throw new ServiceError('not-found', 'a recipient is not registered');
}

/** A build with all that decides about it. */
export interface LoadedBuild {
  readonly record: BuildRecord;
  readonly policy: Policy;
  readonly answers: readonly CustodianAnswer[];
}

/** Loads a build. Throws `not-found`. */
export async function loadBuild(reader: Reader, build: BuildId): Promise<LoadedBuild> {
  const record = await reader.build(build);
  const policy = record === null ? null : await reader.policy(record.request.body.policy);
  if (record === null || policy === null) throw new ServiceError('not-found', 'no such build');
  return { record, policy: policy.document.body, answers: await reader.answers(build) };
}

/** The state of a build; anyone may know. Throws `not-found`. */
export async function buildStatus(ports: Ports, build: BuildId): Promise<BuildStatus> {
  const { record, policy, answers } = await ports.repository.read((reader) => loadBuild(reader, build));
  return statusOf(record, policy, answers, ports.clock.now());
}

/** The newest builds, newest first. */
export async function listBuilds(ports: Ports, limit: number): Promise<readonly BuildStatus[]> {
  return ports.repository.read(async (reader) => {
    const statuses = [];
    for (const { build } of await reader.builds(limit)) {
      const { record, policy, answers } = await loadBuild(reader, build);
      statuses.push(statusOf(record, policy, answers, ports.clock.now()));
    }
    return statuses;
  });
}

/**
 * Takes in what a build says of itself, signed by its ephemeral key, and enters it into the ledger. The released
 * shares are dropped: nobody needs them again. Idempotent.
 */
export async function finishBuild(ports: Ports, build: BuildId, input: unknown): Promise<BuildStatus> {
  const result = await openDocument<BuildFinished>(buildFinishedSchema, input);
  return ports.repository.write(async (writer) => {
    const { record, policy, answers } = await loadBuild(writer, build);
    const request = record.request.body;
    if (result.key !== request.builder) throw new ServiceError('forbidden', 'the result is not signed by this builder');
    if (result.body.build !== build || result.body.program !== request.program || result.body.code !== request.code) {
      throw new ServiceError('malformed', 'the result is of another build');
    }
    const now = ports.clock.now();
    const state = buildState(record, policy, answers, now);
    if (record.result !== null) {
      if ((await digestOf(record.result.body)) === (await digestOf(result.body))) {
        return statusOf(record, policy, answers, now);
      }
      throw new ServiceError('conflict', 'the build finished with another result');
    }
    mustNotBeAhead(ports, result.body.at);
    if (state !== 'released') throw new ServiceError('conflict', 'the build has not been released');
    await appendLeaves(ports, writer, [{ kind: 'build.finished', result }]);
    await writer.finishBuild(build, result);
    return statusOf({ ...record, result }, policy, answers, now);
  });
}
