import type { Policy, Site } from '@assent/contracts';
import type { GateState } from '@assent/consent';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Device } from '../device.ts';
import type { PageSender } from '../sender.ts';
import { allowed, termsOf } from './take.ts';

const site: Site = { origin: 'https://crm.example', name: 'CRM', mode: 'ambient', interfaceWords: [] };
const recording: GateState = { state: 'recording', site, mode: 'ambient', snapshots: true };
const sender: PageSender = {
  tab: 1,
  window: 1,
  frame: 0,
  origin: site.origin,
  topOrigin: site.origin,
  incognito: false,
};
let permitted = true;

beforeEach(() => {
  permitted = true;
  vi.stubGlobal('chrome', { permissions: { contains: async () => permitted } });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** A device of which only what is asked here exists. */
function device(gate: GateState, maxPerMinute = 6): Device {
  return { gate: () => gate, inForce: () => ({ policy: { snapshots: { maxPerMinute } } }) } as unknown as Device;
}

const open = async () => true;

test('a page that is recorded, in a program with snapshots, may be photographed', async () => {
  expect(await allowed(device(recording), sender, open)).toEqual(site);
});

test.each<[string, Device, PageSender, () => Promise<boolean>]>([
  ['the participant gives no pictures', device({ ...recording, snapshots: false }), sender, open],
  ['the policy allows none a minute', device(recording, 0), sender, open],
  ['capture is paused', device({ state: 'paused', until: 5 }), sender, open],
  ['the page is out of scope', device({ state: 'out-of-scope', why: 'not-listed', category: null }), sender, open],
  ['the mark is gone or the frame is not recorded', device(recording), sender, async () => false],
  ['it is a frame in a page', device(recording), { ...sender, frame: 3 }, open],
  ['the window is private', device(recording), { ...sender, incognito: true }, open],
])('nothing is photographed when %s', async (_, of, from, isOpen) => {
  expect(await allowed(of, from, isOpen)).toBeNull();
});

test('nothing is photographed without the browser’s own permission for pictures', async () => {
  permitted = false;
  expect(await allowed(device(recording), sender, open)).toBeNull();
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
