import type { ExtensionBrowser } from './launch.ts';

/** A snapshot that waits for a step. */
export interface PendingShot {
  readonly digest: string;
  readonly image: Uint8Array<ArrayBuffer>;
}

/** The snapshots that wait for a step, newest last, out of the browser's memory. */
export async function pendingShots(browser: ExtensionBrowser): Promise<readonly PendingShot[]> {
  const [worker] = browser.context.serviceWorkers();
  if (worker === undefined) return [];
  const stored = await worker.evaluate(async () => chrome.storage.session.get(null));
  const index = (stored['snapshots'] ?? []) as readonly { readonly digest: string }[];
  return index.map(({ digest }) => {
    const { base64 } = stored[`snapshot/${digest}`] as { readonly base64: string };
    return { digest, image: Uint8Array.from(Buffer.from(base64, 'base64')) };
  });
}

/** Counts from now on how often pages ask for a snapshot, by overhearing them. */
export async function requestsForPictures(browser: ExtensionBrowser): Promise<() => Promise<number>> {
  const panel = await browser.openPopup();
  await panel.evaluate(() => {
    Object.assign(globalThis, { asked: 0 });
    chrome.runtime.onMessage.addListener((message) => {
      if (message.kind === 'snapshot') Reflect.set(globalThis, 'asked', Number(Reflect.get(globalThis, 'asked')) + 1);
    });
  });
  return () => panel.evaluate(() => Number(Reflect.get(globalThis, 'asked')));
}
