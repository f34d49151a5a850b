import { segmentBuckets } from '@assent/contracts';
import { describe, expect, test } from 'vitest';
import { refusal } from '../test/fixtures.ts';
import { generateIdentity, plaintextCapacity } from './age.ts';
import { padToBucket, unpad } from './padding.ts';

const { recipient } = await generateIdentity();

describe('padding', () => {
  test('fills the smallest bucket that the data and its length fit into', () => {
    const [smallest, next] = segmentBuckets.map((bucket) => plaintextCapacity(bucket, recipient));
    for (const [data, padded] of [
      [0, smallest],
      [smallest! - 4, smallest],
      [smallest! - 3, next],
    ] as const) {
      const bytes = new Uint8Array(data).fill(1);
      const result = padToBucket(bytes, recipient);
      expect(result).toHaveLength(padded!);
      expect(unpad(result)).toEqual(bytes);
    }
  });

  test('is refused beyond the largest bucket', () => {
    const largest = plaintextCapacity(segmentBuckets[4], recipient);
    expect(padToBucket(new Uint8Array(largest - 4), recipient)).toHaveLength(largest);
    expect(() => padToBucket(new Uint8Array(largest - 3), recipient)).toThrow(
      expect.objectContaining(refusal('too-large')),
    );
  });

  test.each([
    ['nothing', []],
    ['half a length', [0, 0, 0]],
    ['less data than its length', [0, 0, 0, 2, 7]],
    ['a length far beyond it', [255, 255, 255, 255, 7]],
    ['a first padding byte that is not zero', [0, 0, 0, 1, 7, 1, 0]],
    ['a last padding byte that is not zero', [0, 0, 0, 1, 7, 0, 128]],
  ])('is refused with %s', (_, bytes) => {
    expect(() => unpad(Uint8Array.from(bytes))).toThrow(expect.objectContaining(refusal('malformed')));
  });

  test('of no bytes, or around no data, is read', () => {
    expect(unpad(Uint8Array.of(0, 0, 0, 1, 7))).toEqual(Uint8Array.of(7));
    expect(unpad(Uint8Array.of(0, 0, 0, 0))).toEqual(new Uint8Array());
  });
});
