/** The page script's registration: the hard switch. A page of an origin that is not registered gets no script at all. */
const scriptFile = 'capture.js';
const scriptId = 'capture';

/** Makes the browser run the page script in these origins and no others, from the next document on. */
export async function registerFor(origins: readonly string[]): Promise<void> {
  const registered = await chrome.scripting.getRegisteredContentScripts({ ids: [scriptId] });
  if (origins.length === 0) {
    if (registered.length > 0) await chrome.scripting.unregisterContentScripts({ ids: [scriptId] });
    return;
  }
  const script: chrome.scripting.RegisteredContentScript = {
    id: scriptId,
    js: [scriptFile],
    matches: origins.map((origin) => `${origin}/*`),
    allFrames: true,
    matchOriginAsFallback: true,
    runAt: 'document_start',
    // After a browser start nothing runs before the gate has been asked again.
    persistAcrossSessions: false,
  };
  if (registered.length > 0) await chrome.scripting.updateContentScripts([script]);
  else await chrome.scripting.registerContentScripts([script]);
}

/** Runs the page script in open tabs of these origins, so that nobody has to reload a page. */
export async function startInOpenTabs(origins: readonly string[]): Promise<void> {
  if (origins.length === 0) return;
  const tabs = await chrome.tabs.query({ url: origins.map((origin) => `${origin}/*`) });
  await Promise.allSettled(
    tabs.map(async ({ id, incognito }) => {
      if (id === undefined || incognito) return;
      await chrome.scripting.executeScript({ target: { tabId: id, allFrames: true }, files: [scriptFile] });
    }),
  );
}

/** Ends the page script in every frame of every tab, or of one; resolves when each has said so, or is not there. */
export async function stopInTabs(tab?: number): Promise<void> {
  const ids = tab === undefined ? (await chrome.tabs.query({})).map(({ id }) => id) : [tab];
  await Promise.allSettled(
    ids.map(async (id) => {
      // A tab without our script rejects: there is nothing to stop in it.
      if (id !== undefined) await chrome.tabs.sendMessage(id, { kind: 'stop' });
    }),
  );
}
