import { canonicalJson, digestSchema, leafSchema, utf8 } from '@assent/contracts';
import { decodeLeaf, formatVerifierKey, generateLogKey, noteSigner } from '@assent/ledger';
import { memoryLog } from '@assent/ledger/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkOfflineReceipt, offlineReceipt } from './offline-receipt.ts';

const log = await noteSigner((await generateLogKey('log.example')).signerKey);
const other = await noteSigner((await generateLogKey('log.example')).signerKey);
const verifierKey = formatVerifierKey(log.key);
const leaf = (n: number) => {
  const ciphertext = digestSchema.parse(n.toString(16).padStart(64, '0'));
  return leafSchema.parse({ v: 1, t: 60_000, kind: 'segment.sealed', ciphertext, bucket: 4096 });
};
const logOf = async (size: number) =>
  memoryLog(
    Array.from({ length: size }, (_, n) => utf8(canonicalJson(leaf(n)))),
    log,
  );

describe('a receipt to keep', () => {
  it('proves its entry without the ledger, at any size and place', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 600 }), fc.nat(), async (size, at) => {
        const source = await logOf(size);
        const leafIndex = at % size;
        const text = await offlineReceipt({ source, verifierKey, leafIndex });
        const checked = await checkOfflineReceipt(text, { verifierKey, witnesses: [] });
        expect(checked).toMatchObject({ index: leafIndex, size });
        expect(decodeLeaf(checked.entry)).toEqual(leaf(leafIndex));
      }),
      { numRuns: 15 },
    );
  });

  it('proves nothing under another key, with another entry, or without the witnesses asked for', async () => {
    const source = await logOf(9);
    const text = await offlineReceipt({ source, verifierKey, leafIndex: 4 });
    const against = (changed: string, key = verifierKey, witnesses: readonly string[] = []) =>
      checkOfflineReceipt(changed, { verifierKey: key, witnesses });
    await expect(against(text, formatVerifierKey(other.key))).rejects.toMatchObject({ name: 'LedgerError' });
    const entry = (n: number) => Buffer.from(canonicalJson(leaf(n))).toString('base64');
    expect(text).toContain(entry(4));
    await expect(against(text.replace(entry(4), entry(5)))).rejects.toMatchObject({ code: 'wrong-root' });
    await expect(against(text.replace('index 4', 'index 5'))).rejects.toMatchObject({ code: 'wrong-root' });
    await expect(against(text.replace(/^extra .*\n/m, ''))).rejects.toMatchObject({ code: 'malformed-receipt' });
    await expect(against(text, verifierKey, [verifierKey])).rejects.toMatchObject({ name: 'LedgerError' });
  });
});
