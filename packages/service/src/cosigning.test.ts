import {
  cosign,
  formatSignatureLine,
  generateLogKey,
  noteSigner,
  openCosignatures,
  parseAddCheckpoint,
  parseNote,
  parseVerifierKey,
  witnessUpdate,
  type WitnessState,
} from '@assent/ledger';
import { describe, expect, it } from 'vitest';
import { createCosigner, type WitnessPort } from './cosigning.ts';
import { currentCheckpoint } from './ledger.ts';
import { publishPolicy } from './policies.ts';
import { recordConsent } from './consents.ts';
import { createParticipant, createWorld, makePolicy, type World } from './testing/index.ts';

interface TestWitness extends WitnessPort {
  state: WitnessState | null;
  mood: 'well' | 'silent' | 'failing' | 'forging' | 'babbling';
  asked: number;
}

/** A witness in memory, by the ledger package's own judgement; `mood` makes it misbehave. */
async function witnessOf(world: World, name = 'council.example'): Promise<TestWitness> {
  const signer = await noteSigner((await generateLogKey(name, 'cosignature')).signerKey);
  const log = parseVerifierKey(world.ports.logKey.verifierKey);
  const witness: TestWitness = {
    key: signer.key,
    state: null,
    mood: 'well',
    asked: 0,
    addCheckpoint: async (body: string) => {
      witness.asked += 1;
      if (witness.mood === 'silent') throw new TypeError('network');
      if (witness.mood === 'failing') return { status: 500, body: 'out of order' };
      if (witness.mood === 'babbling') return { status: 200, body: 'yes\nno\n' };
      const request = parseAddCheckpoint(body);
      const answer = await witnessUpdate({ latest: witness.state, request, log });
      if (answer.status === 409) return { status: 409, body: `${answer.size}\n` };
      if (answer.status !== 200) return { status: answer.status, body: '' };
      witness.state = answer.latest;
      const text = witness.mood === 'forging' ? `${answer.checkpoint.note.text}x\n` : answer.checkpoint.note.text;
      return { status: 200, body: `${formatSignatureLine(await cosign(text, signer, 0))}\n` };
    },
  };
  return witness;
}

async function grow(world: World, policy: Awaited<ReturnType<typeof publishPolicy>>['policy']) {
  await recordConsent(world.ports, await (await createParticipant(world)).consent(policy));
}

async function setUp() {
  const world = await createWorld();
  const witness = await witnessOf(world);
  return { world, witness, cosigner: createCosigner(world.ports, [witness]) };
}

describe('asking witnesses', () => {
  it('gets each new checkpoint cosigned once, and shows the cosignature on exactly that one', async () => {
    const { world, witness, cosigner } = await setUp();
    expect(await cosigner.round()).toEqual(['up-to-date']);
    const { policy } = await publishPolicy(world.ports, await makePolicy(world));
    expect(await cosigner.round()).toEqual(['cosigned']);
    expect(await cosigner.round()).toEqual(['up-to-date']);
    for (let i = 0; i < 3; i++) await grow(world, policy);
    const plain = await currentCheckpoint(world.ports);
    expect(cosigner.decorate(plain)).toBe(plain);
    expect(await cosigner.round()).toEqual(['cosigned']);
    expect(witness.asked).toBe(2);
    const [newest] = cosigner.cosigned();
    expect(newest).toBe(cosigner.decorate(plain));
    expect(await openCosignatures(parseNote(newest ?? ''), [witness.key])).toHaveLength(1);
  });

  it('finds out after a restart what its witness has signed', async () => {
    const { world, witness, cosigner } = await setUp();
    const { policy } = await publishPolicy(world.ports, await makePolicy(world));
    await cosigner.round();
    await grow(world, policy);
    const restarted = createCosigner(world.ports, [witness]);
    expect(await restarted.round()).toEqual(['cosigned']);
    expect(restarted.cosigned()).toHaveLength(1);
    // The same checkpoint again, to a collector that knows nothing.
    expect(await createCosigner(world.ports, [witness]).round()).toEqual(['cosigned']);
  });

  it.each(['silent', 'failing', 'forging', 'babbling'] as const)(
    'goes on without a witness that is %s, asks it less and less, and takes nothing false from it',
    async (mood) => {
      const { world, witness } = await setUp();
      const other = await witnessOf(world, 'auditor.example');
      const cosigner = createCosigner(world.ports, [witness, other]);
      await publishPolicy(world.ports, await makePolicy(world));
      witness.mood = mood;
      const outcomes = [];
      for (let round = 0; round < 20; round++) outcomes.push((await cosigner.round())[0]);
      expect(outcomes.filter((outcome) => outcome !== 'resting').length).toBeLessThan(6);
      expect(witness.asked).toBeLessThan(12);
      const [newest = ''] = cosigner.cosigned();
      expect(await openCosignatures(parseNote(newest), [witness.key])).toEqual([]);
      expect(await openCosignatures(parseNote(newest), [other.key])).toHaveLength(1);
      witness.mood = 'well';
      for (let round = 0; round < 70; round++) await cosigner.round();
      expect(await openCosignatures(parseNote(cosigner.cosigned()[0] ?? ''), [witness.key, other.key])).toHaveLength(2);
    },
  );

  it('keeps an older cosignature of one witness beside a newer one of another', async () => {
    const { world, witness } = await setUp();
    const other = await witnessOf(world, 'auditor.example');
    const cosigner = createCosigner(world.ports, [witness, other]);
    const { policy } = await publishPolicy(world.ports, await makePolicy(world));
    await cosigner.round();
    await grow(world, policy);
    witness.mood = 'silent';
    expect(await cosigner.round()).toEqual(['no-answer', 'cosigned']);
    const sizes = cosigner.cosigned().map((note) => parseNote(note).text.split('\n')[1]);
    expect(sizes).toEqual(['2', '1']);
  });
});
