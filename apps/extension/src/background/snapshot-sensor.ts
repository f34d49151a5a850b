import { develop } from '@assent/capture-web/develop';
import type { SnapshotsOffMessage } from '@assent/capture-web/protocol';
import type {
  SessionAnswer,
  MeasuringDetail,
  DoubtReason,
  MeasuredPage,
  SnapshotSession,
} from '@assent/capture-web/snapshot-script';
import type { DocumentLocation, SnapshotSensor, SnapshotTerms, TakenSnapshot } from '@assent/device';
import { inTabs, withPatience } from './tabs.ts';

/** The permission that a snapshot of a tab needs; a site's own is not enough for the browser. */
const permission = { origins: ['<all_urls>'] };
/** What a page needs besides to ask for snapshots: loaded only where they are wanted. */
const loaderFile = 'snapshot-loader.js';
/** Longest from the first to the second measurement, ms: after that the page may be another. */
const maxTime = 5000;

/** Snapshots of the tab in front, masked before anything is kept. */
export const chromeSnapshots: SnapshotSensor = {
  permitted: () => chrome.permissions.contains(permission),
  startInTab: async (tab) => {
    // A tab that is gone by now needs none.
    await withPatience(load(tab).catch(() => undefined));
  },
  switch: async (origins, on) => {
    const off: SnapshotsOffMessage = { kind: 'snapshots-off' };
    await withPatience(inTabs(origins, async (tab) => (on ? load(tab) : chrome.tabs.sendMessage(tab, off))));
  },
  take,
};

/** Has the page in a tab ask for snapshots, if the page script runs in it. Rejects when it is gone. */
async function load(tabId: number): Promise<void> {
  await chrome.scripting.executeScript({ target: { tabId }, files: [loaderFile], injectImmediately: true });
}

/** The snapshot between two measurements of the page. */
async function take(
  document: DocumentLocation,
  terms: SnapshotTerms,
  beforeTaking: () => Promise<void>,
): Promise<TakenSnapshot | 'not-now' | 'unsuitable'> {
  const startedAt = performance.now();
  if (!(await isInFront(document))) return none('hidden');
  let before = await inPage(document, 'begin', 'words');
  if ((before.why === 'too-much' || before.why === 'slow') && terms.small)
    before = await inPage(document, 'begin', 'coarse');
  if (before.why !== null) return none(before.why);
  let image: Blob;
  try {
    await beforeTaking();
    image = await imageOf(document.window);
  } catch {
    // The browser refused: another tab is in front, or it was asked too often.
    await inPage(document, 'end');
    return none('hidden');
  }
  const after = await inPage(document, 'end');
  if (after.why !== null) return none(after.why);
  // Another document answered, another tab is in front, or it took too long: the image may show anything (P2).
  const late = performance.now() - startedAt > maxTime;
  if (late || before.document !== after.document || !(await isInFront(document))) return none('moving');
  return (await develop(image, before.value, terms)) ?? none('unsure');
}

function none(why: DoubtReason): 'not-now' | 'unsuitable' {
  return why === 'too-much' ? 'unsuitable' : 'not-now';
}

async function isInFront({ tab, window, topOrigin }: DocumentLocation): Promise<boolean> {
  const [front] = await chrome.tabs.query({ active: true, windowId: window });
  if (front?.id !== tab || front.incognito || URL.parse(front.url ?? '')?.origin !== topOrigin) return false;
  return (await chrome.windows.get(window)).state !== 'minimized';
}

async function imageOf(window: number): Promise<Blob> {
  // Lossless: a lossy image smears what is covered into what is not.
  const address = await chrome.tabs.captureVisibleTab(window, { format: 'png' });
  return (await fetch(address)).blob();
}

/** What the page's session gave back, and which document it was; `why` says what was in the way. */
type InPage =
  | { readonly why: null; readonly value: MeasuredPage; readonly document: string }
  | { readonly why: DoubtReason };

/** Calls one half of the page's session; loads the script into the page first if it is not there. */
async function inPage(
  location: DocumentLocation,
  half: keyof SnapshotSession,
  care: MeasuringDetail = 'words',
): Promise<InPage> {
  const target = { tabId: location.tab, frameIds: [0] };
  try {
    const [there] = await chrome.scripting.executeScript({ target, func: hasSession });
    if (there?.result !== true) await chrome.scripting.executeScript({ target, files: ['snapshot.js'] });
    const [answer] = await chrome.scripting.executeScript({ target, func: callSession, args: [half, care] });
    if (answer?.result === undefined) return { why: 'unsure' };
    return answer.result.ok
      ? { why: null, value: answer.result.value, document: answer.documentId }
      : { why: answer.result.why };
  } catch {
    // The tab is gone, or shows something else by now.
    return { why: 'hidden' };
  }
}

// The two functions below run in the page's isolated world and can use nothing of this module.
function hasSession(): boolean {
  return globalThis.assentSnapshots !== undefined;
}

async function callSession(half: keyof SnapshotSession, care: MeasuringDetail): Promise<SessionAnswer | undefined> {
  return globalThis.assentSnapshots?.[half](care);
}
