import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIsolated, codeFolders, startIsolated, verifyDataset } from '@assent/dataset';
import { scanForLeaks } from '@assent/testkit';
import { judge, refusalOf, type Attack } from '../attack.ts';
import { buildInputOf, raise, releasedBuild } from '../world/builds.ts';

/** Plaintext exists in a build. It must not get out of it, nor stay behind. */
export const escapeFromTheBuild: Attack = {
  id: 'RT-06',
  attack: 'take over a build and send plaintext out; let builds fail half-way and search for what they leave behind',
  async run(world) {
    const out = join(world.scratch, 'hostile');
    const drop = join(world.scratch, 'drop');
    await mkdir(out);
    const script = fileURLToPath(new URL('../hostile-build.ts', import.meta.url));
    const { child, isolation } = startIsolated(script, { read: [...codeFolders(), script], write: [out] });
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    child.once('message', resolve);
    child.once('exit', () => reject(new Error('it ended without a word')));
    child.send({ plaintext: world.marker, collector: world.collector.address, drop, folder: join(out, 'own') });
    const open = await promise;
    child.kill('SIGKILL');

    const released = await releasedBuild(world);
    const { recheck: _recheck, safeguards: _safeguards, ...honest } = await buildInputOf(world, released, 'isolated');
    let fetched = 0;
    const half = await refusalOf(() =>
      buildIsolated({
        ...honest,
        // The first pass and a part of the second go well: the tables are begun by then.
        fetchObject: async (ciphertext) =>
          fetched++ <= released.inputs.manifests.length ? honest.fetchObject(ciphertext) : raise('gone'),
      }),
    );
    const left = await readdir(honest.outDir);
    const remnants = await scanForLeaks([honest.outDir], [world.marker]);
    const report = await buildIsolated(honest);
    const verified = await verifyDataset(report.directory, { builder: released.builder.publicKey });
    const finished = await readdir(honest.outDir);
    const ways = Array.isArray(open) ? open.map(String) : [];
    const escapes = ways.filter((way) => way !== 'to its own folder');
    if (isolation.network === 'none') {
      return { outcome: 'out-of-reach', evidence: `${isolation.words}; open: ${escapes.join(', ')}` };
    }
    return judge(
      `${isolation.words}; ways out: ${escapes.join(', ') || 'none'}; a build that failed half-way (${half}) left ${left.length} files; a finished one left ${finished.join(', ')}`,
      [
        { what: 'no way out is open', held: escapes.length === 0 && !existsSync(drop) },
        { what: 'the attack ran', held: ways.includes('to its own folder') },
        {
          what: 'a failed build leaves nothing',
          held: half === 'object-damaged' && left.length === 0 && remnants.leaks.length === 0,
        },
        { what: 'a finished one leaves its dataset only', held: finished.length === 1 && verified.ok },
      ],
    );
  },
};
