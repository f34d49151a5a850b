import { canonicalJson, digestOf, digestSchema, leafSchema, utf8 } from '@assent/contracts';
import { formatVerifierKey, generateLogKey, noteSigner, type LedgerSource } from '@assent/ledger';
import { memoryLog } from '@assent/ledger/testing';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { programFingerprint } from './fingerprint.ts';
import { consentClaim, deviceLedger, checkLedger, segmentClaim } from './ledger-check.ts';

const digest = (n: number) => digestSchema.parse(n.toString(16).padStart(64, '0'));
const log = await noteSigner((await generateLogKey('log.example')).signerKey);
const other = await noteSigner((await generateLogKey('log.example')).signerKey);
const verifierKey = formatVerifierKey(log.key);

const sealed = (n: number) => ({ v: 1, t: 60_000, kind: 'segment.sealed', ciphertext: digest(n), bucket: 4096 });
const consent = (n: number) => ({ v: 1, t: 60_000, kind: 'consent.recorded', commitment: digest(n) });
const logOf = async (leaves: readonly unknown[], signer = log) =>
  memoryLog(
    leaves.map((leaf) => utf8(canonicalJson(leafSchema.parse(leaf)))),
    signer,
  );
const numbers = (count: number, from = 0) => Array.from({ length: count }, (_, i) => sealed(from + i));
const receipt = (n: number, leafIndex: number) =>
  ({ type: 'segment-receipt', v: 1, device: 'a'.repeat(43), seq: n, ciphertext: digest(n), leafIndex, at: 0 }) as never;

describe('a check of the ledger', () => {
  it('answers for each claim, at any size and place', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 600 }),
        fc.array(fc.nat(700), { maxLength: 4 }),
        async (size, wanted) => {
          const { look } = deviceLedger(await logOf(numbers(size)), verifierKey);
          const receipts = wanted.map((n) => receipt(n, n));
          const found = await look({ remembered: null, receipts });
          expect(found).toMatchObject({ outcome: 'continues', standing: wanted.map((n) => n < size) });
        },
      ),
      { numRuns: 15 },
    );
  });

  it('takes neither another leaf at the place nor another kind for what is claimed', async () => {
    const source = await logOf([consent(0), sealed(1)]);
    const claims = [
      segmentClaim(receipt(0, 0)),
      segmentClaim(receipt(2, 1)),
      consentClaim(1, digest(1)),
      consentClaim(0, digest(0)),
    ];
    expect(await checkLedger({ source, verifierKey, remembered: null, claims })).toMatchObject({
      standing: [false, false, false, true],
    });
  });

  it('fetches one checkpoint, and no tile twice', async () => {
    const honest = await logOf(numbers(300));
    const asked: string[] = [];
    const source: LedgerSource = {
      checkpoint: async () => {
        asked.push('checkpoint');
        return honest.checkpoint();
      },
      tile: async (path) => {
        asked.push(path);
        return honest.tile(path);
      },
    };
    const claims = [1, 2, 3, 299].map((n) => segmentClaim(receipt(n, n)));
    await checkLedger({ source, verifierKey, remembered: null, claims });
    expect(new Set(asked).size).toBe(asked.length);
  });

  it('says how a ledger fails to go on from what is remembered', async () => {
    const remembered = await (await logOf(numbers(10))).checkpoint();
    const at = async (source: LedgerSource) => {
      const look = await checkLedger({ source, verifierKey, remembered, claims: [] });
      return look.outcome === 'diverged' ? look.how : look.outcome;
    };
    expect(await at(await logOf(numbers(10)))).toBe('continues');
    expect(await at(await logOf(numbers(600)))).toBe('continues');
    expect(await at(await logOf(numbers(9)))).toBe('rolled-back');
    expect(await at(await logOf(numbers(10, 1)))).toBe('forked');
    expect(await at(await logOf(numbers(600, 1)))).toBe('rewritten');
  });

  it('takes no answer and another ledger’s checkpoint for no answer, not for an alarm', async () => {
    const ask = async (source: LedgerSource) => checkLedger({ source, verifierKey, remembered: null, claims: [] });
    await expect(ask(await logOf(numbers(3), other))).rejects.toMatchObject({ code: 'bad-answer' });
    const login = { checkpoint: async () => '<html>please log in</html>', tile: async () => new Uint8Array() };
    await expect(ask(login)).rejects.toMatchObject({ code: 'bad-answer' });
    const silent = {
      ...(await logOf(numbers(3))),
      tile: async () => {
        throw new TypeError('network');
      },
    };
    const claims = [segmentClaim(receipt(0, 0))];
    await expect(checkLedger({ source: silent, verifierKey, remembered: null, claims })).rejects.toThrow('network');
  });
});

describe('a program’s fingerprint', () => {
  const facts = { program: 'pilot', ownerKey: 'o'.repeat(43), verifierKey: 'log+1+A', collectorKey: 'c'.repeat(43) };

  it('is sixteen digits that people can read to each other', async () => {
    expect(await programFingerprint(facts as never)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}$/);
  });

  it('is the first 80 bits of the digest', async () => {
    const hex = (await digestOf({ type: 'program-fingerprint', v: 1, ...facts })).slice(0, 20);
    const value = Array.from((await programFingerprint(facts as never)).replaceAll('-', '')).reduce(
      (sum, char) => sum * 32n + BigInt('0123456789ABCDEFGHJKMNPQRSTVWXYZ'.indexOf(char)),
      0n,
    );
    expect(value.toString(16).padStart(20, '0')).toBe(hex);
  });

  it('changes with the program and with each key', async () => {
    const changed = Object.keys(facts).map((name) => Object.assign({}, facts, { [name]: 'z'.repeat(43) }));
    const prints = await Promise.all([facts, ...changed].map(async (each) => programFingerprint(each as never)));
    expect(new Set(prints).size).toBe(5);
  });
});
