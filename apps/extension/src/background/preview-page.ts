import { fieldSchema } from '@assent/contracts';
import { contentFate, emptyTokens, nameChannel, previewAt, type Decisions, type PreviewPart } from '@assent/safeguards';
import type { Site } from '@assent/contracts';
import { z } from 'zod';
import type { ControlPreview, PagePreview } from '../panel-decisions.ts';
import type { Seen, SeenControl } from '@assent/capture-web/preview';
import type { Device } from './device.ts';
import { ExtensionError } from './errors.ts';
import { gateAt } from './gate.ts';
import { originOf } from './sender.ts';

/** Longest wait for a page, ms. */
const patience = 5000;

const seenSchema: z.ZodType<Seen> = z.object({
  path: z.string(),
  title: z.string(),
  controls: z.array(z.object({ role: z.string(), name: z.string(), field: fieldSchema })),
  more: z.boolean(),
});

type WithDevice = <Result>(task: (device: Device) => Promise<Result>) => Promise<Result>;

/** What may be looked at: the site, and what was decided about it. */
interface Leave {
  readonly site: Site;
  readonly decisions: Decisions;
  readonly paused: boolean;
  readonly isOpen: (origin: string) => boolean;
}

/**
 * “What would be kept here?” of a tab. Looks only where recording may be, or may be after a pause; everywhere else the
 * answer is “nothing”, and no script is run to find that out (P3). Nothing seen is stored or sent; a page that hangs
 * holds up nobody else. Throws an `ExtensionError`.
 */
export async function previewPage(withDevice: WithDevice, tab: number): Promise<PagePreview> {
  const { url, incognito } = await chrome.tabs.get(tab).catch(() => cannotLook());
  const origin = originOf(url);
  const leave = await withDevice(async (device) => leaveFor(device, origin, incognito));
  if ('state' in leave) return leave;
  const { documents, otherFrames } = await documentsOf(tab, leave);
  const seen = await lookAt(tab, documents);
  const top = seen[0];
  if (top === undefined) return cannotLook();
  return {
    ...previewOf(
      top,
      seen.flatMap(({ controls }) => controls),
      leave,
    ),
    otherFrames,
    more: seen.some(({ more }) => more),
  };
}

function leaveFor(device: Device, origin: string | null, incognito: boolean): Leave | PagePreview {
  const { facts, profile } = device;
  if (profile === null || profile.farewell !== null || facts.policy === null) {
    throw new ExtensionError('not-joined', 'nobody has joined here');
  }
  // As the gate would say without a pause: whoever pauses may look at what it would be like.
  const controls = { ...profile.controls, pause: null, clock: null };
  const gateOf = (each: string) => gateAt(facts, controls, { origin: each, incognito, markShown: true }, Date.now());
  const gate = gateOf(origin ?? '');
  // Deny by default: where nothing is ever recorded, nothing is looked at.
  if (gate.state !== 'recording') return { state: 'not-looked', origin, gate };
  return {
    site: gate.site,
    decisions: device.decisions,
    paused: device.gate(gate.site.origin).state === 'paused',
    isOpen: (each) => gateOf(each).state === 'recording',
  };
}

/** The tab's documents that recording would look at: the top one first, then frames of listed sites. */
async function documentsOf(
  tab: number,
  { site, isOpen }: Leave,
): Promise<{ readonly documents: readonly string[]; readonly otherFrames: number }> {
  const frames = await inTime(
    chrome.scripting.executeScript({ target: { tabId: tab, allFrames: true }, func: () => self.origin }),
  );
  const top = frames.find(({ frameId }) => frameId === 0);
  // The page has become another one meanwhile.
  if (top?.result !== site.origin) return cannotLook();
  const others = frames.filter(({ frameId }) => frameId !== 0);
  // A frame without an origin of its own counts as part of the page it lies in, as it does for recording.
  const listed = others.filter(({ result }) => result === 'null' || (result !== undefined && isOpen(result)));
  return {
    documents: [top, ...listed].map(({ documentId }) => documentId),
    otherFrames: others.length - listed.length,
  };
}

/** One look into each document. By document, not by tab: another one that has come meanwhile is not looked at. */
async function lookAt(tab: number, documents: readonly string[]): Promise<readonly Seen[]> {
  const looks = documents.map(async (document) => {
    const target = { tabId: tab, documentIds: [document] };
    const [found] = await inTime(chrome.scripting.executeScript({ target, files: ['look.js'] }));
    const parsed = seenSchema.safeParse(found?.result);
    return parsed.success ? parsed.data : cannotLook();
  });
  const [top, ...frames] = await Promise.allSettled(looks);
  // A frame that is gone by now is missing; without the page itself there is nothing to show.
  if (top?.status !== 'fulfilled') return cannotLook();
  return [top.value, ...frames.flatMap((frame) => (frame.status === 'fulfilled' ? [frame.value] : []))];
}

function previewOf(top: Seen, controls: readonly SeenControl[], { site, decisions, paused }: Leave) {
  // One table for the whole page, as for an episode: equal words get equal tokens. Forgotten with the answer.
  let tokens = emptyTokens();
  const parts = (channel: 'name' | 'text' | 'title' | 'path', text: string): readonly PreviewPart[] => {
    const done = previewAt(channel, text, { ...decisions, site, tokens });
    tokens = done.tokens;
    return done.parts;
  };
  const [title, path] = [parts('title', top.title), parts('path', top.path)];
  const groups = new Map<string, ControlPreview>();
  for (const control of controls) {
    const { role, name, field } = control;
    const entered = takesInput(control) ? contentFate(site, control, decisions) : null;
    const key = JSON.stringify([role, name, field]);
    const before = groups.get(key);
    const shown = before ?? { role, name: parts(nameChannel(role), name), entered, count: 0 };
    groups.set(key, { ...shown, count: shown.count + 1 });
  }
  return {
    state: 'seen' as const,
    site: site.name,
    origin: site.origin,
    paused,
    title,
    path,
    controls: [...groups.values()],
  };
}

function takesInput({ field }: SeenControl): boolean {
  return field.secret !== null || !['none', 'toggle', 'file'].includes(field.kind);
}

async function inTime<Value>(task: Promise<Value>): Promise<Value> {
  const late = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new ExtensionError('cannot-look', 'the page did not answer')), patience);
  });
  // The browser's own words about a page are nothing to show or keep.
  return Promise.race([task.catch(() => cannotLook()), late]);
}

function cannotLook(): never {
  throw new ExtensionError('cannot-look', 'the page could not be looked at');
}
