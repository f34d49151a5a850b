/** What the toolbar shows. It is always shown: a browser that cannot show it is not recording (P2). */
export type Shown = 'on' | 'paused' | 'off';

const titles: Readonly<Record<Shown, string>> = {
  on: 'Assent: recording on the sites you agreed to',
  paused: 'Assent: paused',
  off: 'Assent: not recording',
};
const sizes = [16, 32, 48] as const;

/** Shows a state in the toolbar. Returns whether that worked. */
export async function showInToolbar(shown: Shown): Promise<boolean> {
  try {
    await chrome.action.setIcon({ path: Object.fromEntries(sizes.map((size) => [size, `icon/${shown}-${size}.png`])) });
    await chrome.action.setTitle({ title: titles[shown] });
    await chrome.action.setBadgeText({ text: shown === 'paused' ? '❚❚' : '' });
    await chrome.action.setBadgeBackgroundColor({ color: shown === 'paused' ? '#a06a00' : '#1f9d6b' });
    return true;
  } catch {
    return false;
  }
}

/** Marks a tab that is being recorded right now. The browser takes the mark away when the tab goes elsewhere. */
export async function markTab(tab: number, on: boolean): Promise<void> {
  try {
    await chrome.action.setBadgeText({ tabId: tab, text: on ? 'REC' : '' });
  } catch {
    // The tab is gone, and nothing is recorded in it.
  }
}
