import {
  concatBytes,
  segmentBuckets,
  sha256Hex,
  signDocument,
  type SegmentContext,
  type SegmentManifest,
} from '@assent/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countsOf,
  day,
  digestFor,
  makeContext,
  makeCustody,
  makeDayKey,
  makeSnapshot,
  makeStep,
  newSigner,
  otherParticipant,
  sampleRecords,
  refusal,
} from '../test/fixtures.ts';
import { generateIdentity, sealTo } from './age.ts';
import { encodeContainer } from './container.ts';
import { dayKeyIdOf } from './deposit.ts';
import { gzip } from './gzip.ts';
import { padToBucket } from './padding.ts';
import { headerFrame, recordFrame, type SegmentRecord } from './segment-record.ts';
import { manifestDigest, openManifest, openSegment, sealSegment } from './segment.ts';

async function keyPair() {
  const pair = await generateIdentity();
  return { ...pair, dayKey: await dayKeyIdOf(pair.recipient) };
}

async function sealed(records?: readonly SegmentRecord[]) {
  const key = await keyPair();
  const signer = await newSigner();
  const all = records ?? (await sampleRecords());
  const context = makeContext(key, signer);
  const counts = countsOf(all);
  const segment = await sealSegment({ context, counts, records: all, recipient: key.recipient, signer });
  return { ...segment, key, signer, context, counts, records: all };
}

