import type { Site } from '@assent/contracts';
import { contentFate, emptyTokens, nameChannel, previewAt, type Decisions, type PreviewPart } from '@assent/safeguards';
import { DeviceError } from '../errors.ts';
import { gateAt } from '../gate/gate.ts';
import type { OpenDevice } from '../open-device.ts';
import type { SeenControl, SeenDocument } from '../ports.ts';
import type { Turns } from '../turns.ts';
import type { ControlPreview, PagePreview } from './decisions-protocol.ts';

/** What may be looked at: the site, and what was decided about it. */
interface Permission {
  readonly site: Site;
  readonly decisions: Decisions;
  readonly paused: boolean;
  readonly isOpen: (origin: string) => boolean;
}

/**
 * “What would be kept here?” of a tab. Looks only where recording may be, or may be after a pause; everywhere else the
 * answer is “nothing”, and nothing is run to find that out (P3). Nothing seen is stored or sent. Runs outside the queue:
 * a page that hangs holds up nothing else. Throws a `DeviceError`.
 */
export async function previewPage({ ports, inTurn }: Turns, tab: number): Promise<PagePreview> {
  const shown = (await ports.pages.shownIn(tab)) ?? cannotLook();
  const permission = await inTurn(async (device) => permissionFor(device, shown));
  if ('state' in permission) return permission;
  const { site, isOpen } = permission;
  const { documents, otherFrames } = (await ports.pages.look(tab, { origin: site.origin, isOpen })) ?? cannotLook();
  const top = documents[0] ?? cannotLook();
  const controls = documents.flatMap((document) => document.controls);
  return {
    ...previewOf(top, controls, permission),
    otherFrames,
    more: documents.some(({ more }) => more),
  };
}

function permissionFor(
  device: OpenDevice,
  { origin, incognito }: { readonly origin: string | null; readonly incognito: boolean },
): Permission | PagePreview {
  const { facts, profile } = device;
  if (profile === null || profile.pendingWithdrawal !== null || facts.policy === null) {
    throw new DeviceError('not-joined', 'nobody has joined here');
  }
  // As the gate would decide without a pause: during a pause one may look at what it would be like.
  const controls = { ...profile.controls, pause: null, clock: null };
  const gateOf = (each: string) =>
    gateAt(facts, controls, { origin: each, incognito, indicatorShown: true }, device.now());
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

function previewOf(
  top: SeenDocument,
  controls: readonly SeenControl[],
  { site, decisions, paused }: Permission,
): Omit<Extract<PagePreview, { state: 'seen' }>, 'otherFrames' | 'more'> {
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

function cannotLook(): never {
  throw new DeviceError('cannot-look', 'the page could not be looked at');
}
