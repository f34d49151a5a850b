import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { toHex, utf8 } from '@assent/contracts';
import { cosign, withSignatures } from './cosignature.ts';
import { LedgerError } from './errors.ts';
import { generateLogKey, noteSigner, type NoteSigner } from './key.ts';
import { parseNote } from './note.ts';
import { readEntry, readLedger, type LedgerSource } from './reader.ts';
import { formatReceipt, parseReceipt, verifyReceipt } from './receipt.ts';
import { memoryLog, type MemoryLog } from './testing/memory-log.ts';
import { refusal } from './testing/refusal.ts';

let signer: NoteSigner;
let witness: NoteSigner;
let log: MemoryLog;
const entries = Array.from({ length: 600 }, (_, i) => utf8(`entry ${i}`));
beforeAll(async () => {
  signer = await noteSigner((await generateLogKey('example.com/log')).signerKey);
  witness = await noteSigner((await generateLogKey('witness.example/w1', 'cosignature')).signerKey);
  log = await memoryLog(entries, signer);
});

async function collect(source: LedgerSource): Promise<readonly Uint8Array[]> {
  const read = [];
  for await (const entry of (await readLedger(source, signer.key)).entries()) read.push(entry);
  return read;
}

describe('reading a ledger', () => {
  it('gives every entry in order', async () => {
    expect((await collect(log)).map(toHex)).toEqual(entries.map(toHex));
    expect(await collect(await memoryLog([], signer))).toEqual([]);
  });

  it('fails on any changed byte of a bundle', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(2), fc.nat(), async (bundle, at) => {
        const lying: LedgerSource = {
          checkpoint: async () => log.checkpoint(),
          tile: async (path) => {
            const bytes = new Uint8Array(await log.tile(path));
            if (path.startsWith(`tile/entries/00${bundle}`)) bytes[at % bytes.length]! ^= 1;
            return bytes;
          },
        };
        await expect(collect(lying)).rejects.toBeInstanceOf(LedgerError);
      }),
      { numRuns: 30 },
    );
  });

  it('fails under another key', async () => {
    const other = await noteSigner((await generateLogKey('example.com/log')).signerKey);
    await expect(readLedger(log, other.key)).rejects.toMatchObject(refusal('unverified'));
  });
});

