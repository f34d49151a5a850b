import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { toBase64 } from '@assent/contracts';
import examples from '../../../spec/vectors/ledger/c2sp-examples.json' with { type: 'json' };
import { formatCheckpoint, openCheckpoint, parseCheckpoint, signCheckpoint } from './checkpoint.ts';
import { cosign, cosignedMessage, openCosignatures, withSignatures } from './cosignature.ts';
import { LedgerError } from './errors.ts';
import { emptyRoot, leafHash, type Hash } from './hash.ts';
import { generateLogKey, noteSigner, verifierKey, type NoteSigner } from './key.ts';
import { formatSignatureLine, parseNote, parseSignatureLine, signNote } from './note.ts';
import { refusal } from './testing/refusal.ts';

let log: NoteSigner;
let witness: NoteSigner;
beforeAll(async () => {
  log = await noteSigner((await generateLogKey('example.com/log')).signerKey);
  witness = await noteSigner((await generateLogKey('witness.example/w1', 'cosignature')).signerKey);
});
const root = leafHash(Uint8Array.of(1));

describe('checkpoints', () => {
  it('read and write the published example', () => {
    const note = parseNote(examples.checkpoint);
    const checkpoint = parseCheckpoint(note.text);
    expect(checkpoint.origin).toBe('example.com/behind-the-sofa');
    expect(checkpoint.size).toBe(20_852_163);
    expect(toBase64(checkpoint.root)).toBe('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=');
    expect(formatCheckpoint(checkpoint)).toBe(note.text);
  });

  it('open as what was signed', async () => {
    const opened = await openCheckpoint(await signCheckpoint({ size: 1, root }, log), log.key);
    expect(opened).toMatchObject({ origin: 'example.com/log', size: 1, root });
  });

  it('are refused when any character is changed', async () => {
    const note = await signCheckpoint({ size: 12, root }, log);
    for (let i = 0; i < note.length; i += 1) {
      const changed = `${note.slice(0, i)}${note[i] === 'B' ? 'C' : 'B'}${note.slice(i + 1)}`;
      await expect(openCheckpoint(changed, log.key)).rejects.toBeInstanceOf(LedgerError);
    }
  });

  it('are refused when they speak for another log than the key', async () => {
    const text = formatCheckpoint({ origin: 'example.com/other', size: 1, root });
    await expect(openCheckpoint(await signNote(text, [log]), log.key)).rejects.toMatchObject(refusal('wrong-origin'));
  });

  it.each([
    ['a leading zero', 'o\n01\nROOT\n'],
    ['a sign', 'o\n+1\nROOT\n'],
    ['a size beyond what is exact', 'o\n9007199254740993\nROOT\n'],
    ['a huge size', 'o\n99999999999999999999999999\nROOT\n'],
    ['no size', 'o\n\nROOT\n'],
    ['a short root', 'o\n1\nAAAA\n'],
    ['an unpadded root', 'o\n1\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I\n'],
    ['no origin', '\n1\nROOT\n'],
    ['an extension line', 'o\n1\nROOT\nmore\n'],
    ['no final newline', 'o\n1\nROOT'],
    ['a blank line at the end', 'o\n1\nROOT\n\n'],
  ])('refuse %s', (_, text) => {
    expect(() => parseCheckpoint(text.replace('ROOT', toBase64(root)))).toThrow(
      expect.objectContaining(refusal('malformed-checkpoint')),
    );
  });

  it('come back as they were', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes): Hash => new Uint8Array(bytes));
    fc.assert(
      fc.property(fc.maxSafeNat(), hash, (size, root) => {
        const checkpoint = { origin: 'example.com/log', size, root };
        expect(parseCheckpoint(formatCheckpoint(checkpoint))).toEqual(checkpoint);
      }),
    );
  });
});

