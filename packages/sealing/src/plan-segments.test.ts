import { segmentBuckets, type Step } from '@assent/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countsOf,
  makeContext,
  makeSnapshot,
  makeStep,
  newSigner,
  sampleRecords,
  zeroDigest,
} from '../test/fixtures.ts';
import { generateIdentity } from './age.ts';
import { dayKeyIdOf } from './deposit.ts';
import { planSegments } from './plan-segments.ts';
import type { SegmentRecord } from './segment-record.ts';
import { sealSegment } from './segment.ts';

function noise(length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i += 65_536) crypto.getRandomValues(bytes.subarray(i, i + 65_536));
  return bytes;
}

function stepOn(
  seq: number,
  shot: Step['observation'] extends (infer O) | null ? (O extends { shot: infer S } ? S : never) : never,
  title = '',
): SegmentRecord {
  const step = makeStep(seq, { observation: { shot, width: 1, height: 1 } });
  return { kind: 'step', step: { ...step, page: { ...step.page, title } } };
}

function withoutSnapshots(records: readonly SegmentRecord[]): readonly SegmentRecord[] {
  return records.filter(({ kind }) => kind !== 'snapshot');
}

describe('a plan', () => {
  test('puts few records into one segment, in order, the snapshot before its step', async () => {
    const records = await sampleRecords();
    expect(planSegments(records)).toEqual({ segments: [records], leftOut: [] });
    const [note, snapshot, first, second] = records;
    const shuffled = [note!, first!, second!, snapshot!];
    expect(planSegments(shuffled).segments).toEqual([records]);
  });

  test('of nothing is nothing', () => {
    expect(planSegments([])).toEqual({ segments: [], leftOut: [] });
  });

  test('keeps every step in order and each snapshot with its step, whatever the sizes', async () => {
    const snapshots = await Promise.all(
      [1000, 90_000, 120_000, 200_000, 250_000].map((size) => makeSnapshot(noise(size))),
    );
    const choice = fc.record({ shot: fc.nat({ max: snapshots.length }), title: fc.nat({ max: 2000 }) });
    fc.assert(
      fc.property(fc.array(choice, { maxLength: 30 }), (choices) => {
        const steps = choices.map(({ shot, title }, seq): SegmentRecord => {
          const snapshot = snapshots[shot];
          return snapshot === undefined
            ? { kind: 'step', step: makeStep(seq) }
            : stepOn(seq, snapshot.digest, 'x'.repeat(title));
        });
        const used = snapshots.filter((_, i) => choices.some(({ shot }) => shot === i));
        const { segments, leftOut } = planSegments([...used, ...steps]);
        expect(leftOut).toEqual([]);
        expect(segments.flatMap(withoutSnapshots)).toEqual(steps);
        for (const segment of segments) {
          const wanted = new Set(
            segment.flatMap((record) => (record.kind === 'step' ? [record.step.observation?.shot] : [])),
          );
          wanted.delete(undefined);
          const held = segment.flatMap((record) => (record.kind === 'snapshot' ? [record.digest] : []));
          expect(held.length).toBe(new Set(held).size);
          expect(new Set<unknown>(held)).toEqual(wanted);
        }
      }),
    );
  });

  test('makes segments that seal, even of what cannot be compressed', async () => {
    const snapshots = await Promise.all(Array.from({ length: 6 }, () => makeSnapshot(noise(100_000))));
    const largest = await makeSnapshot(noise(1_043_000));
    const records = [...snapshots, largest].flatMap((snapshot, i) => [snapshot, stepOn(i, snapshot.digest)]);
    const { segments, leftOut } = planSegments(records);
    expect(leftOut).toEqual([]);
    const { identity: _, recipient } = await generateIdentity();
    const signer = await newSigner();
    const context = makeContext({ dayKey: await dayKeyIdOf(recipient) }, signer);
    const sizes = [];
    for (const each of segments) {
      const { ciphertext } = await sealSegment({ context, counts: countsOf(each), records: each, recipient, signer });
      sizes.push(ciphertext.length);
    }
    expect(sizes).toEqual([segmentBuckets[3], segmentBuckets[3], segmentBuckets[3], segmentBuckets[4]]);
  });

  test('lists a snapshot once, however often it is given, and for the step that needed it', async () => {
    const orphan = await makeSnapshot(noise(10));
    expect(planSegments([orphan, orphan])).toEqual({
      segments: [],
      leftOut: [{ record: orphan, reason: 'unreferenced' }],
    });
    const used = await makeSnapshot(noise(20));
    const broken = stepOn(0, used.digest, '\ud800');
    expect(planSegments([used, broken]).leftOut).toEqual([
      { record: broken, reason: 'malformed' },
      { record: used, reason: 'unreferenced' },
    ]);
    const fine = stepOn(1, used.digest);
    expect(planSegments([used, used, broken, fine, fine])).toEqual({
      segments: [[used, fine, fine]],
      leftOut: [{ record: broken, reason: 'malformed' }],
    });
  });

  test('repeats a snapshot in a later segment that needs it, and begins one only when the last is full', async () => {
    const shared = await makeSnapshot(noise(1000));
    const large = await Promise.all([1, 2, 3].map(() => makeSnapshot(noise(120_000))));
    const steps = [shared, ...large, shared].map(({ digest }, seq) => stepOn(seq, digest));
    const { segments, leftOut } = planSegments([shared, ...large, ...steps]);
    expect(leftOut).toEqual([]);
    expect(segments).toEqual([
      [shared, steps[0], large[0], steps[1], large[1], steps[2]],
      [large[2], steps[3], shared, steps[4]],
    ]);
  });

  test('counts steps by what usually is left of them, so that a segment takes many', () => {
    const long = 'x'.repeat(2000);
    const steps = Array.from({ length: 400 }, (_, seq) => stepOn(seq, zeroDigest, long));
    const { segments } = planSegments(steps);
    const lengths = segments.map(({ length }) => length);
    // One segment of 256 KiB, less what is reserved, takes four times as much JSON.
    const frame = JSON.stringify(steps[0]).length;
    expect(lengths[0]! * frame).toBeGreaterThan(900_000);
    expect(lengths[0]! * frame).toBeLessThan(1_048_576);
    expect(lengths.slice(0, -1).every((length) => length === lengths[0] || length === lengths[0]! - 1)).toBe(true);
  });

  test('lists what it left out and why', async () => {
    const huge = await makeSnapshot(noise(1_048_000));
    const orphan = await makeSnapshot(noise(10));
    const onHuge = stepOn(0, huge.digest);
    const fine = stepOn(1, zeroDigest);
    const broken = stepOn(2, zeroDigest, '\ud800');
    const { segments, leftOut } = planSegments([huge, onHuge, orphan, fine, broken]);
    expect(segments).toEqual([[fine]]);
    expect(leftOut).toEqual([
      { record: onHuge, reason: 'too-large' },
      { record: broken, reason: 'malformed' },
      { record: huge, reason: 'too-large' },
      { record: orphan, reason: 'unreferenced' },
    ]);
  });
});
