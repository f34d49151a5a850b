import type { SessionMemory } from '@assent/device';

/** What the browser holds in memory from its start to its end. It outlives the worker and is never on the disk. */
export const chromeSessionMemory: SessionMemory = {
  get: async (key) => (await chrome.storage.session.get(key))[key],
  set: (values) => chrome.storage.session.set(values),
  remove: (keys) => chrome.storage.session.remove([...keys]),
};
