import { custodianIdSchema, digestSchema, type Policy } from '@assent/contracts';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildState } from './build-state.ts';
import type { BuildRecord, CustodianAnswer } from './records.ts';
import { createWorld, makePolicy, makeRequest, randomDigest } from './testing/index.ts';

let policy: Policy;
let record: BuildRecord;
const acceptedAt = 1_000_000;
const windowSeconds = 100;

beforeAll(async () => {
  const world = await createWorld();
  ({ body: policy } = await makePolicy(world));
  const request = await makeRequest(world, await randomDigest());
  // The id plays no part in a build's state.
  record = { build: 'b'.repeat(64) as BuildRecord['build'], request, acceptedAt, leafIndex: 0, result: null };
});

/** A policy with so many custodians and thresholds. */
function withCustodians(
  counts: Record<'employer' | 'worker', number>,
  thresholds: Policy['custody']['thresholds'],
): Policy {
  const template = policy.custody.custodians[0]!;
  const custodians = (['employer', 'worker'] as const).flatMap((side) =>
    Array.from({ length: counts[side] }, (_, i) => ({
      ...template,
      side,
      id: custodianIdSchema.parse(`${side}-${i}`),
    })),
  );
  const builds = { ...policy.builds, objectionWindowSeconds: windowSeconds };
  return { ...policy, builds, custody: { custodians, thresholds } };
}

const answerKind = fc.constantFrom('release', 'refusal', 'none');

describe('the state of a build', () => {
  it('is released only after the window, with both thresholds reached and neither side stopped', () => {
    const side = fc.integer({ min: 1, max: 5 }).chain((custodians) =>
      fc.record({
        custodians: fc.constant(custodians),
        threshold: fc.integer({ min: 1, max: custodians }),
        answers: fc.array(answerKind, { minLength: custodians, maxLength: custodians }),
      }),
    );
    fc.assert(
      fc.property(side, side, fc.integer({ min: 0, max: 200 }), (employer, worker, seconds) => {
        const sides = { employer, worker };
        const custom = withCustodians(
          { employer: employer.custodians, worker: worker.custodians },
          { employer: employer.threshold, worker: worker.threshold },
        );
        const answers = (['employer', 'worker'] as const).flatMap((side) =>
          sides[side].answers.flatMap((kind, i): CustodianAnswer[] => {
            const common = {
              custodian: custodianIdSchema.parse(`${side}-${i}`),
              side,
              digest: digestSchema.parse('a'.repeat(64)),
            };
            // A refusal's document plays no part in a build's state.
            const document = null as unknown as (CustodianAnswer & { kind: 'refusal' })['document'];
            if (kind === 'none') return [];
            return [
              kind === 'release'
                ? { kind: 'release', ...common, document: null }
                : { kind: 'refusal', ...common, document },
            ];
          }),
        );
        const state = buildState(record, custom, answers, acceptedAt + seconds * 1000);
        const count = (own: typeof employer, kind: string) => own.answers.filter((answer) => answer === kind).length;
        const stopped = [employer, worker].some((own) => own.custodians - count(own, 'refusal') < own.threshold);
        const reached = [employer, worker].every((own) => count(own, 'release') >= own.threshold);
        const open = seconds >= windowSeconds;
        expect(state === 'refused').toBe(stopped);
        expect(state === 'released').toBe(!stopped && open && reached);
        expect(state === 'window').toBe(!stopped && !open);
      }),
    );
  });
});
