import { expect, test } from 'vitest';
import type { Site } from '@assent/contracts';
import type { Scene } from '@assent/safeguards';
import { choose } from './develop.ts';

const site: Site = { origin: 'https://crm.example', name: 'CRM', mode: 'ambient', interfaceWords: [] };
const size = { width: 1000, height: 800 };
const empty: Scene = { ...size, runs: [], fields: [], opaque: [], media: [] };
const canvas = (height: number): Scene => ({
  ...empty,
  media: [{ kind: 'canvas', box: [0, 0, 1000, height], about: '' }],
});
const drawn = canvas(790);
const agreed = { site, decisions: {}, small: true };
const ready = (scene: Scene) => ({ scene, care: 'words', secret: false }) as const;

test('a page whose words were located is kept as it is masked, whatever was agreed to', () => {
  expect(choose(ready(empty), agreed, size)).toMatchObject({ covers: [], reduced: false });
  expect(choose(ready(canvas(400)), agreed, size)).toMatchObject({
    reduced: false,
    covers: [{ reason: 'pixels.masked' }],
  });
});

test('a drawn page is kept small and grey only where that was agreed to', () => {
  expect(choose(ready(drawn), agreed, size)).toMatchObject({ covers: [], reduced: true });
  expect(choose(ready(drawn), { ...agreed, small: false }, size)).toBeNull();
});

test('so is one of which only large things were measured', () => {
  const coarse = { scene: empty, care: 'coarse', secret: false } as const;
  expect(choose(coarse, agreed, size)).toMatchObject({ covers: [], reduced: true });
  expect(choose(coarse, { ...agreed, small: false }, size)).toBeNull();
});

test('nothing is kept where a secret can be seen, or where nothing could be', () => {
  expect(choose({ ...ready(drawn), secret: true }, agreed, size)).toBeNull();
  expect(choose(ready({ ...drawn, opaque: [[0, 0, 1000, 800]] }), agreed, size)).toBeNull();
});

test('what both sides let stay is left open, and nothing is beside a field for secrets', () => {
  const allowed = { ...agreed, decisions: { media: ['canvas' as const] }, small: false };
  expect(choose(ready(drawn), allowed, size)).toEqual({ covers: [], reduced: false, open: drawn.media });
  expect(choose({ ...ready(canvas(400)), secret: true }, allowed, size)).toMatchObject({ open: [], reduced: false });
  expect(choose({ ...ready(drawn), secret: true }, allowed, size)).toBeNull();
});
