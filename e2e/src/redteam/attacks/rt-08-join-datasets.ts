import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dumpDatabase } from '@assent/cli';
import { readSteps } from '@assent/dataset';
import { scanBytes } from '@assent/testkit';
import { judge, type Attack } from '../attack.ts';
import { releasedBuild, runBuild } from '../world/builds.ts';

/** Two datasets of the same people in one researcher's hands, and a staff list. */
export const joinDatasets: Attack = {
  id: 'RT-08',
  attack: 'join two datasets of the same people by any identifier; join pseudonyms with a staff list',
  async run(world) {
    const [first, second] = [await identifiersOf(world, 'join-1'), await identifiersOf(world, 'join-2')];
    const common = [...first.ids].filter((id) => second.ids.has(id));
    const dump = Buffer.from((await dumpDatabase(world.collector.database ?? '')).text);
    const pseudonyms = world.people.flatMap(({ participant, device }) => [participant, device.publicKey]);
    const inDataset = scanBytes('dataset', Buffer.from([first.text, second.text].join('\n')), pseudonyms).length;
    const staff = scanBytes(
      'rows',
      dump,
      world.people.flatMap(({ name, mail }) => [name, mail]),
    ).length;
    return judge(
      `${first.ids.size} and ${second.ids.size} identifiers of participants and episodes, ${common.length} in common; ${inDataset} device or program pseudonyms in a dataset; ${staff} staff names beside pseudonyms`,
      [
        { what: 'two datasets share no identifier', held: common.length === 0 && first.ids.size > 0 },
        { what: 'no pseudonym of the program is in a dataset', held: inDataset === 0 },
        { what: 'nothing links a pseudonym to the staff list', held: staff === 0 },
      ],
    );
  },
};

async function identifiersOf(world: Parameters<Attack['run']>[0], folder: string) {
  const released = await releasedBuild(world);
  const { directory } = await runBuild(world, released, folder);
  const ids = new Set<string>();
  for await (const step of readSteps(directory)) ids.add(step.episode_id);
  const splits = await readFile(join(directory, 'splits.json'), 'utf8');
  // Pseudonyms of participants serve here as the keys that rows carry.
  for (const [, id] of splits.matchAll(/"([\w-]{16,})"/g)) if (id !== undefined) ids.add(id);
  const lineage = await readFile(join(directory, 'lineage.json'), 'utf8');
  return { ids, text: [splits, lineage, ...ids].join('\n') };
}
