import { concatBytes, utf8 } from '@assent/contracts';
import { SealingError } from './errors.ts';

/**
 * The frames of a segment container (spec/segment.md): a magic with a version, then frames of type (1 byte), length
 * (4 bytes, big-endian) and payload. The end frame counts the frames before it, and nothing may follow it.
 *
 * This file knows frames only; what a payload means is `segment-record.ts`.
 */

const frameTypes = { header: 0x01, step: 0x02, episode: 0x03, snapshot: 0x04, end: 0xff } as const;
type FrameType = Exclude<keyof typeof frameTypes, 'end'>;

/** One frame of a container. */
export interface Frame {
  readonly type: FrameType;
  readonly payload: Uint8Array;
}

/** No payload is longer: a longer one could never be sealed, and an announced one is refused before it is awaited. */
export const maxPayloadBytes = 1_048_576;
/** No container is longer, compressed or not: what a reader must be ready to hold. */
export const maxContainerBytes = 16_777_216;
/** Bytes of a frame beside its payload, and of a container beside its frames. */
export const frameOverheadBytes = 5;
export const containerOverheadBytes = 18;

const magic = utf8('ASSENTSG\u0001');

/** A container's bytes. Throws `too-large`. */
export function encodeContainer(frames: readonly Frame[]): Uint8Array<ArrayBuffer> {
  const parts = frames.flatMap(({ type, payload }) => {
    if (payload.length > maxPayloadBytes) {
      throw new SealingError(
        'too-large',
        `a record of ${payload.length} bytes; at most ${maxPayloadBytes} can be sealed`,
      );
    }
    return [frameHead(frameTypes[type], payload.length), payload];
  });
  const container = concatBytes(magic, ...parts, frameHead(frameTypes.end, 4), uint32(frames.length));
  if (container.length > maxContainerBytes) {
    throw new SealingError('too-large', `a container of ${container.length} bytes; at most ${maxContainerBytes}`);
  }
  return container;
}

/**
 * Reads a container piece by piece, whatever the pieces. The bytes are foreign: each one that the format does not
 * allow at its position is `malformed`. `finish` must be called, or a truncated container goes unnoticed.
 */
export class ContainerDecoder {
  #pending: Uint8Array = new Uint8Array(0);
  #magicRead = false;
  #frames = 0;
  #ended = false;

  /** The frames completed by this piece. */
  push(piece: Uint8Array): readonly Frame[] {
    this.#pending = this.#pending.length === 0 ? piece : concatBytes(this.#pending, piece);
    this.#readMagic();
    const frames: Frame[] = [];
    while (this.#magicRead && !this.#ended && this.#pending.length > 0) {
      const frame = this.#readFrame();
      if (frame === 'incomplete') break;
      if (frame !== 'end') frames.push(frame);
    }
    if (this.#ended && this.#pending.length > 0) throw malformed('bytes after the end');
    return frames;
  }

  /** Throws `malformed` unless the container has ended. */
  finish(): void {
    if (!this.#ended) throw malformed('truncated');
  }

  #readMagic(): void {
    if (this.#magicRead) return;
    const seen = Math.min(this.#pending.length, magic.length);
    for (let i = 0; i < seen; i++) if (this.#pending[i] !== magic[i]) throw malformed('not a segment of version 1');
    if (seen < magic.length) return;
    this.#pending = this.#pending.subarray(magic.length);
    this.#magicRead = true;
  }

  #readFrame(): Frame | 'end' | 'incomplete' {
    const type = frameTypeOf(this.#pending[0]);
    if (this.#pending.length < frameOverheadBytes) return 'incomplete';
    const length = readUint32(this.#pending, 1);
    // Refused on its announcement: a reader never waits for more than this.
    if (length > maxPayloadBytes) throw malformed('a frame longer than any record');
    if (type === 'end' && length !== 4) throw malformed('an end frame of another length');
    const end = frameOverheadBytes + length;
    if (this.#pending.length < end) return 'incomplete';
    const payload = this.#pending.subarray(frameOverheadBytes, end);
    this.#pending = this.#pending.subarray(end);
    if (type !== 'end') {
      this.#frames += 1;
      return { type, payload };
    }
    if (readUint32(payload, 0) !== this.#frames) throw malformed('the end frame counts other frames');
    this.#ended = true;
    return 'end';
  }
}

function frameTypeOf(byte: number | undefined): FrameType | 'end' {
  switch (byte) {
    case frameTypes.header:
      return 'header';
    case frameTypes.step:
      return 'step';
    case frameTypes.episode:
      return 'episode';
    case frameTypes.snapshot:
      return 'snapshot';
    case frameTypes.end:
      return 'end';
    case undefined:
      throw malformed('a frame without a type');
    default:
      throw malformed('an unknown frame type');
  }
}

function frameHead(type: number, length: number): Uint8Array {
  return concatBytes(Uint8Array.of(type), uint32(length));
}

/** Four bytes, big-endian. */
export function uint32(value: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** The four bytes at `offset`, big-endian. The caller has checked that they are there. */
export function readUint32(bytes: Uint8Array, offset: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(offset);
}

function malformed(what: string): SealingError {
  return new SealingError('malformed', `segment container: ${what}`);
}
