import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateSigningKeyPair, signerFromKeyPair } from '@assent/contracts';
import examples from '../../../spec/vectors/ledger/c2sp-examples.json' with { type: 'json' };
import vectors from '../../../spec/vectors/ledger/note.json' with { type: 'json' };
import { LedgerError } from './errors.ts';
import { formatVerifierKey, generateLogKey, noteSigner, noteSignerFrom, parseVerifierKey } from './key.ts';
import { formatNote, openNote, parseNote, signNote } from './note.ts';

const { text, signature, otherSignature } = vectors;
const peter = parseVerifierKey(vectors.verifierKey);
const enoch = parseVerifierKey(vectors.otherVerifierKey);

function next(text: string, i: number): string {
  return text.slice(0, i) + String.fromCharCode(text.charCodeAt(i) + 1) + text.slice(i + 1);
}

describe('verifier keys', () => {
  it('come back in their published spelling', () => {
    expect(formatVerifierKey(peter)).toBe(vectors.verifierKey);
    expect(formatVerifierKey(enoch)).toBe(vectors.otherVerifierKey);
  });

  it('are refused in every published mangling', () => {
    const key = vectors.verifierKey;
    const manglings = [...vectors.badVerifierKeys];
    for (let i = 0; i < key.length; i += 1) {
      manglings.push(next(key, i));
      for (let j = i; j <= key.length; j += 1) if (i > 0 || j < key.length) manglings.push(key.slice(i, j));
    }
    for (const bad of manglings) {
      expect(() => parseVerifierKey(bad), bad).toThrow(expect.objectContaining({ code: 'malformed-key' }));
    }
  });

  it('are parsed or refused with a typed error, whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(() => parseVerifierKey(text)).toThrow(LedgerError);
      }),
    );
  });
});

describe('signer keys', () => {
  it('sign the published note to the byte', async () => {
    expect(await signNote(text, [await noteSigner(vectors.signerKey)])).toBe(`${text}\n${signature}`);
  });

  it('are refused when any character is changed or missing, without telling the key', async () => {
    const key = vectors.signerKey;
    for (let i = 0; i < key.length; i += 1) {
      for (const bad of [next(key, i), key.slice(0, i), key.slice(i + 1)]) {
        const error: unknown = await noteSigner(bad).catch((reason: unknown) => reason);
        expect(error).toMatchObject({ code: 'malformed-key' });
        expect(String(error)).not.toContain('AYEKFALVFGyNhPJEMzD1');
      }
    }
  });

  it('are generated with the verifier key that fits them', async () => {
    const { signerKey, verifierKey } = await generateLogKey('example.com/log');
    const note = await signNote(text, [await noteSigner(signerKey)]);
    const opened = await openNote(note, [parseVerifierKey(verifierKey)]);
    expect(opened.verifiedBy.map(formatVerifierKey)).toEqual([verifierKey]);
    await expect(generateLogKey('two words')).rejects.toMatchObject({ code: 'malformed-key' });
    await expect(generateLogKey('a+b')).rejects.toMatchObject({ code: 'malformed-key' });
  });

  it('may be keys that cannot be read out', async () => {
    const signer = noteSignerFrom('example.com/log', await signerFromKeyPair(await generateSigningKeyPair()));
    const opened = await openNote(await signNote(text, [signer]), [signer.key]);
    expect(opened.text).toBe(text);
  });
});

describe('opening a note', () => {
  it('verifies the known signature and ignores the unknown one', async () => {
    const opened = await openNote(`${text}\n${signature}${otherSignature}`, [peter]);
    expect(opened.text).toBe(text);
    expect(opened.verifiedBy).toEqual([peter]);
  });

  it('verifies both signatures when both keys are known', async () => {
    const opened = await openNote(`${text}\n${signature}${otherSignature}`, [peter, enoch]);
    expect(opened.verifiedBy).toEqual([peter, enoch]);
  });

  it('refuses a note that no known key signed', async () => {
    await expect(openNote(`${text}\n${signature}`, [])).rejects.toMatchObject({ code: 'unverified' });
    await expect(openNote(`${text}\n${signature}`, [enoch])).rejects.toMatchObject({ code: 'unverified' });
  });

  it('refuses the whole note when a known signature does not hold', async () => {
    const broken = `${signature.slice(0, 60)}ABCD${signature.slice(60)}`;
    await expect(openNote(`${text}\n${broken}`, [peter])).rejects.toMatchObject({ code: 'bad-signature' });
    await expect(openNote(`${text}\n${broken}${otherSignature}`, [peter, enoch])).rejects.toMatchObject({
      code: 'bad-signature',
    });
    await expect(openNote(`X${text}\n${signature}`, [peter])).rejects.toMatchObject({ code: 'bad-signature' });
  });

  it('ignores broken and repeated signatures of unknown keys', async () => {
    const broken = `${otherSignature.slice(0, 60)}ABCD${otherSignature.slice(60)}`;
    const opened = await openNote(`${text}\n${signature}${signature}${otherSignature}${otherSignature}${broken}`, [
      peter,
    ]);
    expect(opened.verifiedBy).toEqual([peter]);
  });

  it.each([
    ['no signatures', text],
    ['an empty signature part', `${text}\n`],
    ['no final newline', `${text}\n${signature.slice(0, -1)}`],
    ['a control character', `\u0001${text}\n${signature}`],
    ['a lone surrogate', `\ud800${text}\n${signature}`],
    ['a space in a name', `${text}\n${vectors.malformed.badName}\n`],
    ['a strange line', `${text}\n${signature}Unexpected line.\n`],
    ['101 signatures', `${text}\n${signature.repeat(101)}`],
    ['a signature that is only a key id', `${text}\n— PeterNeumann x08goA==\n`],
    ['a carriage return', `${text}\r\n${signature}`],
  ])('refuses %s', async (_, note) => {
    await expect(openNote(note, [peter])).rejects.toMatchObject({ code: 'malformed-note' });
  });

  it('reads the published example with empty lines inside its text', () => {
    const note = parseNote(examples.note);
    expect(note.text.endsWith('ed è subito sera.\n')).toBe(true);
    expect(note.signatures.map(({ name }) => name)).toEqual(['quasimodo.example/salvatore']);
    expect(formatNote(note)).toBe(examples.note);
  });

  it('parses or refuses with a typed error, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom('\n', '\n\n', '— ', 'name', ' ', 'AAAAAAAAAAAA') })),
        (text) => {
          try {
            expect(formatNote(parseNote(text))).toBe(text);
          } catch (error) {
            expect(error).toBeInstanceOf(LedgerError);
          }
        },
      ),
    );
  });

  it('will not sign a text that no note can have', async () => {
    const signer = await noteSigner(vectors.signerKey);
    for (const bad of ['abc', 'a\u0007b\n', '']) {
      await expect(signNote(bad, [signer])).rejects.toMatchObject({ code: 'malformed-note' });
    }
    await expect(signNote('a\n\n', [signer])).resolves.toContain('a\n\n\n');
  });
});
