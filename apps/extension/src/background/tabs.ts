/** Longest wait for pages to answer, ms. A page that hangs must not keep the participant waiting. */
const patience = 1500;

/** Waits for pages to have answered, but not for ever: one that hangs gets the message before it can do anything more. */
export async function withPatience(answered: Promise<void>): Promise<void> {
  await Promise.race([answered, new Promise((resolve) => setTimeout(resolve, patience))]);
}

/** Does something in each tab of these origins. */
export async function inTabs(origins: readonly string[], act: (tab: number) => Promise<void>): Promise<void> {
  if (origins.length === 0) return;
  await inEach(await chrome.tabs.query({ url: origins.map(patternOf) }), act);
}

export async function inEach(tabs: readonly chrome.tabs.Tab[], act: (tab: number) => Promise<void>): Promise<void> {
  // A tab that is gone by now, or has no script of ours, rejects: there is nothing to do in it.
  await Promise.allSettled(tabs.map(async ({ id }) => (id === undefined ? undefined : act(id))));
}

/** All addresses of an origin. */
export function patternOf(origin: string): string {
  return `${origin}/*`;
}
