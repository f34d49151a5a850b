import { concatBytes, recipientSchema, segmentBuckets, utf8 } from '@assent/contracts';
import { generateHybridIdentity, identityToRecipient } from 'age-encryption';
import { describe, expect, test } from 'vitest';
import {
  generateIdentity,
  openStreamWith,
  openWith,
  plaintextCapacity,
  recipientOf,
  sealStreamTo,
  sealTo,
} from './age.ts';
import { refusal } from '../test/fixtures.ts';

function streamOf(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream();
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  for await (const part of stream) parts.push(part);
  return concatBytes(...parts);
}

describe('sealing with age', () => {
  test('opens with the identity and with no other', async () => {
    const { identity, recipient } = await generateIdentity();
    const sealed = await sealTo(recipient, utf8('text'));
    expect(await openWith(identity, sealed)).toEqual(utf8('text'));
    const other = await generateIdentity();
    await expect(openWith(other.identity, sealed)).rejects.toMatchObject(refusal('cannot-open'));
  });

  test('refuses what is no key, without quoting it', async () => {
    const nonsense = 'AGE-SECRET-KEY-1CANARY';
    for (const attempt of [() => recipientOf(nonsense), () => openWith(nonsense, new Uint8Array(9))]) {
      const error: unknown = await attempt().catch((caught: unknown) => caught);
      expect(error).toMatchObject(refusal('bad-key'));
      expect((error as Error).cause).toBeUndefined();
      expect(String(error)).not.toContain('CANARY');
    }
    const recipient = recipientSchema.parse(`age1${'q'.repeat(58)}`);
    await expect(sealTo(recipient, utf8('x'))).rejects.toMatchObject(refusal('bad-key'));
  });

  test('keeps the cause of what does not open, and of what is no recipient', async () => {
    const { identity } = await generateIdentity();
    await expect(openWith(identity, new Uint8Array(9))).rejects.toMatchObject({
      ...refusal('cannot-open'),
      cause: expect.any(Error),
    });
    const recipient = recipientSchema.parse(`age1${'q'.repeat(58)}`);
    for (const attempt of [() => sealTo(recipient, utf8('x')), () => sealStreamTo(recipient, streamOf(utf8('x')))]) {
      await expect(attempt()).rejects.toMatchObject({ ...refusal('bad-key'), cause: expect.any(Error) });
    }
  });

  test('streams what it seals and opens, over several chunks', async () => {
    const { identity, recipient } = await generateIdentity();
    const plaintext = Uint8Array.from({ length: 150_000 }, (_, i) => i % 251);
    const sealed = await bytesOf(await sealStreamTo(recipient, streamOf(plaintext)));
    expect(await openWith(identity, sealed)).toEqual(plaintext);
    expect(await bytesOf(await openStreamWith(identity, streamOf(sealed)))).toEqual(plaintext);
  });

  test('opens no stream of another recipient or with what is no key, and none that was altered or cut', async () => {
    const { identity, recipient } = await generateIdentity();
    const sealed = await sealTo(recipient, new Uint8Array(150_000));
    const other = await generateIdentity();
    await expect(openStreamWith(other.identity, streamOf(sealed))).rejects.toMatchObject({
      ...refusal('cannot-open'),
      cause: expect.any(Error),
    });
    await expect(openStreamWith('AGE-SECRET-KEY-1CANARY', streamOf(sealed))).rejects.toMatchObject(refusal('bad-key'));
    const altered = sealed.slice();
    altered[140_000] = altered[140_000]! ^ 1;
    for (const bad of [altered, sealed.slice(0, -1)]) {
      await expect(openStreamWith(identity, streamOf(bad)).then(bytesOf)).rejects.toThrow();
    }
  });

  test('says how much fits a file of some size, over chunk borders', async () => {
    const { recipient } = await generateIdentity();
    for (const plain of [0, 1, 65_535, 65_536, 131_072, 131_073]) {
      const sealed = await sealTo(recipient, new Uint8Array(plain));
      expect(plaintextCapacity(sealed.length, recipient)).toBe(plain);
    }
    expect(plaintextCapacity(199, recipient)).toBe(-1);
  });

  test('fills every segment bucket exactly, for X25519 and for hybrid recipients', async () => {
    const { recipient } = await generateIdentity();
    const hybrid = recipientSchema.parse(await identityToRecipient(await generateHybridIdentity()));
    for (const each of [recipient, hybrid]) {
      for (const bucket of segmentBuckets) {
        const sealed = await sealTo(each, new Uint8Array(plaintextCapacity(bucket, each)));
        expect(sealed.length).toBe(bucket);
      }
    }
  });
});