describe('a sealed segment', () => {
  test('opens to exactly what was sealed', async () => {
    const { ciphertext, manifest, key, context, counts, records } = await sealed();
    const opened = await openSegment({ ciphertext, manifest, identity: key.identity });
    expect(opened).toEqual({ context, counts, records });
  });

  test('has the size of a bucket whatever is inside, and of a larger one when it must', async () => {
    const noise = crypto.getRandomValues(new Uint8Array(20_000));
    const sizes = [];
    for (const records of [[], await sampleRecords(), [await makeSnapshot(noise)]]) {
      const { ciphertext, manifest } = await sealed(records);
      expect(manifest.body.bytes).toBe(ciphertext.length);
      sizes.push(ciphertext.length);
    }
    expect(sizes).toEqual([segmentBuckets[0], segmentBuckets[0], segmentBuckets[2]]);
  });

  test('shows nothing of its content in the manifest', async () => {
    const { manifest } = await sealed([
      {
        kind: 'step',
        step: makeStep(0, { page: { origin: 'https://canary.example', path: '/', queryKeys: [], title: 'canary' } }),
      },
    ]);
    expect(JSON.stringify(manifest)).not.toContain('canary');
  });

  test('does not open with another identity', async () => {
    const { ciphertext, manifest } = await sealed();
    const { identity } = await generateIdentity();
    await expect(openSegment({ ciphertext, manifest, identity })).rejects.toMatchObject(refusal('context-mismatch'));
  });

  test('is refused after any flipped byte or any truncation of the ciphertext', async () => {
    const { ciphertext, manifest, key } = await sealed();
    for (let i = 0; i < ciphertext.length; i += 97) {
      const flipped = ciphertext.slice();
      flipped[i] = flipped[i]! ^ 1;
      await expect(openSegment({ ciphertext: flipped, manifest, identity: key.identity })).rejects.toMatchObject(
        refusal('digest-mismatch'),
      );
      await expect(
        openSegment({ ciphertext: ciphertext.slice(0, i), manifest, identity: key.identity }),
      ).rejects.toMatchObject(refusal('digest-mismatch'));
    }
  });

  test('is refused by age itself when altered ciphertext comes with a manifest that names it', async () => {
    const { ciphertext, manifest, key, signer } = await sealed();
    for (const i of [0, 30, 100, 170, 200, 2000, ciphertext.length - 1]) {
      const flipped = ciphertext.slice();
      flipped[i] = flipped[i]! ^ 1;
      const resigned = await signDocument({ ...manifest.body, ciphertext: await sha256Hex(flipped) }, signer);
      await expect(
        openSegment({ ciphertext: flipped, manifest: resigned, identity: key.identity }),
      ).rejects.toMatchObject(refusal('cannot-open'));
    }
  });

  test('is refused when any field of its manifest was changed', async () => {
    const { ciphertext, manifest, key } = await sealed();
    const changes: Partial<SegmentContext>[] = [
      { seq: 1 },
      { participant: otherParticipant },
      { previous: await digestFor('other') },
      { policy: await digestFor('other') },
      { consent: await digestFor('other') },
    ];
    for (const change of changes) {
      const forged = { ...manifest, body: { ...manifest.body, context: { ...manifest.body.context, ...change } } };
      await expect(openSegment({ ciphertext, manifest: forged, identity: key.identity })).rejects.toMatchObject(
        refusal('bad-signature'),
      );
    }
  });

  test('is refused when its device signs another context around the same ciphertext', async () => {
    const { ciphertext, manifest, key, signer } = await sealed();
    const moved = await signDocument({ ...manifest.body, context: { ...manifest.body.context, seq: 7 } }, signer);
    await expect(openSegment({ ciphertext, manifest: moved, identity: key.identity })).rejects.toMatchObject(
      refusal('context-mismatch'),
    );
  });

  test('is refused when its manifest states another size', async () => {
    const { ciphertext, manifest, key, signer } = await sealed();
    const resized = await signDocument({ ...manifest.body, bytes: 65_536 }, signer);
    await expect(openSegment({ ciphertext, manifest: resized, identity: key.identity })).rejects.toMatchObject(
      refusal('digest-mismatch'),
    );
  });

  test('is refused when another device claims it', async () => {
    const { ciphertext, manifest, key } = await sealed();
    const thief = await newSigner();
    const claimed = await signDocument(
      { ...manifest.body, context: { ...manifest.body.context, device: thief.publicKey } },
      thief,
    );
    await expect(openSegment({ ciphertext, manifest: claimed, identity: key.identity })).rejects.toMatchObject(
      refusal('context-mismatch'),
    );
    const unclaimed = await signDocument(manifest.body, thief);
    await expect(openManifest(unclaimed)).rejects.toMatchObject(refusal('bad-signature'));
    await expect(openManifest({ nonsense: true })).rejects.toMatchObject(refusal('malformed'));
  });

  test('opens after a real day key was made for it', async () => {
    const signer = await newSigner();
    const key = await makeDayKey(await makeCustody(), signer);
    const records = await sampleRecords();
    const { ciphertext, manifest } = await sealSegment({
      context: makeContext(key, signer),
      counts: countsOf(records),
      records,
      recipient: key.recipient,
      signer,
    });
    expect(manifest.body.context.day).toBe(day);
    expect(manifest.body.ciphertext).toBe(await sha256Hex(ciphertext));
    expect(await manifestDigest(manifest)).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('any records', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 60 });
  const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
  const step = fc
    .record({ seq: fc.nat(), title: text, x: number, y: number, typed: fc.string({ unit: 'binary', maxLength: 60 }) })
    .map(({ seq, title, x, y, typed }): SegmentRecord => {
      const base = makeStep(seq);
      const page = { ...base.page, title };
      const action =
        typed.length % 2 === 0
          ? { type: 'click' as const, x, y, button: 'left' as const, modifiers: [] }
          : { type: 'type' as const, value: { text: typed }, mode: 'append' as const };
      return { kind: 'step', step: { ...base, page, action } };
    });
  const note = text.map((instruction): SegmentRecord => ({
    kind: 'episode',
    note: { v: 1, session: makeStep(0).session, episode: 0, instruction, source: 'participant' },
  }));
  const snapshot = fc.uint8Array({ maxLength: 4000 }).map((bytes) => new Uint8Array(bytes));

  test('open as they were sealed', async () => {
    const key = await keyPair();
    const signer = await newSigner();
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(step, note, snapshot), { maxLength: 8 }), fc.nat(), async (parts, seq) => {
        const records = await Promise.all(
          parts.map(async (part) => (part instanceof Uint8Array ? makeSnapshot(part) : part)),
        );
        const previous = seq === 0 ? null : await digestFor(String(seq));
        const context = makeContext(key, signer, { seq, previous });
        const counts = countsOf(records);
        const segment = await sealSegment({ context, counts, records, recipient: key.recipient, signer });
        expect(segmentBuckets).toContain(segment.ciphertext.length);
        expect(await openSegment({ ...segment, identity: key.identity })).toEqual({ context, counts, records });
      }),
      { numRuns: 50 },
    );
  });
});

