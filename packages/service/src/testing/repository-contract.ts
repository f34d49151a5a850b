import { buildIdSchema, dayOf, daySchema, digestOf, type Digest } from '@assent/contracts';
import { tombstoneOf } from '@assent/ledger';
import type { Ports, Repository } from '../ports.ts';
import type { DayKeyRecord, SegmentRow } from '../records.ts';
import { appendLeaves } from '../ledger.ts';
import { expectSame } from './memory-repository.ts';
import {
  createParticipant,
  createWorld,
  makeDelivery,
  makePolicy,
  makeRecipient,
  makeRelease,
  makeRequest,
  makeResult,
  randomDigest,
} from './world.ts';

/** One case of the contract: throws when a fresh, empty repository does not behave. */
export interface ContractCase {
  readonly name: string;
  readonly run: (repository: Repository) => Promise<void>;
}

/** What every repository has to do, whatever it is made of. */
export const repositoryContract: readonly ContractCase[] = [
  {
    name: 'gives back policies, the newest last published',
    run: async (repository) => {
      const world = await createWorld({ repository });
      const records = [];
      for (const version of [1, 2]) {
        const document = await makePolicy(world, { version });
        records.push({ digest: await digestOf(document.body), document, leafIndex: version });
      }
      const [first, second] = records;
      if (first === undefined || second === undefined) throw new Error('no records');
      expectSame(await repository.read((reader) => reader.newestPolicy()), null, 'newest before the first');
      for (const record of records) await repository.write((writer) => writer.addPolicy(record));
      expectSame(await repository.read((reader) => reader.newestPolicy()), second, 'newest');
      expectSame(await repository.read((reader) => reader.policy(first.digest)), first, 'first');
      expectSame(await repository.read(async (reader) => reader.policy(await randomDigest())), null, 'unknown');
    },
  },
  {
    name: 'keeps consents in the order they were recorded, for the participants asked for only',
    run: async (repository) => {
      const world = await createWorld({ repository });
      const policy = await randomDigest();
      const [a, b] = [await createParticipant(world), await createParticipant(world)];
      const records = [];
      for (const [leafIndex, who] of [a, b, a].entries()) {
        const { consent, commitment } = await who.consent(policy, { at: 1000 - leafIndex });
        records.push({ digest: await digestOf(consent.body), document: consent, commitment, leafIndex });
      }
      for (const record of records) await repository.write((writer) => writer.addConsent(record));
      const id = records[0]?.document.body.participant;
      const used = records[1]?.commitment;
      if (id === undefined || used === undefined) throw new Error('no record');
      expectSame(await repository.read((reader) => reader.hasCommitment(used)), true, 'commitment used');
      expectSame(await repository.read(async (r) => r.hasCommitment(await randomDigest())), false, 'commitment unused');
      const found = await repository.read((reader) => reader.consentsOf([id]));
      expectSame(found, [records[0], records[2]], 'consents of one');
      expectSame(await repository.read((reader) => reader.consentsOf([])), [], 'consents of nobody');
    },
  },
  {
    name: 'rolls back everything of a write that throws',
    run: async (repository) => {
      const world = await createWorld({ repository });
      const document = await makePolicy(world);
      const digest = await digestOf(document.body);
      const failed = await repository
        .write(async (writer) => {
          await appendLeaves(world.ports, writer, [{ kind: 'policy.published', policy: document }]);
          await writer.addPolicy({ digest, document, leafIndex: 0 });
          throw new Error('on purpose');
        })
        .catch(() => 'failed');
      expectSame(failed, 'failed', 'outcome');
      expectSame(await repository.read((reader) => reader.policy(digest)), null, 'policy');
      expectSame(await repository.read((reader) => reader.ledgerHead()), null, 'ledger head');
    },
  },
  {
    name: 'runs writes one after another, so that none builds on a state that another one changes',
    run: async (repository) => {
      const world = await createWorld({ repository });
      const leaf = async () => ({ kind: 'consent.recorded' as const, commitment: await randomDigest() });
      const appended = await Promise.all(
        Array.from({ length: 20 }, async () => {
          const one = await leaf();
          return repository.write((writer) => appendLeaves(world.ports, writer, [one]));
        }),
      );
      const expected = Array.from({ length: 20 }, (_, index) => index);
      expectSame(
        [...appended].sort((a, b) => a - b),
        expected,
        'indexes',
      );
    },
  },
  { name: 'keeps the ledger with its entries, tile hashes and checkpoint', run: keepsLedger },
  { name: 'finds segments by place, device, ciphertext, participant, day, policy and range', run: findsSegments },
  { name: 'erases segments and day keys down to their names', run: erases },
  { name: 'keeps builds, answers and results, and drops released shares at the end', run: keepsBuilds },
  { name: 'keeps recipients in order, and deliveries with their notes, newest first', run: keepsDeliveries },
];

