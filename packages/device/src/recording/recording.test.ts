import { expect, test } from 'vitest';
import { orders, TestHost } from '../testing/host.ts';

test('a listed site is recorded with its indicator, and no other', async () => {
  const host = await TestHost.joined();
  expect(host.indicator).toBe('on');
  const elsewhere = await host.open('https://elsewhere.example');
  elsewhere.click('Search');
  expect(elsewhere.isCapturing).toBe(false);
  const work = await host.open();
  expect(work.isCapturing).toBe(true);
  expect(host.indicatedTabs).toEqual(new Set([work.location.tab]));
  work.click('Save').click('Delete');
  expect(await host.clicks()).toEqual(['Save', 'Delete']);
  expect(host.failures).toEqual([]);
  expect(host.enabled).toEqual([orders]);
});
