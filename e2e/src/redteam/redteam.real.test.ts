import { builtExtension, builtPages } from '@assent/testkit/shared';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { attacks } from './attacks/index.ts';
import type { World } from './world/world.ts';
import { startWorld } from './world/deployment.ts';

/** The red-team list against a live deployment: a collector process, its PostgreSQL, custodians and people with keys. */

// RT-19 measures processor time, which no test may depend on: `npm run redteam` carries it out.
const timeless = attacks.filter(({ id }) => id !== 'RT-19');

let world: World;
beforeAll(async () => {
  world = await startWorld({ extension: builtExtension, pages: builtPages });
});
afterAll(async () => {
  await world?.stop();
});

it.each(timeless.map((attack) => [attack.id, attack.attack, attack] as const))(
  '%s holds: %s',
  async (_id, _what, attack) => {
    const { outcome, evidence } = await attack.run(world);
    expect(outcome, evidence).not.toBe('broken');
  },
);
