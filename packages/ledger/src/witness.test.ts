import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { utf8 } from '@assent/contracts';
import examples from '../../../spec/vectors/ledger/c2sp-examples.json' with { type: 'json' };
import { signCheckpoint } from './checkpoint.ts';
import { LedgerError } from './errors.ts';
import { leafHash } from './hash.ts';
import { generateLogKey, noteSigner, type NoteSigner } from './key.ts';
import { proveConsistency } from './proof.ts';
import { memoryNodes } from './testing/memory-log.ts';
import { appendLeaves, emptyTree, treeRoot } from './tree.ts';
import { formatAddCheckpoint, parseAddCheckpoint, witnessUpdate, type WitnessState } from './witness.ts';
import { refusal } from './testing/refusal.ts';

let log: NoteSigner;
beforeAll(async () => {
  log = await noteSigner((await generateLogKey('example.com/log')).signerKey);
});

const honest = Array.from({ length: 40 }, (_, i) => leafHash(utf8(`leaf ${i}`)));
const forked = honest.with(3, leafHash(utf8('another history')));

function stateOf(leaves: typeof honest, size: number): WitnessState {
  return { size, root: treeRoot(appendLeaves(emptyTree(), leaves.slice(0, size)).tree) };
}

async function requestOf(leaves: typeof honest, oldSize: number, size: number) {
  const usable = oldSize > 0 && oldSize <= size;
  return {
    oldSize,
    proof: usable ? await proveConsistency(oldSize, size, memoryNodes(leaves)) : [],
    checkpoint: await signCheckpoint(stateOf(leaves, size), log),
  };
}

describe('add-checkpoint requests', () => {
  it('read and write the published example', () => {
    const request = parseAddCheckpoint(examples.addCheckpoint);
    expect(request.oldSize).toBe(20_852_014);
    expect(request.proof).toHaveLength(4);
    expect(formatAddCheckpoint(request)).toBe(examples.addCheckpoint);
  });

  it('are parsed or refused with a typed error, whatever the text', () => {
    const pieces = fc.constantFrom('old ', '0', '17', '\n', `${'A'.repeat(43)}=`, ' ', 'x');
    fc.assert(
      fc.property(fc.string({ unit: pieces }), (body) => {
        try {
          expect(formatAddCheckpoint(parseAddCheckpoint(body))).toBe(body);
        } catch (error) {
          expect(error).toBeInstanceOf(LedgerError);
        }
      }),
    );
  });

  it.each([
    ['nothing', ''],
    ['no empty line', 'old 1\ncheckpoint\n'],
    ['no old size', '\n\ncheckpoint\n'],
    ['another word for the old size', 'new 1\n\ncheckpoint\n'],
    ['an old size that is no number', 'old x\n\ncheckpoint\n'],
    ['an old size with a leading zero', 'old 01\n\ncheckpoint\n'],
    ['a hash that is not base64', 'old 1\n!\n\ncheckpoint\n'],
    ['a hash that is too short', `old 1\n${'A'.repeat(40)}\n\ncheckpoint\n`],
    ['a hash that is too long', `old 1\n${'A'.repeat(44)}\n\ncheckpoint\n`],
    ['a hash whose base64 has loose bits', `old 1\n${'A'.repeat(42)}B=\n\ncheckpoint\n`],
  ])('are refused with %s', (_, body) => {
    expect(() => parseAddCheckpoint(body)).toThrow(expect.objectContaining(refusal('malformed-request')));
  });

  it('are read with 63 hashes', () => {
    const body = `old 1\n${`${'A'.repeat(43)}=\n`.repeat(63)}\nx`;
    expect(parseAddCheckpoint(body)).toMatchObject({ proof: { length: 63 }, checkpoint: 'x' });
  });

  it('are refused with more than 63 hashes', () => {
    const body = `old 1\n${`${'A'.repeat(43)}=\n`.repeat(64)}\nx`;
    expect(() => parseAddCheckpoint(body)).toThrow(expect.objectContaining(refusal('malformed-request')));
  });
});

