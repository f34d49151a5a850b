import type { Indicator, IndicatorState } from '@assent/device';

const titles: Readonly<Record<IndicatorState, string>> = {
  on: 'Assent: recording on the sites you agreed to',
  paused: 'Assent: paused',
  resting: 'Assent: resting, nothing is recorded. It goes on by itself.',
  off: 'Assent: not recording',
};
/** On the icon, and its colour. */
const badges: Readonly<Record<IndicatorState, readonly [text: string, colour: string]>> = {
  on: ['', '#1f9d6b'],
  paused: ['❚❚', '#a06a00'],
  resting: ['REST', '#5b6670'],
  off: ['', '#1f9d6b'],
};
const sizes = [16, 32, 48] as const;
const noticeId = 'resume';

/** The toolbar's icon, title and badge, and the notice before a pause ends. */
export const toolbarIndicator: Indicator = {
  async show(state) {
    try {
      const icon = state === 'resting' ? 'off' : state;
      const path = Object.fromEntries(sizes.map((size) => [size, `icon/${icon}-${size}.png`]));
      await chrome.action.setIcon({ path });
      await chrome.action.setTitle({ title: titles[state] });
      const [text, color] = badges[state];
      await chrome.action.setBadgeText({ text });
      await chrome.action.setBadgeBackgroundColor({ color });
      return true;
    } catch {
      // The runtime is given the failure as the answer: without an indicator nothing is captured (P2).
      return false;
    }
  },
  async showInTab(tab, recording) {
    try {
      // The browser takes it away by itself when the tab goes elsewhere.
      await chrome.action.setBadgeText({ tabId: tab, text: recording ? 'REC' : '' });
    } catch {
      // The tab is gone, and nothing is recorded in it.
    }
  },
  async announceResume() {
    try {
      await chrome.action.setBadgeText({ text: '10s' });
      await chrome.notifications.create(noticeId, {
        type: 'basic',
        iconUrl: chrome.runtime.getURL('icon/paused-128.png'),
        title: 'Recording begins again in a moment',
        message: 'Your pause is ending. Extend it if you need longer.',
        buttons: [{ title: 'Extend the pause' }],
        requireInteraction: true,
        priority: 2,
      });
      return true;
    } catch {
      // The runtime is given the failure as the answer: without the notice the pause continues (P2).
      return false;
    }
  },
};

/** Calls back when the notice's button is pressed. Must be called as the worker starts. */
export function onExtendFromNotice(extend: () => void): void {
  chrome.notifications.onButtonClicked.addListener((id) => {
    if (id !== noticeId) return;
    void chrome.notifications.clear(noticeId);
    extend();
  });
}