describe('sealing refuses', () => {
  test('a context that names another device or day key', async () => {
    const key = await keyPair();
    const signer = await newSigner();
    const base = { counts: countsOf([]), records: [], recipient: key.recipient, signer };
    await expect(sealSegment({ ...base, context: makeContext(key, await newSigner()) })).rejects.toMatchObject(
      refusal('context-mismatch'),
    );
    await expect(sealSegment({ ...base, context: makeContext(await keyPair(), signer) })).rejects.toMatchObject(
      refusal('context-mismatch'),
    );
  });

  test('counts that are not those of the records', async () => {
    const key = await keyPair();
    const signer = await newSigner();
    const records = await sampleRecords();
    const counts = { ...countsOf(records), steps: 3 };
    await expect(
      sealSegment({ context: makeContext(key, signer), counts, records, recipient: key.recipient, signer }),
    ).rejects.toMatchObject(refusal('count-mismatch'));
  });

  test('a snapshot under another digest', async () => {
    const snapshot = { ...(await makeSnapshot(new Uint8Array(9))), digest: await digestFor('other') };
    await expect(sealed([snapshot])).rejects.toMatchObject(refusal('digest-mismatch'));
  });

  test('what does not fit the largest segment', async () => {
    const noise = new Uint8Array(1_048_000);
    for (let i = 0; i < noise.length; i += 65_536) crypto.getRandomValues(noise.subarray(i, i + 65_536));
    await expect(sealed([await makeSnapshot(noise.slice(0, 1_047_000))])).resolves.toMatchObject({
      manifest: { body: { bytes: 1_048_576 } },
    });
    await expect(sealed([await makeSnapshot(noise)])).rejects.toMatchObject(refusal('too-large'));
    await expect(sealed([await makeSnapshot(new Uint8Array(1_048_576))])).rejects.toMatchObject(refusal('too-large'));
  });

  test('a step that could not be read back', async () => {
    const step = makeStep(0);
    const tooLong = { ...step, page: { ...step.page, title: 'x'.repeat(2001) } };
    await expect(sealed([{ kind: 'step', step: tooLong }])).rejects.toMatchObject(refusal('malformed'));
    const raw = { ...step, clipboard: 'text' };
    await expect(sealed([{ kind: 'step', step: raw }])).rejects.toMatchObject(refusal('malformed'));
  });

  test('text that JSON cannot carry', async () => {
    const step = makeStep(0);
    await expect(
      sealed([{ kind: 'step', step: { ...step, page: { ...step.page, title: '\ud800' } } }]),
    ).rejects.toMatchObject(refusal('malformed'));
  });
});

