import { participantIdSchema, type Erasure } from '@assent/contracts';
import { expect, test } from 'vitest';
import { createWorld } from './testing/index.ts';
import { scopeOf } from './erasure.ts';

test('an order with an unknown scope is refused and covers nothing', async () => {
  const world = await createWorld();
  const participant = participantIdSchema.parse(`p_${'A'.repeat(22)}`);
  // As if a later version of the schema let a scope through that this code does not know.
  const scope = { what: 'a-year' } as unknown as Erasure['scope'];
  await expect(world.ports.repository.read((reader) => scopeOf(reader, { participant, scope }))).rejects.toMatchObject({
    code: 'malformed',
  });
});