async function keepsLedger(repository: Repository): Promise<void> {
  const world = await createWorld({ repository });
  const commitments = await Promise.all(Array.from({ length: 600 }, randomDigest));
  for (const half of [commitments.slice(0, 255), commitments.slice(255)]) {
    const leaves = half.map((commitment) => ({ kind: 'consent.recorded' as const, commitment }));
    await repository.write((writer) => appendLeaves(world.ports, writer, leaves));
  }
  await repository.read(async (reader) => {
    const head = await reader.ledgerHead();
    expectSame(head?.tree.size, 600, 'size');
    expectSame(head?.checkpoint.split('\n')[1], '600', 'size in the checkpoint');
    expectSame((await reader.tileHashes(0, 256, 512)).length, 256, 'leaf hashes');
    expectSame((await reader.tileHashes(1, 0, 2)).length, 2, 'hashes of full tiles');
    const entries = await reader.ledgerEntries(254, 257);
    const texts = entries.map((entry) => new TextDecoder().decode(entry));
    for (const [i, text] of texts.entries()) {
      if (!text.includes(commitments[254 + i] ?? '-')) throw new Error('entry is not in its place');
    }
    expectSame(texts.length, 3, 'entries');
  });
}

async function sealSome(ports: Ports, world: Awaited<ReturnType<typeof createWorld>>) {
  const policy = await randomDigest();
  const consent = await randomDigest();
  const who = await createParticipant(world);
  const dayKey = await who.dayKey(policy);
  const records: SegmentRow[] = [];
  for (let seq = 0; seq < 3; seq++) {
    const { manifest } = await who.segment({ policy, consent, dayKey: dayKey.body });
    const digest = await digestOf(manifest.body);
    records.push({ device: who.device.publicKey, seq, digest, leafIndex: seq, at: ports.clock.now(), manifest });
  }
  const keyRecord: DayKeyRecord = { dayKey: dayKey.body.dayKey, digest: await digestOf(dayKey.body), document: dayKey };
  await ports.repository.write(async (writer) => {
    await writer.addDayKey(keyRecord);
    await writer.addSegments(records);
  });
  return { policy, keyRecord, records, body: dayKey.body };
}

function ciphertextOf(record: SegmentRow | undefined): Digest {
  if (record === undefined || record.manifest === null) throw new Error('no manifest');
  return record.manifest.body.ciphertext;
}

async function findsSegments(repository: Repository): Promise<void> {
  const world = await createWorld({ repository });
  const mine = await sealSome(world.ports, world);
  const other = await sealSome(world.ports, world);
  const today = dayOf(world.ports.clock.now());
  const never = { from: daySchema.parse('1999-01-01'), to: daySchema.parse('1999-12-31') };
  await repository.read(async (reader) => {
    const [first, second, third] = mine.records;
    if (first === undefined || second === undefined || third === undefined) throw new Error('no records');
    expectSame(await reader.deviceHeads([first.device]), [third], 'head');
    expectSame(await reader.segmentsAt([second, { device: second.device, seq: 99 }]), [second], 'by place');
    expectSame(await reader.segments({ ciphertexts: [ciphertextOf(second)] }), [second], 'by ciphertext');
    expectSame(await reader.segments({ participant: mine.body.participant }), mine.records, 'by participant');
    expectSame(await reader.segments({ policy: other.policy }), other.records, 'by policy');
    expectSame((await reader.segments({ days: [today] })).length, 6, 'by day');
    expectSame((await reader.segments({ range: { from: today, to: today } })).length, 6, 'by range');
    expectSame((await reader.segments({ range: { from: today, to: today }, limit: 2 })).length, 2, 'so many');
    expectSame(await reader.segments({ range: never }), [], 'out of range');
    expectSame(await reader.segments({ ciphertexts: [] }), [], 'by no ciphertext');
    expectSame(await reader.dayKeys([mine.keyRecord.dayKey]), [mine.keyRecord], 'day key');
    expectSame(await reader.dayKeysOf(mine.body.participant, [today]), [mine.keyRecord], 'day key by day');
    expectSame(await reader.dayKeysOf(mine.body.participant, []), [], 'day key by no day');
  });
}

