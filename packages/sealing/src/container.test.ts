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
    if (error instanceof SealingError) return error.code;
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
    const count = maxContainerBytes / maxPayloadBytes;
    expect(codeOf(() => encodeContainer(Array.from({ length: count }, () => largest)))).toBe('too-large');
  });
});
