import { spawn } from 'node:child_process';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { erasureReceiptSchema, openSigned, signDocument, type Erasure } from '@assent/contracts';
import { buildDataset } from '@assent/dataset';
import { tombstoneOf } from '@assent/ledger';
import { openReleases } from '@assent/sealing';
import pg from 'pg';
import { judge, refusalOf, type Attack } from '../attack.ts';
import { disksOf, filesBelow } from '../reading.ts';
import { answer, askForBuild, buildInputOf, raise } from '../world/builds.ts';
import { realLeaves } from '../world/ledgers.ts';
import type { Person, World } from '../world/world.ts';

/** People delete; the operator brings it all back from a backup and asks every custodian for help. */
export const restoreABackup: Attack = {
  id: 'RT-25',
  attack:
    'restore deleted segments, days and people from a backup, ledger kept or rolled back too, and build with all custodians',
  async run(world) {
    const [segment, day, all] = [
      await world.join('Cora Leaveswell'),
      await world.join('Dan Hollybush'),
      await world.join('Eve Tarnsworth'),
    ];
    const people = [segment, day, all];
    const backup = join(world.scratch, 'cold-backup');
    const disks = await disksOf(world.collectorDir);
    await world.whileStopped(() => copyDisks(disks, backup));
    await hot(
      world,
      'create schema stolen; create table stolen.day_keys as table day_keys; create table stolen.segments as table segments',
    );
    const objects = join(world.scratch, 'objects');
    await saveObjects(world, people, objects);

    const receipts = [
      await erase(world, segment, {
        what: 'segments',
        segments: segment.segments.map(({ manifest }) => manifest.body.ciphertext),
      }),
      await erase(world, day, { what: 'days', days: [day.deposit.body.day] }),
      await erase(world, all, { what: 'everything' }),
    ];
    const gone = (await filesBelow(join(world.collectorDir, 'objects'))).filter(({ path }) =>
      people.some((who) => who.segments.some(({ manifest }) => path.endsWith(manifest.body.ciphertext))),
    );

    // First: rows and objects come back, the ledger is left as it is.
    await hot(
      world,
      'delete from day_keys; insert into day_keys select * from stolen.day_keys; delete from segments; insert into segments select * from stolen.segments; drop schema stolen cascade',
    );
    await restoreObjects(world, objects);
    const wanted = await askForBuild(world);
    const answers = [];
    for (const custodian of world.custodians) answers.push(await answer(world, custodian, wanted.build));
    const inputs = await world.client.buildInputs(wanted.build, wanted.builder);
    const served = people.filter((who) => inputs.deposits.some(({ body }) => body.dayKey === who.deposit.body.dayKey));
    const closed = answers.map((each) => (each.outcome === 'released' ? each.erased : -1));
    const opened = await openReleases({
      releases: inputs.releases,
      policy: world.policy.policy,
      build: wanted.build,
      buildIdentity: wanted.identity,
    });
    const recovered = await Promise.all([day, all].map(async (who) => refusalOf(() => opened.recover(who.deposit))));
    const report = await buildDataset(await buildInputOf(world, { ...wanted, inputs }, 'after-restore'));
    const { erased } = report.quality.segments.excluded;
    const remembered = answers.at(-1)?.checkpoint ?? raise('no custodian answered');

    // Second: the whole machine goes back, ledger and all.
    const newest = join(world.scratch, 'newest');
    await world.whileStopped(async () => {
      await copyDisks(disks, newest);
      await putDisks(backup, disks);
    });
    const again = await askForBuild(world);
    const rolledBack = [];
    for (const custodian of world.custodians)
      rolledBack.push(await refusalOf(() => answer(world, custodian, again.build, { remembered })));
    await world.whileStopped(() => putDisks(newest, disks));

    return judge(
      `${receipts.filter(Boolean).length} receipts verify; ${gone.length} objects left after deletion; rows and objects restored: ${served.length} day keys served again, custodians keep ${closed.join(', ')} closed, days: ${recovered.join(', ')}, build leaves out ${erased} segments; ledger rolled back too: ${[...new Set(rolledBack)].join(', ')}`,
      [
        { what: 'each receipt verifies and its tombstones are in the ledger', held: receipts.every(Boolean) },
        { what: 'the objects are gone', held: gone.length === 0 },
        { what: 'the attack really brought them back', held: served.length === 3 },
        { what: 'every custodian keeps both erased days closed', held: closed.every((count) => count === 2) },
        { what: 'the erased days cannot be opened', held: recovered.every((code) => code === 'below-threshold') },
        { what: 'the build leaves out all three', held: erased === 3 },
        {
          what: 'custodians with a memory notice the rollback',
          held: rolledBack.every((code) => code === 'ledger-diverged'),
        },
      ],
    );
  },
};

async function erase(world: World, who: Person, scope: Erasure['scope']): Promise<boolean> {
  const order: Erasure = {
    type: 'erasure',
    v: 1,
    program: world.trust.program,
    participant: who.participant,
    device: who.device.publicKey,
    at: Date.now(),
    scope,
  };
  const receipt = await world.client.erase(await signDocument(order, who.device));
  const { collectorKey } = await world.client.join();
  await openSigned(erasureReceiptSchema, receipt, { key: collectorKey });
  const leaf = (await realLeaves(world))[receipt.body.leafIndex];
  return (
    leaf?.kind === 'erasure.executed' &&
    who.segments.every(({ manifest }) => leaf.tombstones.includes(tombstoneOf(manifest.body.ciphertext)))
  );
}

async function hot(world: World, statements: string): Promise<void> {
  const database = new pg.Client({ connectionString: world.collector.database ?? '' });
  await database.connect();
  try {
    await database.query(statements);
  } finally {
    await database.end();
  }
}

async function saveObjects(world: World, people: readonly Person[], folder: string): Promise<void> {
  await mkdir(folder);
  const names = people.flatMap(({ segments }) => segments.map(({ manifest }) => manifest.body.ciphertext));
  for (const { path } of await filesBelow(join(world.collectorDir, 'objects'))) {
    if (names.some((name) => path.endsWith(name))) await copyFile(path, join(folder, basename(path)));
  }
}

async function restoreObjects(world: World, folder: string): Promise<void> {
  for (const { path } of await filesBelow(folder)) {
    const name = basename(path);
    await copyFile(path, join(world.collectorDir, 'objects', name.slice(0, 2), name));
  }
}

async function copyDisks(disks: readonly string[], to: string): Promise<void> {
  await mkdir(to);
  for (const [i, disk] of disks.entries()) await copyTree(disk, join(to, String(i)));
}

async function putDisks(from: string, disks: readonly string[]): Promise<void> {
  for (const [i, disk] of disks.entries()) {
    await rm(disk, { recursive: true });
    await copyTree(join(from, String(i)), disk);
  }
}

/** With owners and modes: the database refuses a folder that is not its own. */
async function copyTree(from: string, to: string): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const child = spawn('cp', ['-a', from, to], { stdio: 'ignore' });
  child.once('error', reject);
  child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('the copy failed'))));
  await promise;
}