async function erases(repository: Repository): Promise<void> {
  const world = await createWorld({ repository });
  const { records, keyRecord, body } = await sealSome(world.ports, world);
  const gone = records.slice(1);
  const ciphertexts = gone.map(ciphertextOf).sort();
  const digest = await randomDigest();
  const erasure = { digest, segments: 2, dayKeys: 1, leafIndex: 7, at: world.ports.clock.now() };
  await repository.write(async (writer) => {
    await writer.eraseSegments(gone);
    await writer.eraseDayKeys([keyRecord.dayKey]);
    await writer.addErasure(erasure);
  });
  await repository.read(async (reader) => {
    const last = gone.at(-1);
    if (last === undefined) throw new Error('no record');
    expectSame(await reader.segments({ participant: body.participant }), records.slice(0, 1), 'live segments');
    expectSame(await reader.deviceHeads([last.device]), [{ ...last, manifest: null }], 'head');
    expectSame(await reader.dayKeys([keyRecord.dayKey]), [{ ...keyRecord, document: null }], 'day key');
    expectSame(await reader.dayKeysOf(body.participant), [], 'live day keys');
    expectSame(await reader.erasure(digest), erasure, 'erasure');
    expectSame([...(await reader.pendingDeletions(10))].sort(), ciphertexts, 'pending deletions');
    const tombstones = records.map((record) => tombstoneOf(ciphertextOf(record)));
    expectSame([...(await reader.tombstonesAmong(tombstones))].sort(), tombstones.slice(1).sort(), 'tombstones');
  });
  await repository.write((writer) => writer.confirmDeletions(ciphertexts));
  expectSame(await repository.read((reader) => reader.pendingDeletions(10)), [], 'pending after confirmation');
}

async function keepsBuilds(repository: Repository): Promise<void> {
  const world = await createWorld({ repository });
  const request = await makeRequest(world, await randomDigest());
  const build = buildIdSchema.parse(await digestOf(request.body));
  const record = { build, request, acceptedAt: world.ports.clock.now(), leafIndex: 3, result: null };
  const release = await makeRelease(world, { id: 'works-council', signer: world.worker }, build, []);
  const answer = {
    kind: 'release' as const,
    custodian: release.body.custodian,
    side: 'worker' as const,
    digest: await digestOf(release),
    document: release,
  };
  await repository.write(async (writer) => {
    await writer.addBuild(record);
    await writer.addAnswer(build, answer);
  });
  await repository.read(async (reader) => {
    expectSame(await reader.build(build), record, 'build');
    expectSame(await reader.builds(5), [record], 'builds');
    expectSame(await reader.answers(build), [answer], 'answers');
  });
  const result = await makeResult(world, build);
  await repository.write((writer) => writer.finishBuild(build, result));
  await repository.read(async (reader) => {
    expectSame(await reader.build(build), { ...record, result }, 'finished build');
    expectSame(await reader.answers(build), [{ ...answer, document: null }], 'answers after the end');
  });
}

async function keepsDeliveries(repository: Repository): Promise<void> {
  const world = await createWorld({ repository });
  const request = await makeRequest(world, await randomDigest());
  const build = buildIdSchema.parse(await digestOf(request.body));
  const records = await Promise.all(
    [4, 5].map(async (leafIndex) => {
      const { card } = await makeRecipient(world);
      return { digest: await digestOf(card.body), card, leafIndex };
    }),
  );
  const deliveries = await Promise.all(
    records.map(async ({ digest, leafIndex }) => ({
      ...(await makeDelivery(world, build, digest)),
      leafIndex: leafIndex + 5,
    })),
  );
  await repository.write(async (writer) => {
    await writer.addBuild({ build, request, acceptedAt: world.ports.clock.now(), leafIndex: 3, result: null });
    for (const record of records) await writer.addRecipient(record);
    for (const delivery of deliveries) await writer.addDelivery(delivery);
  });
  await repository.read(async (reader) => {
    expectSame(await reader.recipients(), records, 'recipients');
    expectSame(await reader.recipient(await randomDigest()), null, 'unknown recipient');
    expectSame(await reader.recipient(records[0]?.digest ?? (await randomDigest())), records[0], 'recipient');
    expectSame(await reader.deliveries(), deliveries.toReversed(), 'deliveries');
  });
}
