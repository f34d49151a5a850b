import { collectFromTab } from './scripts.ts';

/** What was done in a tab comes before what happens in a tab that was opened out of it. */
export interface Openers {
  /** Resolves once the tab that `tab` was opened out of has handed over what it held. At once where there is none. */
  heard(tab: number): Promise<void>;
}

/**
 * Asks for it as soon as a tab is opened out of another: pages hold events back for a moment, and the press that
 * opened the tab would be told after it. Registers its listener before it returns.
 */
export function watchOpeners(): Openers {
  const asked = new Map<number, Promise<void>>();
  chrome.tabs.onCreated.addListener(({ id, openerTabId }) => {
    if (id === undefined || openerTabId === undefined) return;
    const answered = collectFromTab(openerTabId).finally(() => asked.delete(id));
    asked.set(id, answered);
  });
  return { heard: (tab) => asked.get(tab) ?? Promise.resolve() };
}
