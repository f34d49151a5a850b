import { readFileSync } from 'node:fs';
import {
  buildIdSchema,
  dayKeySchema,
  fromBase64,
  policySchema,
  segmentManifestSchema,
  shareReleaseSchema,
  signedSchema,
  toBase64,
  custodianIdSchema,
} from '@assent/contracts';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { recipientOf } from './age.ts';
import { ContainerDecoder, encodeContainer } from './container.ts';
import { openReleases, recoverDayIdentity } from './recover.ts';
import { releaseShares } from './release.ts';
import { headerFrame, parseHeader, parseRecord, recordFrame, type SegmentRecord } from './segment-record.ts';
import { openSegment } from './segment.ts';
import { openVaultCopy } from './vault.ts';

function vectors<Schema extends z.ZodType>(path: string, schema: Schema): z.output<Schema> {
  const file = new URL(`../../../spec/vectors/${path}`, import.meta.url);
  return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
}

/** As the vectors spell records: snapshot bytes in base64. */
function spelt(record: SegmentRecord): unknown {
  return record.kind === 'snapshot' ? { ...record, bytes: toBase64(record.bytes) } : record;
}

function decode(container: Uint8Array) {
  const decoder = new ContainerDecoder();
  const [first, ...rest] = decoder.push(container);
  decoder.finish();
  return { ...parseHeader(first), records: rest.map(parseRecord) };
}

const contents = z.object({ context: z.unknown(), counts: z.unknown(), records: z.array(z.unknown()) });

describe('the published container vectors', () => {
  const valid = vectors(
    'segment/containers.json',
    z.array(z.object({ name: z.string(), container: z.string(), contents })),
  );
  test.each(valid)('$name', ({ container, contents }) => {
    const { records, ...header } = decode(fromBase64(container));
    expect({ ...header, records: records.map(spelt) }).toEqual(contents);
    expect(toBase64(encodeContainer([headerFrame(header), ...records.map(recordFrame)]))).toBe(container);
  });

  const refused = vectors(
    'segment/refused.json',
    z.array(z.object({ name: z.string(), container: z.string(), error: z.string() })),
  );
  test.each(refused)('refused: $name', ({ container, error }) => {
    let code: unknown = 'accepted';
    try {
      decode(fromBase64(container));
    } catch (caught) {
      ({ code } = z.object({ code: z.string() }).parse(caught));
    }
    expect(code).toBe(error);
  });
});

test('the published sealed segment opens to its contents', async () => {
  const schema = z.object({
    identity: z.string(),
    ciphertext: z.string(),
    manifest: signedSchema(segmentManifestSchema),
    contents,
  });
  const vector = vectors('segment/sealed.json', schema);
  const { records, ...header } = await openSegment({ ...vector, ciphertext: fromBase64(vector.ciphertext) });
  expect({ ...header, records: records.map(spelt) }).toEqual(vector.contents);
});

describe('the published day key', () => {
  const vector = vectors(
    'custody/nested.json',
    z.object({
      policy: policySchema,
      deposit: signedSchema(dayKeySchema),
      custodians: z.array(z.object({ id: custodianIdSchema, identity: z.string() })),
      vaultIdentity: z.string(),
      build: buildIdSchema,
      buildIdentity: z.string(),
      releases: z.array(signedSchema(shareReleaseSchema)),
      dayIdentity: z.string(),
    }),
  );

  test('is recovered from its releases', async () => {
    expect(await recoverDayIdentity(vector)).toBe(vector.dayIdentity);
    expect(await (await openReleases(vector)).recover(vector.deposit)).toBe(vector.dayIdentity);
    expect(await recipientOf(vector.dayIdentity)).toBe(vector.deposit.body.recipient);
  });

  test('opens to its participant', async () => {
    expect(await openVaultCopy(vector)).toBe(vector.dayIdentity);
  });

  test('is released by each of its custodians', async () => {
    const buildRecipient = await recipientOf(vector.buildIdentity);
    for (const custodian of vector.custodians) {
      const released = await releaseShares({
        deposits: [vector.deposit],
        custodian,
        build: vector.build,
        buildRecipient,
      });
      expect(released.map(({ dayKey }) => dayKey)).toEqual([vector.deposit.body.dayKey]);
    }
  });
});