describe('receipts', () => {
  it('prove any entry from tiles alone', async () => {
    for (const index of [0, 1, 255, 256, 511, 512, 598, 599]) {
      const { entry, receipt } = await readEntry(log, signer.key, index);
      expect(toHex(entry)).toBe(toHex(entries[index]!));
      const verified = await verifyReceipt(receipt, entry, { log: signer.key });
      expect(verified.index).toBe(index);
      expect(verified.checkpoint.size).toBe(600);
    }
    await expect(readEntry(log, signer.key, 600)).rejects.toMatchObject(refusal('out-of-range'));
  });

  it('do not prove another entry', async () => {
    const { receipt } = await readEntry(log, signer.key, 7);
    await expect(verifyReceipt(receipt, entries[8]!, { log: signer.key })).rejects.toMatchObject(refusal('wrong-root'));
  });

  it('fail when any character is changed', async () => {
    const small = await memoryLog(entries.slice(0, 5), signer);
    const { entry, receipt } = await readEntry(small, signer.key, 3);
    for (let i = 0; i < receipt.length; i += 1) {
      const changed = `${receipt.slice(0, i)}${receipt[i] === 'B' ? 'C' : 'B'}${receipt.slice(i + 1)}`;
      await expect(verifyReceipt(changed, entry, { log: signer.key })).rejects.toBeInstanceOf(LedgerError);
    }
  });

  it('count the witnesses that have seen the checkpoint', async () => {
    const { entry, receipt } = await readEntry(log, signer.key, 3);
    const trust = { log: signer.key, witnesses: { keys: [witness.key], quorum: 1 } };
    await expect(verifyReceipt(receipt, entry, trust)).rejects.toMatchObject(refusal('unverified'));
    const parsed = parseReceipt(receipt);
    const line = await cosign(parseNote(parsed.checkpoint).text, witness, 5000);
    const cosigned = formatReceipt({ ...parsed, checkpoint: withSignatures(parsed.checkpoint, [line]) });
    const verified = await verifyReceipt(cosigned, entry, trust);
    expect(verified.cosignatures).toEqual([{ key: witness.key, at: 5000 }]);
  });

  it('count a witness once, however often it is listed', async () => {
    const { entry, receipt } = await readEntry(log, signer.key, 3);
    const parsed = parseReceipt(receipt);
    const line = await cosign(parseNote(parsed.checkpoint).text, witness, 5000);
    const cosigned = formatReceipt({ ...parsed, checkpoint: withSignatures(parsed.checkpoint, [line]) });
    const witnesses = { keys: [witness.key, witness.key], quorum: 2 };
    await expect(verifyReceipt(cosigned, entry, { log: signer.key, witnesses })).rejects.toMatchObject(
      refusal('unverified'),
    );
  });

  it('come back as they were', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => new Uint8Array(bytes));
    const receipts = fc.record({
      index: fc.maxSafeNat(),
      proof: fc.array(hash, { maxLength: 63 }),
      checkpoint: fc.string(),
      extra: fc.option(fc.uint8Array({ minLength: 1 }).map((bytes) => new Uint8Array(bytes))),
    });
    fc.assert(
      fc.property(receipts, (receipt) => {
        expect(parseReceipt(formatReceipt(receipt))).toEqual(receipt);
      }),
    );
  });

  it.each([
    ['another header', 'wrong-header\nindex 0\n\ncheckpoint\n'],
    ['extra data that is not base64', 'c2sp.org/tlog-proof@v1\nextra !!notbase64!!\nindex 0\n\ncheckpoint\n'],
    ['no index', 'c2sp.org/tlog-proof@v1\n\n\ncheckpoint\n'],
    ['an index that is no number', 'c2sp.org/tlog-proof@v1\nindex notanumber\n\ncheckpoint\n'],
    ['a negative index', 'c2sp.org/tlog-proof@v1\nindex -5\n\ncheckpoint\n'],
    ['an index with a leading zero', 'c2sp.org/tlog-proof@v1\nindex 05\n\ncheckpoint\n'],
    ['a hash that is not base64', 'c2sp.org/tlog-proof@v1\nindex 0\n!!notbase64!!\n\ncheckpoint\n'],
    ['a hash that is too long', `c2sp.org/tlog-proof@v1\nindex 0\n${'A'.repeat(86)}==\n\ncheckpoint\n`],
    ['64 hashes', `c2sp.org/tlog-proof@v1\nindex 0\n${`${'A'.repeat(43)}=\n`.repeat(64)}\ncheckpoint\n`],
    ['no checkpoint', 'c2sp.org/tlog-proof@v1\nindex 0\n'],
    ['nothing', ''],
    ['a version to come', 'c2sp.org/tlog-proof@v2\nindex 0\n\ncheckpoint\n'],
    ['an index beyond what is exact', 'c2sp.org/tlog-proof@v1\nindex 9007199254740992\n\ncheckpoint\n'],
    ['another word for the index', 'c2sp.org/tlog-proof@v1\nplace 0\n\ncheckpoint\n'],
    ['extra data behind the index', 'c2sp.org/tlog-proof@v1\nindex 0\nextra AA==\n\ncheckpoint\n'],
    ['extra data twice', 'c2sp.org/tlog-proof@v1\nextra AA==\nextra AA==\nindex 0\n\ncheckpoint\n'],
    ['a hash that is too short', `c2sp.org/tlog-proof@v1\nindex 0\n${'A'.repeat(40)}\n\ncheckpoint\n`],
    ['a hash whose base64 has loose bits', `c2sp.org/tlog-proof@v1\nindex 0\n${'A'.repeat(42)}B=\n\ncheckpoint\n`],
  ])('are refused with %s', (_, text) => {
    expect(() => parseReceipt(text)).toThrow(expect.objectContaining(refusal('malformed-receipt')));
  });

  it('say which line is not base64, and why', () => {
    const text = 'c2sp.org/tlog-proof@v1\nindex 0\n!\n\ncheckpoint\n';
    expect(() => parseReceipt(text)).toThrow(
      expect.objectContaining({ ...refusal('malformed-receipt'), cause: expect.any(TypeError) }),
    );
  });
});
