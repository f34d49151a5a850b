import { digestSchema, type Site } from '@assent/contracts';
import { mediaOn } from '@assent/safeguards';
import type { SnapshotAnswer } from '@assent/capture-web/protocol';
import type { DoubtReason } from '@assent/capture-web/snapshot-script';
import type { Answer, Care, Ready, SnapshotSession } from '@assent/capture-web/snapshot-script';
import type { Device } from '../device.ts';
import type { InForce } from '../kept-steps.ts';
import type { PageSender } from '../sender.ts';
import { waitBefore } from './allowance.ts';
import { budgetFor } from './budget.ts';
import { develop, type Developed, type Terms } from '@assent/capture-web/develop';
import { askMachine, machineNow } from './machine.ts';
import { noteTaken, pendingShots, takenLately } from './pending.ts';

/** The permission that a picture of a tab needs; a site's own is not enough for the browser. */
export const picturePermission = { origins: ['<all_urls>'] };

/** Runs a task with the device, in its turn. */
export type WithDevice = <Result>(task: (device: Device) => Promise<Result>) => Promise<Result>;

const never: SnapshotAnswer = { kind: 'no-snapshot', again: null };
/** The machine cannot afford one: that may have passed when more has been done. */
const held: SnapshotAnswer = { kind: 'no-snapshot', again: 30_000 };
/** After a picture that came to nothing, ms. */
const retryAfter = 1500;
/** Not this one; the next may be. */
const another: SnapshotAnswer = { kind: 'no-snapshot', again: retryAfter };
/** Longest from measuring to the second look, ms: whoever takes longer sees another page. */
const maxTime = 5000;

let busy = false;

/**
 * Takes a snapshot of a tab whose page says that it has come to rest. The gate is asked before and after; nothing else
 * waits meanwhile, so that a pause is never held up.
 */
export async function takeSnapshot(
  withDevice: WithDevice,
  sender: PageSender,
  isOpen: IsOpen,
): Promise<SnapshotAnswer> {
  if (busy) return { kind: 'no-snapshot', again: retryAfter };
  busy = true;
  try {
    const terms = await withDevice((device) => permitted(device, sender, isOpen));
    if (!('site' in terms)) return terms;
    // Asked here, not in the device's turn: a page that hangs must not hold up a pause.
    if (budgetFor(await askMachine(sender.tab), 1).maxPerMinute === 0) return held;
    const developed = await photograph(sender, terms);
    if ('kind' in developed) return developed;
    // P2: what has been paused or taken out meanwhile is not kept.
    const still = await withDevice(async (device) => {
      const site = await allowed(device, sender, isOpen);
      const inForce = device.inForce();
      if (site === null || inForce === null) return null;
      // So is a picture of what stays no longer. Kept in this turn: whoever takes a yes back later finds it.
      const stays = mediaOn(site, inForce.decisions ?? {});
      if (!developed.kept.every(({ kind }) => stays.has(kind))) return false;
      await pendingShots.put(developed.digest, developed);
      return true;
    });
    if (still === null) return never;
    if (!still) return another;
    const { digest, width, height } = developed;
    return { kind: 'snapshot', shot: { shot: digestSchema.parse(digest), width, height } };
  } finally {
    busy = false;
  }
}

/** Whether a sender's page is recorded right now. */
export type IsOpen = (device: Device, sender: PageSender) => Promise<boolean>;

/** Whether snapshots may be taken of this page at all: consent, policy, permission. Null: no. */
export async function allowed(device: Device, sender: PageSender, isOpen: IsOpen): Promise<Site | null> {
  // Only the page that carries the mark is photographed; frames in it are covered.
  if (sender.frame !== 0 || sender.incognito || !(await isOpen(device, sender))) return null;
  const state = device.gate(sender.topOrigin, { incognito: sender.incognito });
  const most = device.inForce()?.policy.snapshots.maxPerMinute ?? 0;
  if (state.state !== 'recording' || !state.snapshots || most === 0) return null;
  return (await chrome.permissions.contains(picturePermission)) ? state.site : null;
}

async function permitted(device: Device, sender: PageSender, isOpen: IsOpen): Promise<Terms | SnapshotAnswer> {
  const site = await allowed(device, sender, isOpen);
  const inForce = device.inForce();
  if (site === null || inForce === null) return never;
  const now = Date.now();
  const { maxPerMinute: most } = budgetFor(await machineNow(), inForce.policy.snapshots.maxPerMinute);
  if (most === 0) return held;
  const again = waitBefore(await takenLately(now), now, most);
  return again === 0 ? termsOf(site, inForce) : { kind: 'no-snapshot', again };
}

/** What a picture of a site is taken under. Whoever keeps a site strict gives no small grey pictures of it. */
export function termsOf(site: Site, { policy, decisions = {} }: Pick<InForce, 'policy' | 'decisions'>): Terms {
  const strict = decisions.participant?.strictOrigins.includes(site.origin) === true;
  return { site, decisions, small: policy.snapshots.fallback === 'small-grey' && !strict };
}

/** The picture between two looks at the page. */
async function photograph(sender: PageSender, terms: Terms): Promise<Developed | SnapshotAnswer> {
  const startedAt = performance.now();
  if (!(await isInFront(sender))) return noSnapshot('hidden');
  let before = await inPage(sender, 'begin', 'words');
  if ((before.why === 'too-much' || before.why === 'slow') && terms.small)
    before = await inPage(sender, 'begin', 'coarse');
  if (before.why !== null) return noSnapshot(before.why);
  let picture: Blob;
  try {
    await noteTaken(Date.now());
    picture = await pictureOf(sender.window);
  } catch {
    await inPage(sender, 'end');
    return noSnapshot('hidden');
  }
  const after = await inPage(sender, 'end');
  if (after.why !== null) return noSnapshot(after.why);
  // Another document answered, another tab is in front, or it took too long: the picture may show anything (P2).
  const late = performance.now() - startedAt > maxTime;
  if (late || before.document !== after.document || !(await isInFront(sender))) return noSnapshot('moving');
  return (await develop(picture, before.value, terms)) ?? noSnapshot('unsure');
}

function noSnapshot(why: DoubtReason): SnapshotAnswer {
  return { kind: 'no-snapshot', again: why === 'too-much' ? null : retryAfter };
}

async function isInFront({ tab, window, topOrigin }: PageSender): Promise<boolean> {
  const [front] = await chrome.tabs.query({ active: true, windowId: window });
  if (front?.id !== tab || front.incognito || URL.parse(front.url ?? '')?.origin !== topOrigin) return false;
  return (await chrome.windows.get(window)).state !== 'minimized';
}

async function pictureOf(window: number): Promise<Blob> {
  // Lossless: a lossy picture smears what is covered into what is not.
  const address = await chrome.tabs.captureVisibleTab(window, { format: 'png' });
  return (await fetch(address)).blob();
}

/** What the page's session gave back, and which document it was; `why` says what was in the way. */
type InPage = { readonly why: null; readonly value: Ready; readonly document: string } | { readonly why: DoubtReason };

/** Calls one half of the page's session; lays the script into the page first if it is not there. */
async function inPage(sender: PageSender, half: keyof SnapshotSession, care: Care = 'words'): Promise<InPage> {
  const target = { tabId: sender.tab, frameIds: [0] };
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

async function callSession(half: keyof SnapshotSession, care: Care): Promise<Answer | undefined> {
  return globalThis.assentSnapshots?.[half](care);
}
