import type { DeliverMessage, PicturesMessage } from '@assent/capture-web/protocol';

/** The page script's registration: the hard switch. A page of an origin that is not registered gets no script at all. */
const scriptFile = 'capture.js';
const scriptId = 'capture';
/** What a page needs besides to keep pictures of itself: loaded only where they are wanted. */
const pictureFile = 'pictures.js';

/** The origins whose pages get the script now. */
export async function registeredOrigins(): Promise<readonly string[]> {
  const [script] = await chrome.scripting.getRegisteredContentScripts({ ids: [scriptId] });
  return (script?.matches ?? []).map((pattern) => pattern.replace(/\/\*$/, ''));
}

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
    matches: origins.map(patternOf),
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
  await inTabs(origins, async (tabId) => {
    await chrome.scripting.executeScript({ target: { tabId, allFrames: true }, files: [scriptFile] });
  });
}

/**
 * Ends the page script in every frame of the tabs of these origins. Resolves when each has said so or is not there, or
 * when patience is over: a page that hangs hears of it before it can look at anything more.
 */
export async function stopInTabs(origins: readonly string[]): Promise<void> {
  await orImpatient(inTabs(origins, stopInTab));
}

/** The same in every tab there is: nothing has to be looked up first. */
export async function stopEverywhere(): Promise<void> {
  await orImpatient(chrome.tabs.query({}).then((tabs) => inEach(tabs, stopInTab)));
}

/** Ends the page script in every frame of a tab. Rejects when there is none in it. */
export async function stopInTab(tab: number): Promise<void> {
  await chrome.tabs.sendMessage(tab, { kind: 'stop' });
}

/** Tells the pages of these origins that pictures were switched on or off. They are asked for again or not at all. */
export async function tellPictures(origins: readonly string[], on: boolean): Promise<void> {
  const off: PicturesMessage = { kind: 'pictures-off' };
  await inTabs(origins, async (tab) => {
    await (on ? startPictures(tab) : chrome.tabs.sendMessage(tab, off));
  });
}

/** Has the page in a tab keep pictures, if the page script runs in it. Rejects when it is gone. */
export async function startPictures(tabId: number): Promise<void> {
  await chrome.scripting.executeScript({ target: { tabId }, files: [pictureFile], injectImmediately: true });
}

/** Longest wait for pages to answer, ms. A page that hangs must not keep the participant waiting. */
const patience = 1500;

/**
 * Has the pages of these origins send what they hold. Resolves when they have been answered, or when patience is over.
 * Must not run where events are taken in one after the other: it waits for just that.
 */
export async function collectFromTabs(origins: readonly string[]): Promise<void> {
  await orImpatient(inTabs(origins, handOver));
}

/** The same of one tab, whatever it shows. */
export async function collectFromTab(tab: number): Promise<void> {
  // One without a script of ours holds nothing.
  await orImpatient(handOver(tab).catch(() => undefined));
}

async function handOver(tab: number): Promise<void> {
  const message: DeliverMessage = { kind: 'deliver' };
  await chrome.tabs.sendMessage(tab, message);
}

async function orImpatient(answered: Promise<void>): Promise<void> {
  await Promise.race([answered, new Promise((resolve) => setTimeout(resolve, patience))]);
}

async function inTabs(origins: readonly string[], act: (tab: number) => Promise<void>): Promise<void> {
  if (origins.length === 0) return;
  await inEach(await chrome.tabs.query({ url: origins.map(patternOf) }), act);
}

async function inEach(tabs: readonly chrome.tabs.Tab[], act: (tab: number) => Promise<void>): Promise<void> {
  // A tab that is gone by now, or has no script of ours, rejects: there is nothing to do in it.
  await Promise.allSettled(tabs.map(async ({ id }) => (id === undefined ? undefined : act(id))));
}

function patternOf(origin: string): string {
  return `${origin}/*`;
}
