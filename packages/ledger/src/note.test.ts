import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateSigningKeyPair, signerFromKeyPair, toBase64 } from '@assent/contracts';
import examples from '../../../spec/vectors/ledger/c2sp-examples.json' with { type: 'json' };
import vectors from '../../../spec/vectors/ledger/note.json' with { type: 'json' };
import { LedgerError } from './errors.ts';
import { formatVerifierKey, generateLogKey, noteSigner, noteSignerFrom, parseVerifierKey, verifierKey } from './key.ts';
import { formatNote, openNote, parseNote, parseSignatureLine, signNote } from './note.ts';
import { refusal } from './testing/refusal.ts';

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

  it.each([
    ['nothing', ''],
    ['a plus', 'a+b'],
    ['a space', 'a b'],
    ['a no-break space', 'a\u00a0b'],
    ['an em space', 'a\u2003b'],
    ['a line separator', 'a\u2028b'],
    ['a tab', 'a\tb'],
    ['a control of the second range', 'a\u0085b'],
    ['half a surrogate pair', 'a\ud800'],
    ['401 characters', 'a'.repeat(401)],
  ])('have no name with %s', (_, name) => {
    expect(() => verifierKey(name, peter.publicKey)).toThrow(expect.objectContaining(refusal('malformed-key')));
  });

  it('have any other name, and a key of exactly 32 bytes', () => {
    for (const name of ['a', 'é/ü', 'a'.repeat(400)]) {
      expect(parseVerifierKey(formatVerifierKey(verifierKey(name, peter.publicKey)))).toMatchObject({ name });
    }
    for (const length of [0, 31, 33]) {
      expect(() => verifierKey('a', new Uint8Array(length))).toThrow(expect.objectContaining(refusal('malformed-key')));
    }
  });

  it.each([
    ['31 bytes', Uint8Array.of(1, ...new Uint8Array(31))],
    ['33 bytes', Uint8Array.of(1, ...new Uint8Array(33))],
    ['another kind', Uint8Array.of(2, ...new Uint8Array(32))],
    ['a kind that is not implemented', Uint8Array.of(6, ...new Uint8Array(32))],
    ['no kind', new Uint8Array()],
  ])('and signer keys are refused with %s', async (_, bytes) => {
    const text = `name+00000000+${toBase64(bytes)}`;
    expect(() => parseVerifierKey(text)).toThrow(expect.objectContaining(refusal('malformed-key')));
    await expect(noteSigner(`PRIVATE+KEY+${text}`)).rejects.toMatchObject(refusal('malformed-key'));
  });

  it('are refused with another kind though their id is the one of a kind that is known', () => {
    const known = formatVerifierKey(verifierKey('name', peter.publicKey, 'cosignature'));
    for (const kind of [0, 2, 3, 5, 6, 0xff]) {
      const bytes = toBase64(Uint8Array.of(kind, ...peter.publicKey));
      const text = `${known.slice(0, 'name+00000000+'.length)}${bytes}`;
      expect(() => parseVerifierKey(text)).toThrow(expect.objectContaining(refusal('malformed-key')));
    }
  });

  it('and signer keys are refused in another spelling', async () => {
    for (const bad of [`x+${vectors.verifierKey}`, `${vectors.verifierKey}\n`, `${vectors.verifierKey}+`]) {
      expect(() => parseVerifierKey(bad)).toThrow(expect.objectContaining(refusal('malformed-key')));
    }
    for (const bad of [`x${vectors.signerKey}`, `${vectors.signerKey}\n`, vectors.signerKey.toLowerCase()]) {
      await expect(noteSigner(bad)).rejects.toMatchObject(refusal('malformed-key'));
    }
    // Base64 whose last character has bits that nothing reads.
    const loose = 'name+00000000+AB==';
    expect(() => parseVerifierKey(loose)).toThrow(
      expect.objectContaining({ ...refusal('malformed-key'), cause: expect.any(TypeError) }),
    );
  });

  it('are refused in every published mangling', () => {
    const key = vectors.verifierKey;
    const manglings = [...vectors.badVerifierKeys];
    for (let i = 0; i < key.length; i += 1) {
      manglings.push(next(key, i));
      for (let j = i; j <= key.length; j += 1) if (i > 0 || j < key.length) manglings.push(key.slice(i, j));
    }
    for (const bad of manglings) {
      expect(() => parseVerifierKey(bad), bad).toThrow(expect.objectContaining(refusal('malformed-key')));
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
        expect(error).toMatchObject(refusal('malformed-key'));
        expect(String(error)).not.toContain('AYEKFALVFGyNhPJEMzD1');
      }
    }
  });

  it('are generated with the verifier key that fits them', async () => {
    const { signerKey, verifierKey: verifierText } = await generateLogKey('example.com/log');
    const note = await signNote(text, [await noteSigner(signerKey)]);
    const opened = await openNote(note, [parseVerifierKey(verifierText)]);
    expect(opened.verifiedBy.map(formatVerifierKey)).toEqual([verifierText]);
    await expect(generateLogKey('two words')).rejects.toMatchObject(refusal('malformed-key'));
    await expect(generateLogKey('a+b')).rejects.toMatchObject(refusal('malformed-key'));
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
    await expect(openNote(`${text}\n${signature}`, [])).rejects.toMatchObject(refusal('unverified'));
    await expect(openNote(`${text}\n${signature}`, [enoch])).rejects.toMatchObject(refusal('unverified'));
  });

  it('refuses the whole note when a known signature does not hold', async () => {
    const broken = `${signature.slice(0, 60)}ABCD${signature.slice(60)}`;
    await expect(openNote(`${text}\n${broken}`, [peter])).rejects.toMatchObject(refusal('bad-signature'));
    await expect(openNote(`${text}\n${broken}${otherSignature}`, [peter, enoch])).rejects.toMatchObject(
      refusal('bad-signature'),
    );
    await expect(openNote(`X${text}\n${signature}`, [peter])).rejects.toMatchObject(refusal('bad-signature'));
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
    ['the last control character', `\u001f${text}\n${signature}`],
    ['another character where its final newline should be', `${text}\n${signature.slice(0, -1)}X`],
    ['a blank before a signature line', `${text}\n ${signature}`],
    ['a blank after a signature line', `${text}\n${signature.slice(0, -1)} \n`],
    ['a hyphen for the dash', `${text}\n${signature.replace('—', '-')}`],
    ['base64 that is not padded', `${text}\n${signature.slice(0, -2)}\n`],
    ['no name', `${text}\n—  ${signature.split(' ')[2]}`],
    ['a plus in a name', `${text}\n— a+b ${signature.split(' ')[2]}`],
  ])('refuses %s', async (_, note) => {
    await expect(openNote(note, [peter])).rejects.toMatchObject(refusal('malformed-note'));
  });

  it('reads as many signatures and characters as allowed, and no more', () => {
    expect(parseNote(`${text}\n${signature.repeat(100)}`).signatures).toHaveLength(100);
    const longest = `${'a'.repeat(1_000_000 - signature.length - 2)}\n\n${signature}`;
    expect(parseNote(longest).signatures).toHaveLength(1);
    expect(() => parseNote(`a${longest}`)).toThrow(expect.objectContaining(refusal('too-large')));
  });

  it('reads a text that is one newline', () => {
    expect(parseNote('\n\n— a AQIDBAU=\n')).toMatchObject({ text: '\n', signatures: [{ name: 'a' }] });
  });

  it('reads a signature of one byte behind its key id', () => {
    expect(parseSignatureLine('— a AQIDBAU=')).toEqual({ name: 'a', id: '01020304', signature: Uint8Array.of(5) });
    expect(() => parseSignatureLine('— a AQIDBAUG====')).toThrow(
      expect.objectContaining({ ...refusal('malformed-note'), cause: expect.any(TypeError) }),
    );
  });

  it('does not count the key of a witness, nor a key under another name', async () => {
    const witness = await noteSigner((await generateLogKey('witness.example/w1', 'cosignature')).signerKey);
    await expect(openNote(await signNote(text, [witness]), [witness.key])).rejects.toMatchObject(refusal('unverified'));
    const renamed = signature.replace('PeterNeumann', 'PeterNewman');
    await expect(openNote(`${text}\n${renamed}`, [peter])).rejects.toMatchObject(refusal('unverified'));
  });

  it('counts a key once, however often it is listed', async () => {
    const opened = await openNote(`${text}\n${signature}`, [peter, peter]);
    expect(opened.verifiedBy).toEqual([peter]);
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
    for (const bad of ['abc', 'a\u0007b\n', '', 'a\n\n— x AQIDBAU=']) {
      await expect(signNote(bad, [signer])).rejects.toMatchObject(refusal('malformed-note'));
    }
    await expect(signNote('a\n\n', [signer])).resolves.toContain('a\n\n\n');
  });
});
