import { afterAll, beforeAll, expect, test } from 'vitest';
import { startJoined, type Joined } from '../testing/joined.ts';

let joined: Joined;

beforeAll(async () => {
  joined = await startJoined({ '/': '<!doctype html><title>Orders</title><label>Note <input></label>' });
});
afterAll(() => joined?.close());

test('sending now sends what was done until that moment, whatever the page still holds', async () => {
  const review = await joined.browser.openReview();
  const work = await joined.open();
  await work.getByLabel('Note').click();
  await work.keyboard.type('twelve boxes');
  // The page is in front and has no reason to hand anything over by itself.
  await review.evaluate(() =>
    chrome.runtime.sendMessage({ kind: 'participant-request', request: { type: 'send-now' } }),
  );
  const texts = (await joined.collector.steps()).flatMap(({ action }) =>
    action.type === 'type' && 'text' in action.value ? [action.value.text] : [],
  );
  expect(texts).toEqual(['twelve boxes']);
});
