import { digestOf, type Leaf } from '@assent/contracts';
import { decodeLeaf, parseVerifierKey, readLedger, type LedgerSource } from '@assent/ledger';
import { judge, type Attack } from '../attack.ts';
import { releasedBuild, runBuild } from '../world/builds.ts';

/** Who could read what since when: everything that the public ledger holds about openings. */
interface Opening {
  readonly build: string;
  readonly purpose: string;
  readonly days: string;
  readonly requestedAt: number;
  readonly builder: string;
  readonly released: string[];
  /** Since when enough shares were out; null while they are not. */
  readableSince: number | null;
  dataset: string | null;
}

/** A dataset has leaked and nobody knows anything: from cold, with nothing but the ledger. */
export const leakDrill: Attack = {
  id: 'RT-33',
  attack: 'leak drill from cold: tell from the ledger alone who could read what, since when',
  async run(world) {
    const released = await releasedBuild(world);
    const report = await runBuild(world, released, 'leaked');
    await world.client.finishBuild(report.result);
    const started = performance.now();
    const openings = await reconstruct(world.client.ledger, world.trust.verifierKey);
    const seconds = (performance.now() - started) / 1000;
    const found = openings.find(({ dataset }) => dataset === report.manifestDigest);
    const statuses = await world.client.builds();
    const missed = statuses.filter(({ build, released: custodians }) => {
      const opened = openings.find((opening) => opening.build === build);
      return opened === undefined || custodians.some((custodian) => !opened.released.includes(custodian));
    });
    return judge(
      `${openings.length} requests, ${openings.filter(({ readableSince }) => readableSince !== null).length} opened, in ${seconds.toFixed(2)} s; the leaked one: released by ${found?.released.join(', ') ?? 'nobody'}, days ${found?.days}, readable since ${new Date(found?.readableSince ?? 0).toISOString()}`,
      [
        { what: 'the leaked dataset leads to its build', held: found?.build === released.build },
        {
          what: 'it shows who released and since when it could be read',
          held: found?.readableSince !== null && found?.released.length === 3,
        },
        { what: 'no release is missing', held: missed.length === 0 && statuses.length > 0 },
        { what: 'within ten minutes', held: seconds < 600 },
      ],
    );
  },
};

async function reconstruct(source: LedgerSource, verifierKey: string): Promise<readonly Opening[]> {
  const thresholds = new Map<string, Readonly<Record<string, number>>>();
  const policies = new Map<string, string>();
  const sides = new Map<string, string[]>();
  const openings = new Map<string, Opening>();
  const reading = await readLedger(source, parseVerifierKey(verifierKey));
  for await (const entry of reading.entries()) await take(decodeLeaf(entry));
  return [...openings.values()];

  async function take(leaf: Leaf): Promise<void> {
    if (leaf.kind === 'policy.published') {
      thresholds.set(await digestOf(leaf.policy.body), leaf.policy.body.custody.thresholds);
    } else if (leaf.kind === 'build.requested') {
      const { body } = leaf.request;
      const build = await digestOf(body);
      policies.set(build, body.policy);
      const days = `${body.days.from} to ${body.days.to}`;
      openings.set(build, {
        build,
        purpose: body.purpose,
        days,
        requestedAt: leaf.t,
        builder: body.builder,
        released: [],
        readableSince: null,
        dataset: null,
      });
    } else if (leaf.kind === 'shares.released') {
      const opening = openings.get(leaf.build);
      if (opening === undefined) return;
      opening.released.push(leaf.custodian);
      const releases = [...(sides.get(leaf.build) ?? []), leaf.side];
      sides.set(leaf.build, releases);
      const needed = thresholds.get(policies.get(leaf.build) ?? '') ?? {};
      const enough = Object.entries(needed).every(
        ([side, count]) => releases.filter((each) => each === side).length >= count,
      );
      if (enough) opening.readableSince ??= leaf.t;
    } else if (leaf.kind === 'build.finished') {
      const opening = openings.get(leaf.result.body.build);
      if (opening !== undefined) opening.dataset = leaf.result.body.output;
    }
  }
}
