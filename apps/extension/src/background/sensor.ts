import type { SensorControl } from '@assent/device';
import type { DeliverMessage, StopMessage } from '@assent/capture-web/protocol';
import { originOf } from './sender.ts';
import { inEach, inTabs, patternOf, withPatience } from './tabs.ts';

/** The page script's registration: the hard switch. A page of an origin that is not registered gets no script at all. */
const scriptFile = 'capture.js';
const scriptId = 'capture';

/** The page script, and where Chrome runs it. */
export const chromeSensor: SensorControl = {
  enabledOrigins,
  enableOnly,
  startInOpenDocuments: (origins) =>
    inTabs(origins, async (tabId) => {
      await chrome.scripting.executeScript({ target: { tabId, allFrames: true }, files: [scriptFile] });
    }),
  stop: async (origins) => {
    const stopped =
      origins === 'everywhere'
        ? // Nothing has to be looked up first.
          chrome.tabs.query({}).then((tabs) => inEach(tabs, stopIn))
        : inTabs(origins, stopIn);
    await withPatience(stopped);
  },
  stopTab: async (tab) => {
    // A tab without a script of ours captures nothing.
    await withPatience(stopIn(tab).catch(() => undefined));
  },
  collect: (origins) => withPatience(inTabs(origins, deliverFrom)),
  collectFromTab: async (tab) => {
    // A tab without a script of ours holds nothing.
    await withPatience(deliverFrom(tab).catch(() => undefined));
  },
  permittedAmong: async (origins) => {
    const checked = await Promise.all(
      origins.map(async (origin) =>
        (await chrome.permissions.contains({ origins: [patternOf(origin)] })) ? [origin] : [],
      ),
    );
    return new Set(checked.flat());
  },
  openTabs: async () => new Set((await chrome.tabs.query({})).flatMap(({ id }) => (id === undefined ? [] : [id]))),
  originOf: async (tab) => {
    // A tab that is gone shows nothing.
    const found = await chrome.tabs.get(tab).catch(() => null);
    return originOf(found?.url);
  },
};

async function enabledOrigins(): Promise<readonly string[]> {
  const [script] = await chrome.scripting.getRegisteredContentScripts({ ids: [scriptId] });
  return (script?.matches ?? []).map((pattern) => pattern.replace(/\/\*$/, ''));
}

async function enableOnly(origins: readonly string[]): Promise<void> {
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

/** Ends the page script in every frame of a tab. Rejects when there is none in it. */
async function stopIn(tab: number): Promise<void> {
  const message: StopMessage = { kind: 'stop' };
  await chrome.tabs.sendMessage(tab, message);
}

/** Has every frame of a tab hand over what it holds. Rejects when there is no page script in it. */
async function deliverFrom(tab: number): Promise<void> {
  const message: DeliverMessage = { kind: 'deliver' };
  await chrome.tabs.sendMessage(tab, message);
}
