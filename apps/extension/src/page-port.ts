import type { AskForSnapshot, PageOrder, PagePort, ShadowRootOf } from '@assent/capture-web/protocol';

/** The page scripts' ways out of the page, over the extension's own messages: no page can read or forge those. */
export const pagePort: PagePort = {
  send: (message) => chrome.runtime.sendMessage(message),
  alive: () => chrome.runtime?.id !== undefined,
  onOrder(follow, signal) {
    // Only the extension itself can send to its scripts.
    const onMessage = (order: PageOrder | null, _: unknown, respond: (answer: null) => void): boolean => {
      const followed = follow(order);
      void followed?.then(() => respond(null));
      return followed !== undefined;
    };
    chrome.runtime.onMessage.addListener(onMessage);
    signal.addEventListener('abort', () => {
      if (pagePort.alive()) chrome.runtime.onMessage.removeListener(onMessage);
    });
  },
};

/** Asks for a snapshot of the page. */
export const askForSnapshot: AskForSnapshot = (message) => chrome.runtime.sendMessage(message);

/** Enters closed shadow trees, which content scripts may. */
export const shadowRootOf: ShadowRootOf = (element) => chrome.dom?.openOrClosedShadowRoot(element) ?? null;
