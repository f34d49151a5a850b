import { decodeLeaf } from '@assent/ledger';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSegmentIntake, depositDayKey, publishPolicy, recordConsent, ServiceError } from './index.ts';
import { createParticipant, createWorld, makePolicy } from './testing/index.ts';

async function setting(devices: number, segments: number) {
  const world = await createWorld();
  const { policy } = await publishPolicy(world.ports, await makePolicy(world));
  const chains = [];
  for (let device = 0; device < devices; device++) {
    const who = await createParticipant(world);
    const { consent } = await recordConsent(world.ports, await who.consent(policy));
    const dayKey = await who.dayKey(policy);
    await depositDayKey(world.ports, dayKey);
    const chain = [];
    for (let seq = 0; seq < segments; seq++) {
      chain.push(await who.segment({ policy, consent, dayKey: dayKey.body }, new Uint8Array([device, seq, 7])));
    }
    chains.push(chain);
  }
  return { world, chains };
}

describe('segment intake', () => {
  it('accepts, over any order and repetition of uploads, each chain from its start and nothing twice', async () => {
    const upload = fc.record({ device: fc.nat(1), seq: fc.nat(3), together: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(upload, { maxLength: 30 }), async (uploads) => {
        const { world, chains } = await setting(2, 4);
        const intake = createSegmentIntake(world.ports);
        const before = (await world.ports.repository.read((reader) => reader.ledgerHead()))?.tree.size ?? 0;
        const receipts = new Map<string, unknown>();
        const attempt = async (manifest: unknown, bytes: Uint8Array<ArrayBuffer>, place: string): Promise<void> => {
          try {
            const receipt = await intake.accept(manifest, bytes);
            // The same upload always gets the same receipt.
            expect(receipts.get(place) ?? receipt).toEqual(receipt);
            receipts.set(place, receipt);
          } catch (error) {
            if (!(error instanceof ServiceError)) throw error;
          }
        };
        let flight: Promise<void>[] = [];
        for (const { device, seq, together } of uploads) {
          const { manifest, bytes } = chains[device]![seq]!;
          flight.push(attempt(manifest, bytes, `${device}/${seq}`));
          if (!together) {
            await Promise.all(flight);
            flight = [];
          }
        }
        await Promise.all(flight);
        await intake.idle();
        const stored = await world.ports.repository.read((reader) => reader.segments({}));
        // Acknowledged is what is stored, and each chain is whole from its start.
        expect(stored).toHaveLength(receipts.size);
        for (const device of [0, 1]) {
          const seqs = [...receipts.keys()]
            .filter((place) => place.startsWith(`${device}/`))
            .map((p) => Number(p.slice(2)));
          expect(seqs.toSorted((a, b) => a - b)).toEqual(seqs.map((_, i) => i));
        }
        for (const { manifest } of stored) {
          expect(await world.ports.objects.head(manifest!.body.ciphertext)).toBe(3);
        }
        const entries = await world.ports.repository.read((reader) => reader.ledgerEntries(before, 1000));
        const leaves = entries.map((entry) => decodeLeaf(entry));
        const sealed = leaves.flatMap((leaf) => (leaf.kind === 'segment.sealed' ? [leaf.ciphertext] : []));
        expect(sealed.sort()).toEqual(stored.map((record) => record.manifest!.body.ciphertext).sort());
      }),
      { numRuns: 25 },
    );
  });

  it('answers a repeated upload with the same receipt and another one in its place with a conflict', async () => {
    const { world, chains } = await setting(1, 2);
    const intake = createSegmentIntake(world.ports);
    const [first] = chains[0]!;
    const receipt = await intake.accept(first!.manifest, first!.bytes);
    expect(await intake.accept(first!.manifest, first!.bytes)).toEqual(receipt);
    const { manifest, bytes } = chains[0]![1]!;
    const wrong = bytes.slice(0, 2);
    await expect(intake.accept(manifest, wrong)).rejects.toMatchObject({ code: 'malformed' });
    const forged = { ...manifest, body: { ...manifest.body, context: { ...manifest.body.context, seq: 0 } } };
    await expect(intake.accept(forged, bytes)).rejects.toMatchObject({ code: 'unauthorised' });
  });

  it('acknowledges nothing when the database fails, and accepts the same upload afterwards', async () => {
    const { world, chains } = await setting(1, 1);
    const { manifest, bytes } = chains[0]![0]!;
    let failing = true;
    const repository: typeof world.ports.repository = {
      read: (work) => world.ports.repository.read(work),
      write: (work) =>
        world.ports.repository.write(async (writer) => {
          const result = await work(writer);
          if (failing) throw new Error('connection lost');
          return result;
        }),
    };
    const intake = createSegmentIntake({ ...world.ports, repository });
    await expect(intake.accept(manifest, bytes)).rejects.toMatchObject({ code: 'internal' });
    expect(await world.ports.repository.read((reader) => reader.segments({}))).toEqual([]);
    failing = false;
    expect((await intake.accept(manifest, bytes)).body.seq).toBe(0);
  });
});
