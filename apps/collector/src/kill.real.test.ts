import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld, enrolmentCode } from '@assent/service/testing';
import { expect, it } from 'vitest';
import { startCollector } from './testing/process.ts';
import { auditOf, checkpointOf, objectsIn, prepareUploads } from './testing/uploads.ts';

it('loses nothing it acknowledged and doubles nothing when it is killed in the middle of uploads, again and again', async () => {
  const kills = 3;
  const folder = await mkdtemp(join(tmpdir(), 'assent-kill-'));
  const world = await createWorld();
  // The process has the real clock, so that documents have to be of now.
  world.pass(Date.now() - world.ports.clock.now());
  const environment = {
    ASSENT_PROGRAM: world.ports.program.program,
    ASSENT_OWNER_KEY: world.owner.publicKey,
    ASSENT_ENROLMENT_CODE: enrolmentCode,
  };
  let collector = await startCollector(folder, environment);
  try {
    const uploads = await prepareUploads(world, collector, { devices: 4, chainLength: 16 });
    let earlier = await checkpointOf(collector);
    for (let kill = 1; kill <= kills; kill++) {
      let acknowledged = 0;
      const doomed = collector;
      const refused = await uploads.upload(doomed, () => {
        acknowledged += 1;
        // Others are in flight at this moment: some written, some not, none answered.
        if (acknowledged === 15 + kill) doomed.child.kill('SIGKILL');
      });
      expect(refused).toEqual([]);
      await doomed.end('SIGKILL');
      collector = await startCollector(folder, environment);
      const report = await auditOf(collector, earlier);
      expect(report.findings).toEqual([]);
      earlier = report.note;
    }
    expect(await uploads.upload(collector)).toEqual([]);

    expect([...uploads.receipts.keys()].toSorted()).toEqual(uploads.sent.toSorted());
    const report = await auditOf(collector, earlier);
    expect(report.findings).toEqual([]);
    expect(report.sealed.toSorted()).toEqual(uploads.sent.toSorted());
    expect(await objectsIn(folder)).toHaveLength(uploads.sent.length);
    // The same upload again gets the receipt that was given before the kill, or the one that got lost with it.
    expect(await uploads.sameReceiptsAgain(collector)).toBe(true);
  } finally {
    await collector.end('SIGTERM');
    await rm(folder, { recursive: true, force: true });
  }
});
