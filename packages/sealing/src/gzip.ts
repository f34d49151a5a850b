import { concatBytes } from '@assent/contracts';
import { SealingError } from './errors.ts';

/** gzip (RFC 1952) by the platform's streams. */
export async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const part of through(bytes, new CompressionStream('gzip'))) parts.push(part);
  return concatBytes(...parts);
}

/**
 * Undoes `gzip`, piece by piece. `bytes` is foreign: output stops at `limit` bytes (`too-large`), so that a small
 * file cannot fill the memory; anything that is not exactly one gzip member is `malformed`.
 */
export async function* gunzip(bytes: Uint8Array<ArrayBuffer>, limit: number): AsyncGenerator<Uint8Array> {
  let size = 0;
  try {
    for await (const part of through(bytes, new DecompressionStream('gzip'))) {
      size += part.length;
      // Leaving the loop cancels the stream: no byte beyond the limit is kept.
      if (size > limit) throw new SealingError('too-large', `more than ${limit} bytes when decompressed`);
      yield part;
    }
  } catch (cause) {
    if (cause instanceof SealingError) throw cause;
    throw new SealingError('malformed', 'not a gzip member', { cause });
  }
}

function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob([bytes]).stream().pipeThrough(transform);
}
