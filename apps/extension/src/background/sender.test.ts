import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { originOf, pageSender } from './sender.ts';

beforeEach(() => {
  vi.stubGlobal('chrome', { runtime: { id: 'ours' } });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

// Only the fields that are looked at; the browser's type has many more.
const tab = { id: 7, windowId: 2, incognito: false, url: 'https://crm.example/orders?x=1' } as chrome.tabs.Tab;

test('a frame counts by its own origin', () => {
  const sender = pageSender({
    id: 'ours',
    tab,
    frameId: 3,
    origin: 'https://pay.example',
    url: 'https://pay.example/a',
  });
  expect(sender).toMatchObject({ origin: 'https://pay.example', topOrigin: 'https://crm.example', tab: 7, frame: 3 });
});

test('an opaque frame counts as part of its page', () => {
  const sender = pageSender({ id: 'ours', tab, frameId: 3, origin: 'null', url: 'about:srcdoc' });
  expect(sender?.origin).toBe('https://crm.example');
});

test.each([
  ['another extension', { id: 'other', tab, frameId: 0, origin: 'https://crm.example' }],
  ['no tab', { id: 'ours', frameId: 0, origin: 'https://crm.example' }],
  ['a page of the browser', { id: 'ours', tab: { ...tab, url: 'chrome://settings' }, frameId: 0 }],
])('no message is accepted from %s', (_, sender) => {
  expect(pageSender(sender)).toBeNull();
});

test.each([
  ['http://localhost:3000/a', 'http://localhost:3000'],
  ['chrome-extension://abc/popup.html', null],
  ['file:///etc/passwd', null],
  ['nonsense', null],
  [undefined, null],
])('the origin of %s is %s', (address, origin) => {
  expect(originOf(address)).toBe(origin);
});
