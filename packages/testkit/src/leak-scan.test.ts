import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync, deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanBytes, scanForLeaks } from './leak-scan.ts';

const secret = 'planted-secret-Q7x';

describe('the leak scan', () => {
  const disguises: Readonly<Record<string, (inner: Buffer) => Buffer>> = {
    plain: (inner) => inner,
    base64: (inner) => Buffer.from(inner.toString('base64')),
    hex: (inner) => Buffer.from(inner.toString('hex')),
    'UTF-16LE': (inner) => Buffer.from(inner.toString('latin1'), 'utf16le'),
    'UTF-16BE': (inner) => Buffer.from(inner.toString('latin1'), 'utf16le').swap16(),
    gzip: (inner) => gzipSync(inner),
    zstd: (inner) => zstdCompressSync(inner),
    zlib: (inner) => deflateSync(inner),
    'base64 in gzip': (inner) => gzipSync(Buffer.from(inner.toString('base64'))),
    'gzip in zstd': (inner) => zstdCompressSync(gzipSync(inner)),
  };
  for (const [name, disguise] of Object.entries(disguises)) {
    it(`finds a planted string as ${name}, at any position`, () => {
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ maxLength: 40 }), (before, after) => {
          const ascii = (bytes: Uint8Array): Buffer => Buffer.from(bytes.map((byte) => 32 + (byte % 90)));
          const content = Buffer.concat([ascii(before), Buffer.from(secret), ascii(after)]);
          const padded = Buffer.concat([Buffer.from(before), disguise(content), Buffer.from(after)]);
          expect(scanBytes('x', padded, [secret]).length).toBeGreaterThan(0);
        }),
        { numRuns: 40 },
      );
    });
  }

  it('reports nothing in bytes that do not hold it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 4000 }), (bytes) => {
        expect(scanBytes('x', Buffer.from(bytes), [secret])).toEqual([]);
      }),
    );
  });

  it('names the file and the needle, and counts what it searched', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'leak-'));
    try {
      await writeFile(join(folder, 'a.bin'), gzipSync(`something ${secret}`));
      await writeFile(join(folder, 'b.bin'), 'harmless');
      const report = await scanForLeaks([folder], ['other-needle-zz', secret]);
      expect(report.files).toBe(2);
      expect(report.leaks).toEqual([
        { where: `${join(folder, 'a.bin')} (decompressed)`, needle: 1, encoding: 'utf-8' },
      ]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