describe('a dishonest device', () => {
  /** Seals whatever plaintext the device likes, correctly signed. */
  async function forged(
    plaintext: (key: Awaited<ReturnType<typeof keyPair>>, context: SegmentContext) => Promise<Uint8Array<ArrayBuffer>>,
  ) {
    const key = await keyPair();
    const signer = await newSigner();
    const context = makeContext(key, signer);
    const ciphertext = await sealTo(key.recipient, await plaintext(key, context));
    const manifest = await signDocument<SegmentManifest>(
      { type: 'segment', context, ciphertext: await sha256Hex(ciphertext), bytes: ciphertext.length },
      signer,
    );
    return openSegment({ ciphertext, manifest, identity: key.identity });
  }
  const counts = countsOf([]);

  test('cannot fill the memory of the process that opens', async () => {
    const bomb = await gzip(new Uint8Array(17_000_000));
    expect(bomb.length).toBeLessThan(65_536);
    // As a bomb of zeros is no container, the same with a frame that only promises much.
    await expect(forged(async (key) => padToBucket(bomb, key.recipient))).rejects.toMatchObject(refusal('malformed'));
    await expect(
      forged(async (key, context) => {
        const step = recordFrame({
          kind: 'snapshot',
          digest: await sha256Hex(new Uint8Array(1_000_000)),
          bytes: new Uint8Array(1_000_000),
        });
        const container = encodeContainer([
          headerFrame({ context, counts }),
          ...Array.from({ length: 16 }, () => step),
        ]);
        const longer = new Uint8Array(17_000_000);
        longer.set(container.subarray(0, -9));
        longer.set(new Uint8Array([4, 0, 15, 66, 64]), container.length - 9);
        return padToBucket(await gzip(longer), key.recipient);
      }),
    ).rejects.toMatchObject(refusal('too-large'));
  });

  test('cannot state other counts, hide bytes in the padding, or send what is no segment', async () => {
    const bodies: [
      string,
      (
        key: { recipient: Parameters<typeof padToBucket>[1] },
        context: SegmentContext,
      ) => Promise<Uint8Array<ArrayBuffer>>,
    ][] = [
      [
        'count-mismatch',
        async (key, context) =>
          padToBucket(
            await gzip(encodeContainer([headerFrame({ context, counts: { ...counts, steps: 1 } })])),
            key.recipient,
          ),
      ],
      [
        'malformed',
        async (key, context) => {
          const padded = padToBucket(await gzip(encodeContainer([headerFrame({ context, counts })])), key.recipient);
          padded[padded.length - 1] = 1;
          return padded;
        },
      ],
      [
        'malformed',
        async (key, context) => {
          const compressed = await gzip(encodeContainer([headerFrame({ context, counts })]));
          return padToBucket(concatBytes(compressed, Uint8Array.of(1)), key.recipient);
        },
      ],
      [
        'malformed',
        async (key, context) => {
          const whole = encodeContainer([headerFrame({ context, counts })]);
          return padToBucket(await gzip(whole.slice(0, -9)), key.recipient);
        },
      ],
      [
        'digest-mismatch',
        async (key, context) => {
          const record = { ...(await makeSnapshot(new Uint8Array(9))), bytes: new Uint8Array(8) };
          const header = headerFrame({ context, counts: { ...counts, snapshots: 1 } });
          return padToBucket(await gzip(encodeContainer([header, recordFrame(record)])), key.recipient);
        },
      ],
      ['malformed', async () => new Uint8Array(3)],
      ['malformed', async () => new Uint8Array([0, 0, 0, 9, 1])],
      ['malformed', async (key) => padToBucket(new Uint8Array([1, 2, 3]), key.recipient)],
      ['malformed', async (key) => padToBucket(await gzip(encodeContainer([])), key.recipient)],
      [
        'malformed',
        async (key, context) =>
          padToBucket(
            await gzip(encodeContainer([headerFrame({ context, counts }), headerFrame({ context, counts })])),
            key.recipient,
          ),
      ],
      [
        'malformed',
        async (key, context) =>
          padToBucket(
            await gzip(
              encodeContainer([headerFrame({ context, counts }), { type: 'snapshot', payload: new Uint8Array(31) }]),
            ),
            key.recipient,
          ),
      ],
      [
        'context-mismatch',
        async (key, context) =>
          padToBucket(
            await gzip(encodeContainer([headerFrame({ context: { ...context, seq: 1 }, counts })])),
            key.recipient,
          ),
      ],
    ];
    for (const [code, body] of bodies) await expect(forged(body)).rejects.toMatchObject({ code });
  });
});
