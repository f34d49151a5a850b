import { expect, test } from 'vitest';
import type { Policy, Site } from '@assent/contracts';
import type { Scene } from '@assent/safeguards';
import { choose } from './develop.ts';
import { termsOf } from './take.ts';

const site: Site = { origin: 'https://crm.example', name: 'CRM', mode: 'ambient', interfaceWords: [] };
const size = { width: 1000, height: 800 };
const empty: Scene = { ...size, runs: [], fields: [], opaque: [], canvases: [] };
const drawn: Scene = { ...empty, canvases: [[0, 0, 1000, 790]] };
const agreed = { site, decisions: {}, small: true };
const ready = (scene: Scene) => ({ scene, care: 'words', secret: false }) as const;

test('a page whose words are told is kept as it is masked, whatever was agreed to', () => {
  expect(choose(ready(empty), agreed, size)).toEqual({ covers: [], reduced: false });
  const half = { ...empty, canvases: [[0, 0, 1000, 400] as [number, number, number, number]] };
  expect(choose(ready(half), agreed, size)).toMatchObject({ reduced: false, covers: [{ reason: 'pixels.masked' }] });
});

test('a drawn page is kept small and grey only where that was agreed to', () => {
  expect(choose(ready(drawn), agreed, size)).toEqual({ covers: [], reduced: true });
  expect(choose(ready(drawn), { ...agreed, small: false }, size)).toBeNull();
});

test('so is one of which only large things were measured', () => {
  const coarse = { scene: empty, care: 'coarse', secret: false } as const;
  expect(choose(coarse, agreed, size)).toEqual({ covers: [], reduced: true });
  expect(choose(coarse, { ...agreed, small: false }, size)).toBeNull();
});

test('nothing is kept where a secret can be seen, or where nothing could be', () => {
  expect(choose({ ...ready(drawn), secret: true }, agreed, size)).toBeNull();
  expect(choose(ready({ ...drawn, opaque: [[0, 0, 1000, 800]] }), agreed, size)).toBeNull();
});

test('small grey pictures take a policy that says so, and nobody who keeps the site strict', () => {
  const policy = (fallback?: 'small-grey') => ({ snapshots: { maxPerMinute: 6, fallback } }) as unknown as Policy;
  const strict = (origin: string) => ({
    participant: { hiddenWords: [], hiddenFields: [], strictOrigins: [origin] },
  });
  expect(termsOf(site, { policy: policy() }).small).toBe(false);
  expect(termsOf(site, { policy: policy('small-grey') }).small).toBe(true);
  expect(termsOf(site, { policy: policy('small-grey'), decisions: strict('https://other.example') }).small).toBe(true);
  expect(termsOf(site, { policy: policy('small-grey'), decisions: strict(site.origin) }).small).toBe(false);
});
