import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildDataset, type BuildDatasetInput } from '@assent/dataset';
import { manifestDigest, sealSegment } from '@assent/sealing';
import { filesBelow } from '../reading.ts';
import { judge, refusalOf, type Attack } from '../attack.ts';
import { buildInputOf, raise, releasedBuild } from '../world/builds.ts';

/** The storage's operator changes its content, or hands the build something else. */
export const tamperWithSegments: Attack = {
  id: 'RT-11',
  attack: 'flip, truncate, swap, duplicate, drop and splice segments, on the disk and on the way to the build',
  async run(world) {
    const released = await releasedBuild(world);
    const honest = await buildInputOf(world, released, 'tampered');
    const [a, b] = released.inputs.manifests;
    const manifestA = a ?? raise('no segment');
    const manifestB = b ?? raise('one segment only');
    const attempt = async (changed: Partial<BuildDatasetInput>) =>
      refusalOf(() => buildDataset({ ...honest, ...changed }));
    const onTheWay = (change: (bytes: Uint8Array) => Uint8Array) => ({
      fetchObject: async (ciphertext: Parameters<typeof honest.fetchObject>[0]) =>
        change(await honest.fetchObject(ciphertext)),
    });
    const inputs = (change: Partial<typeof honest.inputs>) => ({ inputs: { ...honest.inputs, ...change } });
    const others = honest.inputs.manifests;
    const forged = { ...manifestA, body: { ...manifestA.body, context: { ...manifestA.body.context, seq: 7 } } };
    const got = {
      'flipped on disk': await onDisk(world.collectorDir, manifestA.body.ciphertext, flipped, () => attempt({})),
      'cut short on disk': await onDisk(
        world.collectorDir,
        manifestA.body.ciphertext,
        (bytes) => bytes.subarray(0, -1),
        () => attempt({}),
      ),
      'flipped on the way': await attempt(onTheWay(flipped)),
      swapped: await attempt({
        fetchObject: async (ciphertext) =>
          honest.fetchObject(ciphertext === manifestA.body.ciphertext ? manifestB.body.ciphertext : ciphertext),
      }),
      duplicated: await attempt(inputs({ manifests: [...others, manifestA] })),
      'moved in its chain': await attempt(
        inputs({ manifests: others.map((each) => (each === manifestA ? forged : each)) }),
      ),
      'spliced from another’s device': await splice(world),
    };
    const inner = others.find(({ body }) => body.context.seq === 1) ?? raise('no segment in the middle');
    const shorter = await buildDataset({
      ...honest,
      ...inputs({ manifests: others.filter((each) => each !== inner) }),
    });
    const summary = Object.entries(got).map(([what, code]) => `${what}: ${code ?? 'NOT NOTICED'}`);
    return judge(
      `${summary.join('; ')}; dropped from inside a chain: ${shorter.quality.segments.missing} counted in the report (at its end: residual risk 15)`,
      [
        ...Object.entries(got).map(([what, code]) => ({ what: `${what} is noticed`, held: code !== null })),
        { what: 'a dropped segment is counted', held: shorter.quality.segments.missing === 1 },
      ],
    );
  },
};

function flipped(bytes: Uint8Array): Uint8Array {
  const changed = new Uint8Array(bytes);
  const middle = changed.length >> 1;
  changed[middle] = (changed[middle] ?? 0) ^ 1;
  return changed;
}

/** Changes an object where the running collector keeps it, and puts it back. */
async function onDisk<T>(
  folder: string,
  name: string,
  change: (bytes: Uint8Array) => Uint8Array,
  then: () => Promise<T>,
): Promise<T> {
  const file = (await filesBelow(join(folder, 'objects'))).find(({ path }) => path.endsWith(name));
  const path = file?.path ?? raise('the object is not where it was');
  const bytes = new Uint8Array(await readFile(path));
  await writeFile(path, change(bytes));
  try {
    return await then();
  } finally {
    await writeFile(path, bytes);
  }
}

/** One participant's device seals a segment in another's name, at the right place of its own chain. */
async function splice({ people, client }: Parameters<Attack['run']>[0]): Promise<string | null> {
  const [ada = raise('nobody takes part'), ben = raise('one participant only')] = people;
  const place = ada.segments.at(-1)?.manifest.body.context ?? raise('nothing was sent');
  const last = ben.segments.at(-1)?.manifest ?? raise('nothing was sent');
  const { ciphertext, manifest } = await sealSegment({
    context: {
      ...place,
      device: ben.device.publicKey,
      seq: last.body.context.seq + 1,
      previous: await manifestDigest(last),
    },
    counts: { steps: 0, snapshots: 0, eventsSeen: 0, eventsDropped: 0 },
    records: [],
    recipient: ada.deposit.body.recipient,
    signer: ben.device,
  });
  return refusalOf(() => client.putSegment(manifest, ciphertext));
}
