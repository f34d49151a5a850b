import {
  buildFinishedSchema,
  buildIdSchema,
  buildRefusalSchema,
  buildRequestSchema,
  digestOf,
  sides,
  type Custodian,
  type CustodianId,
} from '@assent/contracts';
import { faults } from './finding.ts';
import { signatureHolds } from './signature.ts';
import type { KnownBuild, Rule } from './state.ts';
import { clockTolerance, isDatedBefore, leafTimeStep } from './time.ts';

/** A build is asked for by the program owner, under a published policy, with code that the policy allows. */
export const buildRequested: Rule<'build.requested'> = async (state, leaf) => {
  const { body: request, key } = leaf.request;
  if (!(await signatureHolds(buildRequestSchema, leaf.request))) return ['request-signature'];

  const id = buildIdSchema.parse(await digestOf(request));
  if (state.builds.has(id)) return ['request-repeated'];
  const published = state.policies.get(request.policy);
  const policy = published?.policy ?? null;
  const windowMs = (policy?.builds.objectionWindowSeconds ?? 0) * 1000;
  state.builds.set(id, {
    request,
    policy,
    // The window begins when people can see the request. Both are lower bounds of that moment, by two clocks.
    windowEndsAt: Math.max(leaf.t, request.requestedAt - clockTolerance) + windowMs,
    released: new Set(),
    refused: new Set(),
    finished: false,
    output: null,
    delivered: new Set(),
  });

  const late = isDatedBefore(leaf.t, request.requestedAt);
  if (published === undefined) return faults([true, 'request-policy-unknown'], [late, 'back-dated']);
  return faults(
    [key !== published.key, 'request-not-by-owner'],
    [request.program !== published.policy.program, 'request-program'],
    [request.purpose !== published.policy.purpose, 'request-purpose'],
    [!published.policy.builds.codeDigests.includes(request.code), 'request-code'],
    [
      request.apps?.some((app) => !published.policy.sites.some(({ origin }) => origin === app)) === true,
      'request-scope',
    ],
    [request.tiers?.some((tier) => !published.policy.tiers.includes(tier)) === true, 'request-scope'],
    [request.deliverTo?.some((recipient) => !state.recipients.has(recipient)) === true, 'request-recipient'],
    [late, 'back-dated'],
  );
};

/** Shares are released after the window, by a custodian of the policy, once. */
export const sharesReleased: Rule<'shares.released'> = async (state, leaf) => {
  const build = state.builds.get(leaf.build);
  if (build === undefined) return ['release-unknown-build'];
  const custodian = custodianOf(build, leaf.custodian);
  const repeated = build.released.has(leaf.custodian);
  build.released.add(leaf.custodian);
  return faults(
    [custodian === undefined, 'release-unknown-seat'],
    [custodian !== undefined && custodian.side !== leaf.side, 'release-side'],
    // Only what is surely too early: the leaf's minute had to end before the window did.
    [leaf.t + leafTimeStep <= build.windowEndsAt, 'release-too-early'],
    [repeated, 'release-repeated'],
    [build.refused.has(leaf.custodian), 'seat-contradicts'],
  );
};

/** A refusal is signed by its custodian, and a custodian that refused does not release. */
export const buildRefused: Rule<'build.refused'> = async (state, leaf) => {
  const { body: refusal, key } = leaf.refusal;
  if (!(await signatureHolds(buildRefusalSchema, leaf.refusal))) return ['refusal-signature'];
  const build = state.builds.get(refusal.build);
  if (build === undefined) return ['refusal-unknown-build'];
  const repeated = build.refused.has(refusal.custodian);
  build.refused.add(refusal.custodian);
  return faults(
    [custodianOf(build, refusal.custodian)?.signingKey !== key, 'refusal-unknown-seat'],
    [refusal.program !== build.request.program, 'refusal-program'],
    [repeated, 'refusal-repeated'],
    [build.released.has(refusal.custodian), 'seat-contradicts'],
    [isDatedBefore(leaf.t, refusal.at), 'back-dated'],
  );
};

/** A result is signed by its request's builder, ran the requested code, and needed both sides. */
export const buildFinished: Rule<'build.finished'> = async (state, leaf) => {
  const { body: result, key } = leaf.result;
  if (!(await signatureHolds(buildFinishedSchema, leaf.result))) return ['finish-signature'];
  const build = state.builds.get(result.build);
  if (build === undefined) return ['finish-unknown-build'];
  const repeated = build.finished;
  build.finished = true;
  build.output ??= result.output;
  return faults(
    [key !== build.request.builder, 'finish-builder'],
    [result.program !== build.request.program, 'finish-program'],
    [result.code !== build.request.code, 'finish-code'],
    [!bothSidesReleased(build), 'finish-without-release'],
    [repeated, 'finish-repeated'],
    [isDatedBefore(leaf.t, result.at), 'back-dated'],
  );
};

function bothSidesReleased({ policy, released }: KnownBuild): boolean {
  // Deny by default: without the policy it is unknown who had to release.
  if (policy === null) return false;
  const { custodians, thresholds } = policy.custody;
  return sides.every(
    (side) => custodians.filter((each) => each.side === side && released.has(each.id)).length >= thresholds[side],
  );
}

function custodianOf({ policy }: KnownBuild, id: CustodianId): Custodian | undefined {
  return policy?.custody.custodians.find((each) => each.id === id);
}
