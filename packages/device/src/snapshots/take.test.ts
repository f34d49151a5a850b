import type { GateState } from '@assent/consent';
import type { Policy, Site } from '@assent/contracts';
import { expect, test } from 'vitest';
import type { OpenDevice } from '../open-device.ts';
import type { DocumentLocation } from '../ports.ts';
import { snapshotsAllowed } from './allowed.ts';
import { termsOf } from './take.ts';

const site: Site = { origin: 'https://crm.example', name: 'CRM', mode: 'ambient', interfaceWords: [] };
const recording: GateState = { state: 'recording', site, mode: 'ambient', snapshots: true };
const document: DocumentLocation = {
  tab: 1,
  window: 1,
  frame: 0,
  origin: site.origin,
  topOrigin: site.origin,
  incognito: false,
};

/** A device of which only what is asked here exists. */
function device(
  gate: GateState,
  { maxPerMinute = 6, permitted = true, lostIndicator = null as number | null } = {},
): OpenDevice {
  return {
    gate: (_origin: string, page: { indicatorShown?: boolean }) =>
      page.indicatorShown === false ? { state: 'unhealthy', why: 'indicator' } : gate,
    inForce: () => ({ policy: { snapshots: { maxPerMinute } } }),
    unindicated: { get: async () => lostIndicator },
    ports: { snapshots: { permitted: async () => permitted } },
  } as unknown as OpenDevice;
}

test('a page that is recorded, in a program with snapshots, may be photographed', async () => {
  expect(await snapshotsAllowed(device(recording), document)).toEqual(site);
  expect(await snapshotsAllowed(device(recording, { maxPerMinute: 1 }), document)).toEqual(site);
});

test.each<[string, OpenDevice, DocumentLocation]>([
  ['the participant gives no snapshots', device({ ...recording, snapshots: false }), document],
  ['the policy allows none a minute', device(recording, { maxPerMinute: 0 }), document],
  ['capture is paused', device({ state: 'paused', until: 5 }), document],
  ['the page is out of scope', device({ state: 'out-of-scope', why: 'not-listed', category: null }), document],
  ['the indicator in the page is gone', device(recording, { lostIndicator: 5 }), document],
  ['it is a frame in a page', device(recording), { ...document, frame: 3 }],
  ['the window is private', device(recording), { ...document, incognito: true }],
  ['the platform does not permit snapshots', device(recording, { permitted: false }), document],
])('nothing is photographed when %s', async (_, of, at) => {
  expect(await snapshotsAllowed(of, at)).toBeNull();
});

test('small grey snapshots take a policy that says so, and no participant who keeps the site strict', () => {
  const policy = (fallback?: 'small-grey') => ({ snapshots: { maxPerMinute: 6, fallback } }) as unknown as Policy;
  const strict = (origin: string) => ({
    participant: { hiddenWords: [], hiddenFields: [], strictOrigins: [origin] },
  });
  expect(termsOf(site, { policy: policy() }).small).toBe(false);
  expect(termsOf(site, { policy: policy('small-grey') }).small).toBe(true);
  expect(termsOf(site, { policy: policy('small-grey'), decisions: strict('https://other.example') }).small).toBe(true);
  expect(termsOf(site, { policy: policy('small-grey'), decisions: strict(site.origin) }).small).toBe(false);
});
