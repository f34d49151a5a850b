import { signDocument, type SegmentContext, type SegmentManifest, type Signed, type Signer } from '@assent/contracts';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestFor, makeContext, newSigner, otherParticipant, otherProgram, zeroDigest } from '../test/fixtures.ts';
import { checkChain } from './chain.ts';
import { dayKeyIdOf } from './deposit.ts';
import { generateIdentity } from './age.ts';
import { manifestDigest } from './segment.ts';

type Manifest = Signed<SegmentManifest>;

async function signManifest(device: Signer, changes: Partial<SegmentContext>): Promise<Manifest> {
  const dayKey = await dayKeyIdOf((await generateIdentity()).recipient);
  const context = makeContext({ dayKey }, device, changes);
  return signDocument({ type: 'segment', context, ciphertext: zeroDigest, bytes: 4096 }, device);
}

async function chainOf(device: Signer, length: number): Promise<Manifest[]> {
  const chain: Manifest[] = [];
  for (let seq = 0; seq < length; seq++) {
    const before = chain.at(-1);
    chain.push(
      await signManifest(device, { seq, previous: before === undefined ? null : await manifestDigest(before) }),
    );
  }
  return chain;
}

async function faultsOf(manifests: readonly Manifest[]) {
  return (await checkChain(manifests)).faults.map(({ code, position, seqs }) => [code, position, seqs?.from, seqs?.to]);
}

describe('a chain of manifests', () => {
  test('that is whole has no faults, devices interleaved or not', async () => {
    const [one, two] = [await newSigner(), await newSigner()];
    const [a, b] = [await chainOf(one, 3), await chainOf(two, 2)];
    const report = await checkChain([a[0]!, b[0]!, a[1]!, b[1]!, a[2]!]);
    expect(report.faults).toEqual([]);
    expect(report.devices).toEqual([
      { device: one.publicKey, seq: 2, manifest: await manifestDigest(a[2]!) },
      { device: two.publicKey, seq: 1, manifest: await manifestDigest(b[1]!) },
    ]);
    expect(await checkChain([])).toEqual({ faults: [], devices: [] });
  });

  test('with one missing has a hole there, except at its end', async () => {
    const chain = await chainOf(await newSigner(), 5);
    expect(await faultsOf(chain.slice(2))).toEqual([['hole', 0, 0, 1]]);
    expect(await faultsOf([...chain.slice(0, 1), ...chain.slice(3)])).toEqual([['hole', 1, 1, 2]]);
    expect(await faultsOf(chain.slice(0, 3))).toEqual([]);
  });

  test('given twice, or twice differently, is a fault', async () => {
    const device = await newSigner();
    const chain = await chainOf(device, 3);
    expect(await faultsOf([chain[0]!, chain[1]!, chain[1]!, chain[2]!])).toEqual([['duplicate', 2, 1, 1]]);
    const other = await signManifest(device, {
      seq: 1,
      previous: await manifestDigest(chain[0]!),
      consent: await digestFor('x'),
    });
    expect(await faultsOf([chain[0]!, chain[1]!, other, chain[2]!])).toEqual([['fork', 2, 1, 1]]);
  });

  test('with a manifest that names another one as previous than the one before it is spliced', async () => {
    const device = await newSigner();
    const chain = await chainOf(device, 3);
    const spliced = await signManifest(device, { seq: 1, previous: await digestFor('x') });
    expect(await faultsOf([chain[0]!, spliced])).toEqual([['splice', 1, 1, 1]]);
    expect(await faultsOf([chain[0]!, spliced, chain[2]!])).toEqual([
      ['splice', 1, 1, 1],
      ['splice', 2, 2, 2],
    ]);
    expect(await faultsOf([await signManifest(device, { seq: 0, previous: zeroDigest })])).toEqual([
      ['splice', 0, 0, 0],
    ]);
    expect(await faultsOf([await signManifest(device, { seq: 4, previous: null })])).toEqual([
      ['hole', 0, 0, 3],
      ['splice', 0, 4, 4],
    ]);
  });

  test('out of order is a fault, and is otherwise checked by its numbers', async () => {
    const chain = await chainOf(await newSigner(), 3);
    expect(await faultsOf([chain[0]!, chain[2]!, chain[1]!])).toEqual([['reorder', 2, 1, 1]]);
  });

  test('that changes its participant is a fault', async () => {
    const device = await newSigner();
    const chain = await chainOf(device, 1);
    const next = await signManifest(device, {
      seq: 1,
      previous: await manifestDigest(chain[0]!),
      participant: otherParticipant,
    });
    expect(await faultsOf([...chain, next])).toEqual([['other-participant', 1, 1, 1]]);
  });

  test('that changes its program is a fault too, once for each change', async () => {
    const device = await newSigner();
    const [first] = await chainOf(device, 1);
    const next = await signManifest(device, {
      seq: 1,
      previous: await manifestDigest(first!),
      program: otherProgram,
    });
    const last = await signManifest(device, { seq: 2, previous: await manifestDigest(next), program: otherProgram });
    expect(await faultsOf([first!, next, last])).toEqual([['other-participant', 1, 1, 1]]);
  });

  test('names the device of each fault', async () => {
    const device = await newSigner();
    const [, second] = await chainOf(device, 2);
    expect((await checkChain([second!])).faults).toEqual([
      { code: 'hole', position: 0, device: device.publicKey, seqs: { from: 0, to: 0 } },
    ]);
  });

  test('leaves out what is no manifest at all', async () => {
    const chain = await chainOf(await newSigner(), 1);
    const nonsense = [null, {}, { ...chain[0]!, signature: 'x' }] as unknown as readonly Manifest[];
    expect(await faultsOf([...nonsense, chain[0]!])).toEqual(
      [0, 1, 2].map((position) => ['untrusted', position, undefined, undefined]),
    );
  });

  test('leaves out what is not signed by its device', async () => {
    const [device, thief] = [await newSigner(), await newSigner()];
    const chain = await chainOf(device, 3);
    const forged = await signDocument(chain[1]!.body, thief);
    expect(await faultsOf([chain[0]!, forged, chain[2]!])).toEqual([
      ['untrusted', 1, undefined, undefined],
      ['hole', 2, 1, 1],
    ]);
    const altered = { ...chain[1]!, body: { ...chain[1]!.body, bytes: 16_384 } };
    expect((await checkChain([chain[0]!, altered])).faults).toEqual([
      { code: 'untrusted', position: 1, device: null, seqs: null },
    ]);
  });

  test('in any selection and order has faults unless it is a beginning of the whole', async () => {
    const chain = await chainOf(await newSigner(), 5);
    const index = fc.nat({ max: chain.length - 1 });
    await fc.assert(
      fc.asyncProperty(fc.array(index, { maxLength: 7 }), async (picks) => {
        const whole = picks.every((pick, i) => pick === i);
        const faults = await faultsOf(picks.map((pick) => chain[pick]!));
        expect(faults.length === 0).toBe(whole);
      }),
      { numRuns: 60 },
    );
  });
});
