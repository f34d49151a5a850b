import type { DocumentLocation } from '@assent/device';

/**
 * Where a message of a page script came from, as the browser attests it; null when the sender is not one of this
 * extension's page scripts.
 */
export function pageSender(sender: chrome.runtime.MessageSender): DocumentLocation | null {
  const { tab, frameId, id } = sender;
  if (id !== chrome.runtime.id || tab?.id === undefined || frameId === undefined) return null;
  const topOrigin = originOf(tab.url);
  const own = sender.origin === undefined || sender.origin === 'null' ? null : originOf(sender.origin);
  if (topOrigin === null) return null;
  return {
    tab: tab.id,
    window: tab.windowId,
    frame: frameId,
    // An opaque frame (sandboxed, data:) only has a script because the document that made it may have one; it
    // counts as part of the page around it.
    origin: own ?? topOrigin,
    topOrigin,
    incognito: tab.incognito,
  };
}

/** The origin of an http(s) address, or null. */
export function originOf(address: string | undefined): string | null {
  const url = address === undefined ? null : URL.parse(address);
  return url !== null && /^https?:$/.test(url.protocol) ? url.origin : null;
}

/** Whether a sender is one of this extension's own pages. */
export function isOwnPage({ id, origin }: chrome.runtime.MessageSender): boolean {
  return id === chrome.runtime.id && origin === `chrome-extension://${chrome.runtime.id}`;
}
