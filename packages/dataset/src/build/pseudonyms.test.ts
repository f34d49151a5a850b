import { expect, it } from 'vitest';
import { participantId, sessionId } from '../testing/recordings.ts';
import { createPseudonyms } from './pseudonyms.ts';

const key = (byte: number) => new Uint8Array(32).fill(byte);

it('names are stable within a build, different between builds, and gone with the key', async () => {
  const bytes = key(1);
  const [a, b] = [createPseudonyms(bytes), createPseudonyms(key(2))];
  const name = await a.participant(participantId(1));
  expect(name).toMatch(/^p_[0-9a-f]{32}$/);
  expect(await a.participant(participantId(1))).toBe(name);
  expect(await b.participant(participantId(1))).not.toBe(name);
  expect(await a.episode(participantId(1), sessionId(1), 1)).not.toBe(
    await a.episode(participantId(1), sessionId(1), 2),
  );
  a.destroy();
  expect(bytes.every((byte) => byte === 0)).toBe(true);
  await expect(a.participant(participantId(1))).rejects.toThrow('destroyed');
});
