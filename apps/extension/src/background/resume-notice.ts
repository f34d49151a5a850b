const noticeId = 'resume';

/** Says that recording is about to begin again, with a way to extend the pause. Returns whether it is on the screen. */
export async function announceResume(): Promise<boolean> {
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
    return false;
  }
}

/** Calls back when the notice's button is pressed. Must be called as the worker starts. */
export function onExtendFromNotice(extend: () => void): void {
  chrome.notifications.onButtonClicked.addListener((id) => {
    if (id !== noticeId) return;
    void chrome.notifications.clear(noticeId);
    extend();
  });
}
