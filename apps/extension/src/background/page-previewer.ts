import { fieldSchema } from '@assent/contracts';
import type { PagePreviewer } from '@assent/device';
import { z } from 'zod';
import type { DocumentPreview } from '@assent/capture-web/preview';
import { originOf } from './sender.ts';

/** Longest wait for a page, ms. */
const patience = 5000;

const seenSchema: z.ZodType<DocumentPreview> = z.object({
  path: z.string(),
  title: z.string(),
  controls: z.array(z.object({ role: z.string(), name: z.string(), field: fieldSchema })),
  more: z.boolean(),
});

/** Looks once into a tab's documents. */
export const chromePreviewer: PagePreviewer = {
  async shownIn(tab) {
    const shown = await chrome.tabs.get(tab).catch(() => null);
    return shown === null ? null : { origin: originOf(shown.url), incognito: shown.incognito };
  },
  async look(tab, allowed) {
    const found = await documentsOf(tab, allowed);
    if (found === null) return null;
    const [top, ...frames] = await Promise.all(found.documents.map((document) => seenIn(tab, document)));
    // Without the page itself there is nothing to show; a frame that is gone by now is missing.
    if (top === undefined || top === null) return null;
    return { documents: [top, ...frames.filter((frame) => frame !== null)], otherFrames: found.otherFrames };
  },
};

/** The tab's documents that would be recorded: the top one first, then frames of listed sites. */
async function documentsOf(
  tab: number,
  { origin, isOpen }: Parameters<PagePreviewer['look']>[1],
): Promise<{ readonly documents: readonly string[]; readonly otherFrames: number } | null> {
  const frames = await inTime(
    chrome.scripting.executeScript({ target: { tabId: tab, allFrames: true }, func: () => self.origin }),
  );
  const top = frames?.find(({ frameId }) => frameId === 0);
  // The page has become another one meanwhile.
  if (frames === null || top?.result !== origin) return null;
  const others = frames.filter(({ frameId }) => frameId !== 0);
  // A frame without an origin of its own counts as part of the page around it, as it does for recording.
  const listed = others.filter(({ result }) => result === 'null' || (result !== undefined && isOpen(result)));
  return {
    documents: [top, ...listed].map(({ documentId }) => documentId),
    otherFrames: others.length - listed.length,
  };
}

/** Reads one document. By document, not by tab: another one that has come meanwhile is not read. */
async function seenIn(tab: number, document: string): Promise<DocumentPreview | null> {
  const target = { tabId: tab, documentIds: [document] };
  const results = await inTime(chrome.scripting.executeScript({ target, files: ['preview-document.js'] }));
  const parsed = seenSchema.safeParse(results?.[0]?.result);
  return parsed.success ? parsed.data : null;
}

/** What a page answers; null where it does not, or not in time. The browser's own words about it are not kept. */
async function inTime<Value>(task: Promise<Value>): Promise<Value | null> {
  const late = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), patience);
  });
  return Promise.race([task.catch(() => null), late]);
}