describe('cosignatures', () => {
  it('cover the published message', () => {
    const { text } = parseNote(examples.checkpoint);
    expect(cosignedMessage(text, examples.cosignatureTime)).toBe(examples.cosignedText);
    const line = parseSignatureLine(examples.cosignatureLine);
    expect(new DataView(line.signature.buffer).getBigUint64(0)).toBe(BigInt(examples.cosignatureTime));
    expect(line.signature).toHaveLength(72);
    expect(formatSignatureLine(line)).toBe(examples.cosignatureLine);
  });

  it('state when a witness saw the checkpoint', async () => {
    const note = await signCheckpoint({ size: 1, root }, log);
    const line = await cosign(parseNote(note).text, witness, 1_700_000_000_999);
    const cosigned = withSignatures(note, [line]);
    expect((await openCheckpoint(cosigned, log.key)).size).toBe(1);
    expect(await openCosignatures(parseNote(cosigned), [witness.key])).toEqual([
      { key: witness.key, at: 1_700_000_000_000 },
    ]);
    expect(await openCosignatures(parseNote(note), [witness.key])).toEqual([]);
    expect(await openCosignatures(parseNote(cosigned), [log.key])).toEqual([]);
  });

  it('are replaced when the same witness signs again', async () => {
    const note = await signCheckpoint({ size: 1, root }, log);
    const { text } = parseNote(note);
    const once = withSignatures(note, [await cosign(text, witness, 1000)]);
    const twice = withSignatures(once, [await cosign(text, witness, 2000)]);
    expect(parseNote(twice).signatures).toHaveLength(2);
    expect((await openCosignatures(parseNote(twice), [witness.key])).map(({ at }) => at)).toEqual([2000]);
  });

  it('do not hold for another time, another tree or another length', async () => {
    const note = await signCheckpoint({ size: 1, root }, log);
    const line = await cosign(parseNote(note).text, witness, 1_700_000_000_000);
    for (let i = 0; i < line.signature.length; i += 1) {
      const signature = line.signature.map((byte, at) => (at === i ? byte ^ 1 : byte));
      const changed = parseNote(withSignatures(note, [{ ...line, signature }]));
      await expect(openCosignatures(changed, [witness.key])).rejects.toMatchObject(refusal('bad-signature'));
    }
    const other = parseNote(withSignatures(await signCheckpoint({ size: 2, root }, log), [line]));
    await expect(openCosignatures(other, [witness.key])).rejects.toMatchObject(refusal('bad-signature'));
    const short = parseNote(withSignatures(note, [{ ...line, signature: line.signature.slice(0, 40) }]));
    await expect(openCosignatures(short, [witness.key])).rejects.toMatchObject(refusal('bad-signature'));
  });

  it('are refused when they are too short to hold a time', async () => {
    const note = await signCheckpoint({ size: 1, root }, log);
    for (const length of [1, 7, 8, 71, 73]) {
      const line = { name: witness.key.name, id: witness.key.id, signature: new Uint8Array(length) };
      await expect(openCosignatures(parseNote(withSignatures(note, [line])), [witness.key])).rejects.toMatchObject(
        refusal('bad-signature'),
      );
    }
  });

  it('are refused with a time that no clock shows, though the witness signed it', async () => {
    const note = await signCheckpoint({ size: 1, root }, log);
    const { text } = parseNote(note);
    for (const [seconds, accepted] of [
      [Math.floor(Number.MAX_SAFE_INTEGER / 1000), true],
      [Math.ceil(Number.MAX_SAFE_INTEGER / 1000), false],
    ] as const) {
      const line = await cosign(text, witness, seconds * 1000);
      const opening = openCosignatures(parseNote(withSignatures(note, [line])), [witness.key]);
      if (accepted) expect(await opening).toEqual([{ key: witness.key, at: seconds * 1000 }]);
      else await expect(opening).rejects.toMatchObject(refusal('bad-signature'));
    }
  });

  it('of one witness count once, however often and under whatever names it is listed', async () => {
    const note = await signCheckpoint({ size: 1, root }, log);
    const line = await cosign(parseNote(note).text, witness, 1000);
    const alias = verifierKey('witness.example/alias', witness.key.publicKey, 'cosignature');
    const cosigned = withSignatures(note, [line, { ...line, name: alias.name, id: alias.id }]);
    const opened = await openCosignatures(parseNote(cosigned), [witness.key, witness.key, alias]);
    expect(opened).toEqual([{ key: witness.key, at: 1000 }]);
  });

  it('of two witnesses with one name stay beside each other', async () => {
    const namesake = await noteSigner((await generateLogKey(witness.key.name, 'cosignature')).signerKey);
    const note = await signCheckpoint({ size: 1, root }, log);
    const { text } = parseNote(note);
    const both = withSignatures(withSignatures(note, [await cosign(text, witness, 1000)]), [
      await cosign(text, namesake, 2000),
    ]);
    const opened = await openCosignatures(parseNote(both), [witness.key, namesake.key]);
    expect(opened.map(({ at }) => at)).toEqual([1000, 2000]);
  });

  it('cannot be made with a log key', async () => {
    await expect(cosign('o\n0\n', log, 0)).rejects.toMatchObject(refusal('malformed-key'));
    expect(emptyRoot()).toHaveLength(32);
  });
});
