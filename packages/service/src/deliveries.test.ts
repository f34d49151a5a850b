import { digestOf } from '@assent/contracts';
import { auditLedger } from '@assent/ledger';
import { describe, expect, it } from 'vitest';
import {
  buildInputs,
  currentCheckpoint,
  finishBuild,
  listDeliveries,
  listRecipients,
  publishPolicy,
  recordDelivery,
  registerRecipient,
  releaseShares,
  requestBuild,
} from './index.ts';
import {
  createWorld,
  freshSigner,
  makeDelivery,
  makePolicy,
  makeRecipient,
  makeRelease,
  makeRequest,
  makeResult,
  randomDigest,
  type World,
} from './testing/index.ts';

/** A program with a recipient and a finished build that names it. */
async function finished() {
  const world = await createWorld();
  const { policy } = await publishPolicy(world.ports, await makePolicy(world));
  const submission = await makeRecipient(world);
  const { recipient } = await registerRecipient(world.ports, submission);
  const request = await makeRequest(world, policy, { deliverTo: [recipient] });
  const { build } = await requestBuild(world.ports, request);
  world.pass(3_600_000);
  for (const custodian of [
    { id: 'works-council', signer: world.worker },
    { id: 'privacy-office', signer: world.employer },
  ]) {
    await releaseShares(world.ports, build, await makeRelease(world, custodian, build, []));
  }
  const { recipients } = await buildInputs(world.ports, build, world.builder.publicKey);
  await finishBuild(world.ports, build, await makeResult(world, build));
  return { world, submission, recipient, build, recipients };
}

/** What an auditor finds in the world's ledger. */
async function findings({ ports }: World) {
  const { entries, checkpoint } = await ports.repository.read(async (reader) => {
    const size = (await reader.ledgerHead())?.tree.size ?? 0;
    return { entries: await reader.ledgerEntries(0, size), checkpoint: await currentCheckpoint(ports) };
  });
  return (await auditLedger({ checkpoint, entries, verifierKey: ports.logKey.verifierKey })).findings;
}

describe('a recipient', () => {
  it('is let in by the owner, once, with a card of their own', async () => {
    const world = await createWorld();
    await publishPolicy(world.ports, await makePolicy(world));
    const submission = await makeRecipient(world);
    const first = await registerRecipient(world.ports, submission);
    expect(first.recipient).toBe(await digestOf(submission.card.body));
    expect(await registerRecipient(world.ports, submission)).toEqual(first);
    expect(await listRecipients(world.ports, world.worker.publicKey)).toEqual([submission.card]);
    const stranger = await freshSigner();
    await expect(listRecipients(world.ports, stranger.publicKey)).rejects.toMatchObject({ code: 'forbidden' });
    await expect(registerRecipient(world.ports, await makeRecipient(world, { by: stranger }))).rejects.toMatchObject({
      code: 'forbidden',
    });
    const forged = { ...submission, card: (await makeRecipient(world)).card };
    await expect(registerRecipient(world.ports, forged)).rejects.toMatchObject({ code: 'malformed' });
    const anothersKey = await makeRecipient(world, { card: { signingKey: stranger.publicKey } });
    await expect(registerRecipient(world.ports, anothersKey)).rejects.toMatchObject({ code: 'forbidden' });
    expect(await findings(world)).toEqual([]);
  });
});

describe('a delivery', () => {
  it('is in a ledger that replays, and custodians get their note', async () => {
    const { world, submission, recipient, build, recipients } = await finished();
    expect(recipients).toEqual([submission.card]);
    const delivery = await makeDelivery(world, build, recipient);
    const first = await recordDelivery(world.ports, build, delivery);
    expect(await recordDelivery(world.ports, build, delivery)).toEqual(first);
    expect(await findings(world)).toEqual([]);
    const kept = { delivery: delivery.delivery, card: submission.card, leafIndex: first.leafIndex };
    const note = delivery.notes[0]!.sealed;
    expect(await listDeliveries(world.ports, world.worker.publicKey)).toEqual([{ ...kept, note }]);
    // The owner oversees but has no custodian here, and the other custodian got no note.
    expect(await listDeliveries(world.ports, world.owner.publicKey)).toEqual([{ ...kept, note: null }]);
    await expect(listDeliveries(world.ports, world.builder.publicKey)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('goes to nobody whom the request does not name, and nobody is named who is not registered', async () => {
    const { world, build } = await finished();
    const { recipient } = await registerRecipient(world.ports, await makeRecipient(world));
    await expect(recordDelivery(world.ports, build, await makeDelivery(world, build, recipient))).rejects.toMatchObject(
      {
        code: 'forbidden',
      },
    );
    const policy = (await world.ports.repository.read((reader) => reader.newestPolicy()))!.digest;
    const request = await makeRequest(world, policy, { deliverTo: [await randomDigest()] });
    await expect(requestBuild(world.ports, request)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('is of the release that was built, by its builder, once a recipient', async () => {
    const { world, recipient, build } = await finished();
    const other = await makeDelivery(world, build, recipient, { release: await randomDigest() });
    await expect(recordDelivery(world.ports, build, other)).rejects.toMatchObject({ code: 'malformed' });
    const byAnother = await makeDelivery({ ...world, builder: world.owner }, build, recipient);
    await expect(recordDelivery(world.ports, build, byAnother)).rejects.toMatchObject({ code: 'forbidden' });
    await recordDelivery(world.ports, build, await makeDelivery(world, build, recipient));
    const second = await makeDelivery(world, build, recipient, { output: await randomDigest() });
    await expect(recordDelivery(world.ports, build, second)).rejects.toMatchObject({ code: 'conflict' });
  });
});