describe('a witness', () => {
  it('follows an honest log from its first checkpoint on', async () => {
    let latest: WitnessState | null = null;
    for (const size of [0, 1, 1, 7, 8, 40]) {
      const answer: Awaited<ReturnType<typeof witnessUpdate>> = await witnessUpdate({
        latest,
        request: await requestOf(honest, latest?.size ?? 0, size),
        log: log.key,
      });
      expect(answer).toMatchObject({ status: 200, latest: stateOf(honest, size) });
      if (answer.status === 200) latest = answer.latest;
    }
  });

  it('answers 409 with its size to a sender that is behind or ahead', async () => {
    const latest = stateOf(honest, 10);
    for (const oldSize of [0, 9, 11]) {
      const request = await requestOf(honest, oldSize, 20);
      expect(await witnessUpdate({ latest, request, log: log.key })).toEqual({
        status: 409,
        why: 'old-size',
        size: 10,
      });
    }
  });

  it('answers 409 to a rollback, whatever old size it claims', async () => {
    const latest = stateOf(honest, 10);
    const smaller = await requestOf(honest, 5, 8);
    expect(await witnessUpdate({ latest, request: smaller, log: log.key })).toMatchObject({ status: 409, size: 10 });
    const claiming = { ...smaller, oldSize: 10 };
    expect(await witnessUpdate({ latest, request: claiming, log: log.key })).toMatchObject({ status: 400 });
  });

  it('answers 409 to a fork of the same size', async () => {
    const latest = stateOf(honest, 10);
    const request = await requestOf(forked, 10, 10);
    expect(await witnessUpdate({ latest, request, log: log.key })).toEqual({ status: 409, why: 'fork', size: 10 });
  });

  it('answers 422 to a rewritten history and to a wrong proof', async () => {
    const latest = stateOf(honest, 10);
    const rewritten = await requestOf(forked, 10, 20);
    expect(await witnessUpdate({ latest, request: rewritten, log: log.key })).toEqual({ status: 422 });
    const good = await requestOf(honest, 10, 20);
    const short = { ...good, proof: good.proof.slice(1) };
    expect(await witnessUpdate({ latest, request: short, log: log.key })).toEqual({ status: 422 });
    const first = { ...good, oldSize: 0 };
    expect(await witnessUpdate({ latest: null, request: first, log: log.key })).toEqual({ status: 422 });
  });

  it('answers 422 to a proof where none is needed, and 409 to a second root of the empty tree', async () => {
    const proof = [honest[0]!];
    for (const latest of [null, stateOf(honest, 0)]) {
      const request = { ...(await requestOf(honest, 0, 5)), proof };
      expect(await witnessUpdate({ latest, request, log: log.key })).toEqual({ status: 422 });
      const fitting = await requestOf(honest, 0, 5);
      expect(await witnessUpdate({ latest, request: fitting, log: log.key })).toMatchObject({ status: 200 });
    }
    const another = await signCheckpoint({ size: 0, root: honest[0]! }, log);
    const request = { oldSize: 0, proof: [], checkpoint: another };
    expect(await witnessUpdate({ latest: stateOf(honest, 0), request, log: log.key })).toEqual({
      status: 409,
      why: 'fork',
      size: 0,
    });
  });

  it('answers 400, and says why, to an old size beyond the checkpoint', async () => {
    const request = { ...(await requestOf(honest, 0, 5)), oldSize: 6 };
    expect(await witnessUpdate({ latest: null, request, log: log.key })).toEqual({
      status: 400,
      why: 'old-size-beyond-checkpoint',
    });
    const nonsense = { oldSize: 0, proof: [], checkpoint: 'nonsense' };
    expect(await witnessUpdate({ latest: null, request: nonsense, log: log.key })).toEqual({
      status: 400,
      why: 'malformed',
    });
  });

  it('answers 404 to another log, 403 to a forged signature, 400 to nonsense', async () => {
    const other = await noteSigner((await generateLogKey('example.com/other')).signerKey);
    const impostor = await noteSigner((await generateLogKey('example.com/log')).signerKey);
    const head = stateOf(honest, 3);
    const statusOf = async (checkpoint: string) =>
      (await witnessUpdate({ latest: null, request: { oldSize: 0, proof: [], checkpoint }, log: log.key })).status;
    expect(await statusOf(await signCheckpoint(head, other))).toBe(404);
    expect(await statusOf(await signCheckpoint(head, impostor))).toBe(403);
    expect(await statusOf('nonsense')).toBe(400);
  });

  it('never accepts two histories, whatever it is asked', async () => {
    const asks = fc.array(
      fc.record({ fork: fc.boolean(), oldSize: fc.nat(20), size: fc.nat(20), follow: fc.boolean() }),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(asks, async (list) => {
        let latest: WitnessState | null = null;
        for (const { fork, oldSize, size, follow } of list) {
          const request = await requestOf(fork ? forked : honest, follow ? (latest?.size ?? 0) : oldSize, size);
          const answer: Awaited<ReturnType<typeof witnessUpdate>> = await witnessUpdate({
            latest,
            request,
            log: log.key,
          });
          if (answer.status !== 200) continue;
          expect(answer.latest.size).toBeGreaterThanOrEqual(latest?.size ?? 0);
          // Once the accepted tree reaches beyond the leaf that differs, it stays with that history.
          if (latest !== null && latest.size > 3) {
            const before: WitnessState = latest;
            const own = before.root.toString() === stateOf(forked, before.size).root.toString() ? forked : honest;
            expect(answer.latest).toEqual(stateOf(own, answer.latest.size));
          }
          latest = answer.latest;
        }
      }),
      { numRuns: 60 },
    );
  });
});
