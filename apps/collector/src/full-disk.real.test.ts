import { execFile } from 'node:child_process';
import { chmod, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createWorld, enrolmentCode } from '@assent/service/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCollector, type RunningCollector } from './testing/process.ts';
import { auditOf, checkpointOf, objectsIn, prepareUploads } from './testing/uploads.ts';

const run = promisify(execFile);

/** A real disk that can be full: database, objects and ledger lie on 256 MiB. Needs the right to mount. */
const folder = await mkdtemp(join(tmpdir(), 'assent-full-'));
const mounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=256m,mode=755', 'tmpfs', folder]).then(
  () => true,
  () => false,
);
const ballast = join(folder, 'ballast');
let collector: RunningCollector | null = null;

beforeAll(() => chmod(folder, 0o755));
afterAll(async () => {
  await collector?.end('SIGTERM');
  if (mounted) await run('umount', [folder]);
  await rm(folder, { recursive: true, force: true });
});

it.skipIf(!mounted)(
  'acknowledges nothing that a full disk did not take, and goes on when there is free space again (skipped where nothing may be mounted)',
  async () => {
    const world = await createWorld();
    world.pass(Date.now() - world.ports.clock.now());
    const environment = {
      ASSENT_PROGRAM: world.ports.program.program,
      ASSENT_OWNER_KEY: world.owner.publicKey,
      ASSENT_ENROLMENT_CODE: enrolmentCode,
    };
    collector = await startCollector(folder, environment);
    const uploads = await prepareUploads(world, collector, { devices: 4, chainLength: 24 });
    const earlier = await checkpointOf(collector);
    let acknowledged = 0;
    let filling: Promise<void> | undefined;
    const refused = await uploads.upload(collector, () => {
      acknowledged += 1;
      // From the tenth on nobody goes on before the disk is full; others are in flight meanwhile.
      if (acknowledged >= 10) return (filling ??= fillDisk());
      return undefined;
    });
    const early = await uploads.upload(collector);
    // A full disk is the collector's trouble and passes: the device keeps what it has and tries again.
    expect([...refused, ...early].every((status) => status >= 500)).toBe(true);
    expect([...refused, ...early].length).toBeGreaterThan(0);
    expect(uploads.receipts.size).toBeLessThan(uploads.sent.length);
    const before = [...uploads.receipts.keys()];

    await rm(ballast);
    // It may have given up: then its operator starts it again.
    if ((await fetch(`${collector.address}/ledger/checkpoint`).catch(() => null))?.status !== 200) {
      await collector.end('SIGKILL');
      collector = await startCollector(folder, environment);
    }
    const afterwards = await auditOf(collector, earlier);
    expect(afterwards.findings).toEqual([]);
    expect(before.filter((name) => !afterwards.sealed.some((sealed) => sealed === name))).toEqual([]);
    expect(await uploads.upload(collector)).toEqual([]);
    const report = await auditOf(collector, afterwards.note);
    expect(report.findings).toEqual([]);
    expect(report.sealed.toSorted()).toEqual(uploads.sent.toSorted());
    expect((await objectsIn(folder)).toSorted()).toEqual(uploads.sent.toSorted());
    expect(await uploads.sameReceiptsAgain(collector)).toBe(true);
  },
);

/** Writes until nothing more fits. */
async function fillDisk(): Promise<void> {
  const file = await open(ballast, 'w');
  try {
    for (let size = 1 << 20; size >= 4096;) {
      const fits = await file.write(Buffer.alloc(size)).then(
        ({ bytesWritten }) => bytesWritten === size,
        () => false,
      );
      if (!fits) size >>= 1;
    }
  } finally {
    await file.close();
  }
}
