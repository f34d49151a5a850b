import { utf8 } from '@assent/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCheckpoint, signCheckpoint } from './checkpoint.ts';
import { addCheckpointRequest, continuityOf } from './continuity.ts';
import { generateLogKey, noteSigner } from './key.ts';
import { memoryLog } from './testing/memory-log.ts';
import { witnessUpdate } from './witness.ts';
import { refusal } from './testing/refusal.ts';

const signer = await noteSigner((await generateLogKey('log.example')).signerKey);
const entriesOf = (size: number, salt = '') => Array.from({ length: size }, (_, i) => utf8(`${salt}${i}`));
const logOf = async (size: number, salt = '') => memoryLog(entriesOf(size, salt), signer);
const headOf = async (log: Awaited<ReturnType<typeof logOf>>) => openCheckpoint(await log.checkpoint(), signer.key);

describe('the continuity of a log', () => {
  it('holds from every earlier size to every later one', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(600), fc.nat(300), async (size, more) => {
        const [earlier, later] = [await logOf(size), await logOf(size + more)];
        expect(await continuityOf(later, await headOf(earlier), await headOf(later))).toBe('continues');
      }),
      { numRuns: 15 },
    );
  });

  it('names a rollback, a fork and a rewritten history', async () => {
    const [small, large, other] = [await logOf(5), await logOf(300), await logOf(300, 'x')];
    expect(await continuityOf(small, await headOf(large), await headOf(small))).toBe('rolled-back');
    expect(await continuityOf(other, await headOf(large), await headOf(other))).toBe('forked');
    expect(await continuityOf(other, await headOf(small), await headOf(other))).toBe('rewritten');
  });

  it('is not assumed where no proof can be made, and a source that does not answer decides nothing', async () => {
    const [small, large] = [await logOf(5), await logOf(300)];
    const heads = [await headOf(small), await headOf(large)] as const;
    const broken = { tile: async () => new Uint8Array(7) };
    expect(await continuityOf(broken, ...heads)).toBe('rewritten');
    const silent = { tile: async () => Promise.reject(new TypeError('no network')) };
    await expect(continuityOf(silent, ...heads)).rejects.toThrow(TypeError);
  });

  it('can be shown to a witness that has seen any earlier size', async () => {
    const log = await logOf(300);
    for (const oldSize of [0, 1, 255, 256, 299, 300]) {
      const { size, root } = await headOf(await logOf(oldSize));
      const request = await addCheckpointRequest(log, signer.key, oldSize);
      expect(await witnessUpdate({ latest: { size, root }, request, log: signer.key })).toMatchObject({ status: 200 });
    }
  });

  it('cannot be shown to a witness that has seen another history or more', async () => {
    const seen = await headOf(await logOf(200, 'x'));
    const log = await logOf(300);
    const request = await addCheckpointRequest(log, signer.key, 200);
    expect(await witnessUpdate({ latest: seen, request, log: signer.key })).toMatchObject({ status: 422 });
    const rolledBack = await addCheckpointRequest(await logOf(10), signer.key, 300);
    expect(await witnessUpdate({ latest: await headOf(log), request: rolledBack, log: signer.key })).toMatchObject({
      status: 400,
    });
    const unsigned = { ...log, checkpoint: async () => signCheckpoint({ size: 1, root: log.root }, await other()) };
    await expect(addCheckpointRequest(unsigned, signer.key, 1)).rejects.toMatchObject(refusal('unverified'));
  });
});

async function other() {
  return noteSigner((await generateLogKey('log.example')).signerKey);
}
