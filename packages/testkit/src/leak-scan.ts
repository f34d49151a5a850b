import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync, constants, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { spellings, type Needle } from './encodings.ts';
import { zstdFrameLength } from './zstd-frame.ts';

/** A planted string that was found where it must not be. `needle` is its place in the list, so that a report need not repeat it. */
export interface Leak {
  readonly where: string;
  readonly needle: number;
  readonly encoding: string;
}

/** What a search went through, so that an empty result is not mistaken for a search of nothing. */
export interface LeakReport {
  readonly leaks: readonly Leak[];
  readonly files: number;
  readonly bytes: number;
  /** Compressed streams that were opened and searched as well. */
  readonly opened: number;
}

/** Searches files and folders (recursively) for planted strings, in every spelling and inside compressed streams. */
export async function scanForLeaks(paths: readonly string[], planted: readonly string[]): Promise<LeakReport> {
  const search = searcher(planted);
  let files = 0;
  let bytes = 0;
  for (const path of paths) {
    for await (const file of filesUnder(path)) {
      // A running database removes files between the listing and the reading. What was asked for itself must be there.
      const content = await readFile(file).catch((error: unknown) => {
        if (file !== path && error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
        throw error;
      });
      if (content === null) continue;
      files += 1;
      bytes += content.length;
      search.look(file, content);
    }
  }
  return { leaks: search.leaks, files, bytes, opened: search.opened() };
}

/** Searches one text or buffer, for example a database dump. */
export function scanBytes(where: string, content: Buffer, planted: readonly string[]): readonly Leak[] {
  const search = searcher(planted);
  search.look(where, content);
  return search.leaks;
}

function searcher(planted: readonly string[]) {
  const needles = planted.map((text) => spellings(text));
  const leaks: Leak[] = [];
  let opened = 0;
  const look = (where: string, content: Buffer, depth = 0): void => {
    for (const [needle, forms] of needles.entries()) {
      const hit = forms.find((form: Needle) => content.includes(form.bytes));
      if (hit) leaks.push({ where, needle, encoding: hit.encoding });
    }
    if (depth >= 3) return;
    for (const inner of compressedStreams(content)) {
      opened += 1;
      look(`${where} (decompressed)`, inner, depth + 1);
    }
  };
  return { look, leaks, opened: () => opened };
}

const limits = { maxOutputLength: 64 << 20 };
// A sync flush at the end opens cut-off streams as far as they go, and ignores what follows them.
const lenient = { ...limits, finishFlush: constants.Z_SYNC_FLUSH };

const formats = [
  { magic: Buffer.from([0x1f, 0x8b, 0x08]), open: openGzip },
  { magic: Buffer.from([0x28, 0xb5, 0x2f, 0xfd]), open: openZstd },
  ...[0x01, 0x5e, 0x9c, 0xda].map((level) => ({
    magic: Buffer.from([0x78, level]),
    open: (bytes: Buffer) => inflateSync(bytes, lenient),
  })),
] as const;

/** Opens the raw deflate stream behind a gzip header (RFC 1952): the platform's own gunzip refuses bytes behind it. */
function openGzip(bytes: Buffer): Buffer {
  const flags = bytes.readUInt8(3);
  let at = 10;
  if (flags & 4) at += 2 + bytes.readUInt16LE(at);
  for (const named of [8, 16]) if (flags & named) at = bytes.indexOf(0, at) + 1;
  if (flags & 2) at += 2;
  return inflateRawSync(bytes.subarray(at), lenient);
}

function openZstd(bytes: Buffer): Buffer {
  return zstdDecompressSync(bytes.subarray(0, zstdFrameLength(bytes) ?? bytes.length), limits);
}

/** Whatever decompresses, wherever in the content it starts; and the whole as brotli, which has no magic. */
function* compressedStreams(content: Buffer): Generator<Buffer> {
  for (const { magic, open } of formats) {
    for (let at = content.indexOf(magic); at !== -1; at = content.indexOf(magic, at + 1)) {
      const inner = attempt(() => open(content.subarray(at)));
      if (inner && inner.length > 0) yield inner;
    }
  }
  const whole = content.length < 1 << 20 ? attempt(() => brotliDecompressSync(content)) : undefined;
  if (whole && whole.length > 0) yield whole;
}

function attempt(open: () => Buffer): Buffer | undefined {
  try {
    return open();
  } catch {
    // Most places that look like a magic number are none.
    return undefined;
  }
}

async function* filesUnder(path: string): AsyncGenerator<string> {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => undefined);
  if (entries === undefined) {
    yield path;
    return;
  }
  for (const entry of entries) {
    const inner = join(path, entry.name);
    if (entry.isDirectory()) yield* filesUnder(inner);
    else if (entry.isFile()) yield inner;
  }
}
