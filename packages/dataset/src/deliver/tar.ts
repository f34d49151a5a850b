import { createReadStream } from 'node:fs';
import { mkdir, open, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fromUtf8, utf8 } from '@assent/contracts';
import { DatasetError } from '../errors.ts';

/**
 * POSIX ustar archives (IEEE 1003.1-2017, pax §ustar) of regular files only: the same files give the same bytes, and any
 * `tar` reads them. No owner, no times, mode 0644, paths up to 100 bytes.
 */

const blockBytes = 512;
const pathBytes = 100;
/** What eleven octal digits can say. */
const maxBytes = 8 ** 11 - 1;
/** Folders and names of a dataset: no step up, nothing hidden, nothing absolute. */
const safePath = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;

/** The archive of files below a folder, in the order given. Throws `not-representable` for a path or size it cannot hold. */
export async function* writeTar(folder: string, paths: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const path of paths) {
    // Checked before anything is touched; the header checks the rest.
    if (!safePath.test(path)) throw new DatasetError('not-representable', 'a path that the archive format cannot hold');
    const file = join(folder, path);
    const { size } = await stat(file);
    yield header(path, size);
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) yield chunk as Uint8Array; // No encoding: bytes.
    yield new Uint8Array(padding(size));
  }
  yield new Uint8Array(2 * blockBytes);
}

function header(path: string, size: number): Uint8Array {
  const name = utf8(path);
  if (name.length > pathBytes || !safePath.test(path) || size > maxBytes) {
    throw new DatasetError('not-representable', 'a file does not fit the archive format');
  }
  const block = new Uint8Array(blockBytes);
  const put = (at: number, text: string): void => block.set(utf8(text), at);
  block.set(name, 0);
  put(100, '0000644\0');
  put(108, '0000000\0');
  put(116, '0000000\0');
  put(124, `${size.toString(8).padStart(11, '0')}\0`);
  put(136, '00000000000\0');
  put(148, '        ');
  put(156, '0');
  put(257, 'ustar\x0000');
  put(329, '0000000\0');
  put(337, '0000000\0');
  const sum = block.reduce((total, byte) => total + byte, 0);
  put(148, `${sum.toString(8).padStart(6, '0')}\0 `);
  return block;
}

function padding(size: number): number {
  return (blockBytes - (size % blockBytes)) % blockBytes;
}

/**
 * Unpacks an archive as `writeTar` makes it into an empty folder; the paths are returned. The bytes are foreign: anything else than
 * regular files with plain paths, each once, and the end is `archive-malformed`.
 */
export async function readTar(archive: AsyncIterable<Uint8Array>, folder: string): Promise<readonly string[]> {
  const source = byteSource(archive);
  const paths = new Set<string>();
  for (;;) {
    const block = await source.exactly(blockBytes);
    if (block.every((byte) => byte === 0)) break;
    const { path, size } = parseHeader(block);
    if (paths.has(path)) throw malformed();
    paths.add(path);
    const target = join(folder, path);
    await mkdir(dirname(target), { recursive: true });
    const file = await open(target, 'wx', 0o600);
    try {
      for await (const chunk of source.upTo(size)) await file.writeFile(chunk);
    } finally {
      await file.close();
    }
    await source.exactly(padding(size));
  }
  const end = await source.exactly(blockBytes);
  // To the very end: only then does whatever the archive came out of vouch for it.
  if (end.some((byte) => byte !== 0) || !(await source.isAtEnd())) throw malformed();
  return [...paths];
}

function parseHeader(block: Uint8Array): { readonly path: string; readonly size: number } {
  let path: string;
  try {
    path = fromUtf8(block.subarray(0, Math.max(0, block.subarray(0, pathBytes).indexOf(0))));
  } catch {
    throw malformed();
  }
  const octal = new TextDecoder().decode(block.subarray(124, 135));
  const size = /^[0-7]{11}$/.test(octal) ? Number.parseInt(octal, 8) : -1;
  if (size < 0 || !safePath.test(path)) throw malformed();
  // One spelling: a header is what we would have written, or it is none of ours.
  if (Buffer.compare(block, header(path, size)) !== 0) throw malformed();
  return { path, size };
}

function malformed(): DatasetError {
  return new DatasetError('archive-malformed', 'the archive is not one that a build writes, or is cut off');
}

/** Reads chunks of any size in pieces of the size asked for. */
function byteSource(chunks: AsyncIterable<Uint8Array>) {
  const iterator = chunks[Symbol.asyncIterator]();
  let rest = new Uint8Array(0);
  const refill = async (): Promise<boolean> => {
    while (rest.length === 0) {
      const next = await iterator.next();
      if (next.done === true) return false;
      rest = new Uint8Array(next.value);
    }
    return true;
  };
  async function* upTo(count: number): AsyncGenerator<Uint8Array> {
    let left = count;
    while (left > 0) {
      if (!(await refill())) throw malformed();
      const piece = rest.subarray(0, left);
      rest = rest.subarray(piece.length);
      left -= piece.length;
      yield piece;
    }
  }
  return {
    upTo,
    async exactly(count: number): Promise<Uint8Array> {
      const bytes = new Uint8Array(count);
      let at = 0;
      for await (const piece of upTo(count)) {
        bytes.set(piece, at);
        at += piece.length;
      }
      return bytes;
    },
    isAtEnd: async () => !(await refill()),
  };
}
