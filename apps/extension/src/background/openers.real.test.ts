import { afterAll, beforeAll, expect, test } from 'vitest';
import { startJoined, type Joined } from '../testing/joined.ts';
import { waitingSteps } from '../testing/waiting.ts';

const list =
  '<!doctype html><title>Orders</title><a href="/first">First</a> <a href="/second" target="_blank">Second</a>';
const order = '<!doctype html><title>Order</title><button>Ship</button>';

let joined: Joined;

beforeAll(async () => {
  joined = await startJoined({ '/': list, '/first': order, '/second': order }, { mode: 'task' });
});
afterAll(() => joined?.close());

test.each([
  ['in the background', 'First', 'middle'],
  ['in front', 'Second', 'left'],
] as const)('a press that opens a tab %s is a step before it', async (_where, name, button) => {
  const { browser } = joined;
  const review = await browser.openReview();
  const before = (await waitingSteps(review)).length;
  const work = await joined.open();
  const [other] = await Promise.all([
    browser.context.waitForEvent('page'),
    work.getByRole('link', { name }).click({ button }),
  ]);
  await other.locator('html > div').waitFor({ state: 'attached' });
  await other.bringToFront();
  await other.getByRole('button', { name: 'Ship' }).click();
  const told = async () => (await waitingSteps(review)).slice(before);
  const isShipped = async () => (await told()).some(({ target }) => target?.name === 'Ship');
  await expect.poll(isShipped, { timeout: 90_000 }).toBe(true);
  const steps = (await told()).filter(({ action: { type } }) => type === 'click' || type === 'tab_open');
  // Opening the first page was a tab of its own.
  expect(steps.slice(-3).map(({ action, target }) => [action.type, target?.name])).toEqual([
    ['click', name],
    ['tab_open', undefined],
    ['click', 'Ship'],
  ]);
  await other.close();
  await work.close();
  await review.close();
});
