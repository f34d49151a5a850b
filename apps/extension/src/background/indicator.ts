/** What the toolbar shows. It is always shown: a browser that cannot show it is not recording (P2). */
export type Shown = 'on' | 'paused' | 'resting' | 'off';

const titles: Readonly<Record<Shown, string>> = {
  on: 'Assent: recording on the sites you agreed to',
  paused: 'Assent: paused',
  resting: 'Assent: resting, nothing is recorded. It goes on by itself.',
  off: 'Assent: not recording',
};
/** On the icon, and its colour. */
const badges: Readonly<Record<Shown, readonly [text: string, colour: string]>> = {
  on: ['', '#1f9d6b'],
  paused: ['❚❚', '#a06a00'],
  resting: ['REST', '#5b6670'],
  off: ['', '#1f9d6b'],
};
const sizes = [16, 32, 48] as const;

/** Shows a state in the toolbar. Returns whether that worked. */
export async function showInToolbar(shown: Shown): Promise<boolean> {
  try {
    const icon = shown === 'resting' ? 'off' : shown;
    await chrome.action.setIcon({ path: Object.fromEntries(sizes.map((size) => [size, `icon/${icon}-${size}.png`])) });
    await chrome.action.setTitle({ title: titles[shown] });
    const [text, color] = badges[shown];
    await chrome.action.setBadgeText({ text });
    await chrome.action.setBadgeBackgroundColor({ color });
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
