import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { LedgerError } from '../errors.ts';
import { formatVerifierKey, generateLogKey, noteSigner, type NoteSigner } from '../key.ts';
import { encodeLeaf } from '../leaf.ts';
import type { LedgerSource } from '../reader.ts';
import { memoryLog, type MemoryLog } from '../testing/memory-log.ts';
import { honestHistory } from '../testing/program-history.ts';
import { tilePath, tilesBetween } from '../tile-path.ts';
import { auditSource } from './source.ts';

let log: NoteSigner;
let verifierKey: string;
let served: MemoryLog;
beforeAll(async () => {
  log = await noteSigner((await generateLogKey('example.com/log')).signerKey);
  verifierKey = formatVerifierKey(log.key);
  const { leaves } = await honestHistory(verifierKey, 290);
  // The generator spreads segments over minutes beyond the build; an honest log is in order.
  served = await memoryLog([...leaves].sort((a, b) => a.t - b.t).map(encodeLeaf), log);
});

const paths = () => tilesBetween(0, served.entries.length).map(tilePath);

/** The log with one byte of one resource changed. */
function withChangedByte(path: string, at: number): LedgerSource {
  return {
    checkpoint: async () => served.checkpoint(),
    tile: async (asked) => {
      const bytes = new Uint8Array(await served.tile(asked));
      if (asked === path) bytes[at % bytes.length]! ^= 1;
      return bytes;
    },
  };
}

describe('auditing a served ledger', () => {
  it('finds nothing wrong with an honest one', async () => {
    const report = await auditSource(served, { verifierKey });
    expect(report.findings).toEqual([]);
    expect(report.size).toBe(served.entries.length);
    expect(paths()).toContain('tile/1/000.p/1');
  });

  it('finds a changed byte wherever it is, in hash tiles too', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...paths()), fc.nat(), async (path, at) => {
        const { findings } = await auditSource(withChangedByte(path, at), { verifierKey });
        expect(findings).not.toEqual([]);
        if (!path.startsWith('tile/entries')) expect(findings.map(({ code }) => code)).toEqual(['tile-mismatch']);
      }),
      { numRuns: 25 },
    );
  });

  it('names the first leaf of a broken tile and of a broken bundle', async () => {
    const tile = await auditSource(withChangedByte('tile/0/001.p/' + (served.entries.length - 256), 77), {
      verifierKey,
    });
    expect(tile.findings).toMatchObject([{ code: 'tile-mismatch', leafIndex: 256, attack: 'rewrite' }]);
    // The first byte is a length: from there on nothing can be read.
    const bundle = await auditSource(withChangedByte('tile/entries/001.p/' + (served.entries.length - 256), 0), {
      verifierKey,
    });
    expect(bundle.findings).toContainEqual(expect.objectContaining({ code: 'bundle-malformed', leafIndex: 256 }));
    expect(bundle.findings.map(({ code }) => code)).toContain('entries-missing');
  });

  it('finds whatever the ledger does not serve', async () => {
    for (const path of paths()) {
      const withholding: LedgerSource = {
        checkpoint: async () => served.checkpoint(),
        tile: async (asked) => {
          if (asked === path) throw new LedgerError('missing-tile', 'no such tile');
          return served.tile(asked);
        },
      };
      const { findings, attacks } = await auditSource(withholding, { verifierKey });
      expect(findings.map(({ code }) => code)).toContain('tile-missing');
      expect(attacks).toContain('withheld-leaf');
    }
  });

  it('throws on what the source throws: an unreachable ledger is not a dishonest one', async () => {
    const unreachable: LedgerSource = {
      checkpoint: async () => served.checkpoint(),
      tile: async () => {
        throw new TypeError('network');
      },
    };
    await expect(auditSource(unreachable, { verifierKey })).rejects.toThrow('network');
  });

  it('finds a checkpoint that cannot be read', async () => {
    const nonsense: LedgerSource = { checkpoint: async () => 'nonsense', tile: async (path) => served.tile(path) };
    expect((await auditSource(nonsense, { verifierKey })).findings).toMatchObject([{ code: 'checkpoint-forged' }]);
  });
});
