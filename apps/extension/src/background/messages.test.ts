import { maxDelay } from '@assent/capture-web/protocol';
import { maxSensorDelay } from '@assent/device';
import { digestSchema } from '@assent/contracts';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { commandOf, replyOf } from './messages.ts';

beforeEach(() => {
  vi.stubGlobal('chrome', { runtime: { id: 'ours' } });
});
afterEach(() => {
  vi.unstubAllGlobals();
});

// Only the fields that are looked at; the browser's type has many more.
const tab = { id: 7, windowId: 2, incognito: false, url: 'https://crm.example/orders' } as chrome.tabs.Tab;
const script = { id: 'ours', tab, frameId: 0, origin: 'https://crm.example' };
const page = { id: 'ours', tab, frameId: 0, origin: 'chrome-extension://ours' };
const document = {
  tab: 7,
  window: 2,
  frame: 0,
  origin: 'https://crm.example',
  topOrigin: 'https://crm.example',
  incognito: false,
};

describe('a message', () => {
  test.each([
    [{ kind: 'hello' }, { type: 'document-opened', document }],
    [
      { kind: 'events', source: 'd', events: [] },
      { type: 'events', document, batch: { kind: 'events', source: 'd', events: [] } },
    ],
    [
      { kind: 'indicator-lost', seen: 5 },
      { type: 'indicator-lost', document, seen: 5 },
    ],
    [{ kind: 'indicator-lost' }, { type: 'indicator-lost', document, seen: null }],
    [{ kind: 'snapshot' }, { type: 'document-at-rest', document }],
  ])('of a page script is a command about its document: %o', (message, command) => {
    expect(commandOf(message, script)).toEqual(command);
  });

  test.each([[{ kind: 'mark-found' }], [{ kind: 'stop' }], [{ kind: null }], [{}], [null], ['hello'], [undefined]])(
    'of an unknown kind is refused and never taken for another: %o',
    (message) => {
      expect(commandOf(message, script)).toBeNull();
      expect(commandOf(message, page)).toBeNull();
    },
  );

  test('of one of the participant’s pages is its request, unparsed', () => {
    const message = { kind: 'participant-request', request: { type: 'anything' } };
    expect(commandOf(message, page)).toEqual({ type: 'participant-request', request: { type: 'anything' } });
    expect(commandOf({ kind: 'participant-request' }, page)).toBeNull();
  });

  test.each([
    ['a page script', script],
    ['another extension', { ...page, id: 'other' }],
    ['another extension’s page', { id: 'ours', origin: 'chrome-extension://other' }],
    ['nowhere', {}],
  ])('of %s is no request of a participant', (_, sender) => {
    expect(commandOf({ kind: 'participant-request', request: { type: 'status' } }, sender)).toBeNull();
  });

  test.each([
    ['another extension', { ...script, id: 'other' }],
    ['no tab', { id: 'ours', frameId: 0 }],
  ])('of %s is no page script’s', (_, sender) => {
    for (const kind of ['hello', 'events', 'indicator-lost', 'snapshot'])
      expect(commandOf({ kind }, sender)).toBeNull();
  });
});

describe('a reply', () => {
  test('is none where the command has none: what was sent is sent again', () => {
    expect(replyOf(null)).toBeUndefined();
  });

  test('names a snapshot as page scripts do', () => {
    const digest = digestSchema.parse('a'.repeat(64));
    expect(replyOf({ kind: 'snapshot', snapshot: { digest, width: 3, height: 2 } })).toEqual({
      kind: 'snapshot',
      shot: { shot: digest, width: 3, height: 2 },
    });
  });

  test.each([
    [{ kind: 'stop' } as const],
    [{ kind: 'capture', upTo: 4 } as const],
    [{ kind: 'no-snapshot', again: null } as const],
    [{ ok: false, code: 'storage' } as const],
  ])('is otherwise what the device says: %o', (result) => {
    expect(replyOf(result)).toEqual(result);
  });
});

test('page scripts hold events back no longer than the device expects', () => {
  expect(maxDelay).toBeLessThanOrEqual(maxSensorDelay);
});
