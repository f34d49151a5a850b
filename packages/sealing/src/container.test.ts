import { concatBytes } from '@assent/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ContainerDecoder,
  containerOverheadBytes,
  encodeContainer,
  frameOverheadBytes,
  maxContainerBytes,
  maxPayloadBytes,
  type Frame,
} from './container.ts';
import { SealingError } from './errors.ts';
import { refusal } from '../test/fixtures.ts';

const frames: fc.Arbitrary<Frame[]> = fc.array(
  fc.record({
    type: fc.constantFrom('header' as const, 'step' as const, 'episode' as const, 'snapshot' as const),
    payload: fc.uint8Array({ maxLength: 300 }),
  }),
  { maxLength: 12 },
);

function decode(...pieces: readonly Uint8Array[]): Frame[] {
  const decoder = new ContainerDecoder();
  const read = pieces.flatMap((piece) => decoder.push(piece));
  decoder.finish();
  return read.map(({ type, payload }) => ({ type, payload: new Uint8Array(payload) }));
}

function codeOf(run: () => unknown): string {
  try {
    run();
    return 'accepted';
  } catch (error) {
    if (error instanceof SealingError) {
      // People read what was wrong, not only that something was.
      expect(error.message).toMatch(/\w$/);
      return error.code;
    }
    throw error;
  }
}

describe('a container', () => {
  test('holds its frames in order, in whatever pieces it arrives', () => {
    fc.assert(
      fc.property(frames, fc.array(fc.nat()), (written, cuts) => {
        const container = encodeContainer(written);
        const ends = cuts.map((cut) => cut % (container.length + 1)).sort((a, b) => a - b);
        const pieces = [...ends, container.length].map((end, i) => container.subarray(ends[i - 1] ?? 0, end));
        expect(decode(...pieces)).toEqual(written);
      }),
    );
  });

  test('reads the same byte by byte', () => {
    const written: Frame[] = [
      { type: 'header', payload: new Uint8Array(40).fill(1) },
      { type: 'snapshot', payload: new Uint8Array(0) },
    ];
    const container = encodeContainer(written);
    expect(decode(...Array.from(container, (byte) => Uint8Array.of(byte)))).toEqual(written);
    const payloads = written.reduce((sum, { payload }) => sum + payload.length + frameOverheadBytes, 0);
    expect(container.length).toBe(payloads + containerOverheadBytes);
  });

  test('has one spelling: what decodes encodes to the same bytes', () => {
    fc.assert(
      fc.property(frames, fc.nat(), fc.integer({ min: 1, max: 255 }), (written, at, flip) => {
        const altered = encodeContainer(written);
        altered[at % altered.length] = altered[at % altered.length]! ^ flip;
        let read: Frame[];
        try {
          read = decode(altered);
        } catch (error) {
          expect(error).toMatchObject(refusal('malformed'));
          return;
        }
        expect(encodeContainer(read)).toEqual(altered);
      }),
    );
  });

  test('is refused when it is cut short anywhere or goes on after its end', () => {
    const container = encodeContainer([{ type: 'step', payload: new Uint8Array(5) }]);
    for (let length = 0; length < container.length; length++) {
      expect(codeOf(() => decode(container.subarray(0, length)))).toBe('malformed');
    }
    expect(codeOf(() => decode(concatBytes(container, new Uint8Array(1))))).toBe('malformed');
    expect(codeOf(() => decode(container, new Uint8Array(1)))).toBe('malformed');
    expect(codeOf(() => decode(container, container))).toBe('malformed');
  });

  test('never fails in any other way than as malformed', () => {
    const magic = encodeContainer([]).subarray(0, 9);
    const junk = fc.uint8Array({ maxLength: 400 });
    fc.assert(
      fc.property(
        fc.oneof(
          junk,
          junk.map((bytes) => concatBytes(magic, bytes)),
        ),
        (bytes) => {
          expect(['malformed', 'accepted']).toContain(codeOf(() => decode(bytes)));
        },
      ),
      { numRuns: 1000 },
    );
  });

  test.each([
    ['an end frame of three bytes', [0xff, 0, 0, 0, 3, 0, 0, 0]],
    ['an end frame of five bytes', [0xff, 0, 0, 0, 5, 0, 0, 0, 0, 0]],
    ['an end frame that counts a frame too many', [0xff, 0, 0, 0, 4, 0, 0, 0, 1]],
    ['an end frame that counts a frame too few', [2, 0, 0, 0, 0, 0xff, 0, 0, 0, 4, 0, 0, 0, 0]],
    ['an unknown frame', [5, 0, 0, 0, 0, 0xff, 0, 0, 0, 4, 0, 0, 0, 1]],
    ['a frame of type zero', [0, 0, 0, 0, 0, 0xff, 0, 0, 0, 4, 0, 0, 0, 1]],
    ['two ends', [0xff, 0, 0, 0, 4, 0, 0, 0, 0, 0xff, 0, 0, 0, 4, 0, 0, 0, 0]],
  ])('is refused with %s', (_, rest) => {
    const magic = encodeContainer([]).subarray(0, 9);
    expect(codeOf(() => decode(concatBytes(magic, Uint8Array.from(rest))))).toBe('malformed');
  });

  test('is refused as soon as a frame announces more than any record has', () => {
    const decoder = new ContainerDecoder();
    const head = concatBytes(encodeContainer([]).subarray(0, 9), Uint8Array.of(2, 0, 0x10, 0, 1));
    expect(codeOf(() => decoder.push(head))).toBe('malformed');
  });

  test('is not written beyond its limits', () => {
    const largest: Frame = { type: 'snapshot', payload: new Uint8Array(maxPayloadBytes) };
    const above: Frame = { type: 'snapshot', payload: new Uint8Array(maxPayloadBytes + 1) };
    expect(codeOf(() => encodeContainer([largest]))).toBe('accepted');
    expect(codeOf(() => encodeContainer([above]))).toBe('too-large');
    expect(decode(encodeContainer([largest]))[0]?.payload).toHaveLength(maxPayloadBytes);
    const most = Array.from({ length: 15 }, () => largest);
    const left = maxContainerBytes - containerOverheadBytes - 15 * maxPayloadBytes - 16 * frameOverheadBytes;
    const last = (length: number): Frame => ({ type: 'snapshot', payload: new Uint8Array(length) });
    expect(encodeContainer([...most, last(left)])).toHaveLength(maxContainerBytes);
    expect(codeOf(() => encodeContainer([...most, last(left + 1)]))).toBe('too-large');
  });
});
