import { concatBytes } from '@assent/contracts';
import { describe, expect, test } from 'vitest';
import { refusal } from '../test/fixtures.ts';
import { gunzip, gzip } from './gzip.ts';

async function unzip(bytes: Uint8Array<ArrayBuffer>, limit: number): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of gunzip(bytes, limit)) parts.push(part);
  return concatBytes(...parts);
}

describe('compressed bytes', () => {
  const bytes = Uint8Array.from({ length: 1000 }, (_, i) => (i * i) % 256);

  test('come back as they were, up to the limit and not beyond', async () => {
    const compressed = await gzip(bytes);
    expect(await unzip(compressed, 1000)).toEqual(bytes);
    await expect(unzip(compressed, 999)).rejects.toMatchObject(refusal('too-large'));
  });

  test('are refused unless they are exactly one gzip member', async () => {
    const compressed = await gzip(bytes);
    for (const bad of [
      new Uint8Array(),
      compressed.slice(0, -1),
      concatBytes(compressed, Uint8Array.of(0)),
      concatBytes(compressed, compressed),
      compressed.with(0, 0),
      compressed.map((byte, i) => (i === compressed.length - 1 ? byte ^ 1 : byte)),
      compressed.map((byte, i) => (i === compressed.length - 8 ? byte ^ 1 : byte)),
    ]) {
      await expect(unzip(new Uint8Array(bad), 10_000)).rejects.toMatchObject({
        ...refusal('malformed'),
        cause: expect.any(Error),
      });
    }
  });
});
