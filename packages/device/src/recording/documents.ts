import type { Event, Instant } from '@assent/contracts';
import { mayTake } from '../gate/gate.ts';
import type { OpenDevice } from '../open-device.ts';
import type { DocumentLocation } from '../ports.ts';
import { randomId, recall } from '../session-memory.ts';
import { snapshotsAllowed } from '../snapshots/allowed.ts';
import type { Turns } from '../turns.ts';
import { isRecorded } from './is-recorded.ts';
import { rulesRelaxedAt } from './rules-relaxed-at.ts';

/**
 * The answer to a document's sensor: go on (`upTo` is the highest sequence number safely stored), or end here. `slotKey`,
 * in the answer to a document that was opened, is what secrets are compared with.
 */
export type CaptureAnswer =
  | { readonly kind: 'capture'; readonly upTo: number; readonly slotKey?: string }
  | { readonly kind: 'stop' };

const stop: CaptureAnswer = { kind: 'stop' };

/** A document's sensor asks whether it may capture. What is not clearly allowed is stopped (P2). */
export async function openDocument(
  turns: Turns,
  device: OpenDevice,
  document: DocumentLocation,
): Promise<CaptureAnswer> {
  const { indicator, session, snapshots } = device.ports;
  const isTop = document.frame === 0;
  // A new top document has shown its own indicator before it asks.
  if (isTop) await device.unindicated.set(document.tab, null);
  if (!(await isRecorded(device, document))) return stop;
  if (isTop) await indicator.showInTab(document.tab, true);
  const inForce = device.inForce();
  if (inForce !== null && !(await device.recordedTabs.has(document.tab))) {
    await device.recordedTabs.set(document.tab, true);
    await device.recorder.tab('open', document, inForce, device.now());
  }
  if ((await snapshotsAllowed(device, document)) !== null) {
    // Not awaited in this turn: a document that hangs must not hold up a pause.
    turns.own('start-snapshots', () => snapshots.startInTab(document.tab));
  }
  // Lives as long as the session and is never on the disk: without it no password can be tried against a digest.
  return { kind: 'capture', upTo: -1, slotKey: await recall(session, 'slot-key', () => randomId('k')) };
}

/** Takes a document's events in. Throws where they could not be stored: then they were not acknowledged. */
export async function takeEvents(
  device: OpenDevice,
  batch: unknown,
  document: DocumentLocation,
): Promise<CaptureAnswer> {
  const inForce = device.inForce();
  const { profile, facts } = device;
  if (inForce === null || profile === null) return stop;
  const now = device.now();
  const lastIndicated = (await device.unindicated.get(document.tab)) ?? Infinity;
  const { incognito, origin: own, topOrigin } = document;
  const relaxedAt = await rulesRelaxedAt(device.ports.session, now);
  const stops = [own, topOrigin].flatMap((origin) => device.run.stops.since(origin) ?? []);
  const may = ({ kind, t }: Event) => {
    // After the press that switched it off, which is still being written down.
    if (stops.some((moment) => t >= moment)) return false;
    // Done under stricter rules than those of now. Which document it is holds nothing anyone did.
    if (t < relaxedAt && kind !== 'document') return false;
    // The frame's own origin counts, and the top's: its indicator is what the participant sees.
    return [own, topOrigin].every(
      (origin) => mayTake(facts, profile, { origin, incognito, indicatorShown: t <= lastIndicated }, t) !== null,
    );
  };
  const continues = await isRecorded(device, document);
  const upTo = await device.recorder.take(batch, document, inForce, may, { continues, now });
  return continues ? { kind: 'capture', upTo } : stop;
}

/** A document's indicator could not be shown, or is gone since `seen`: its tab captures nothing any more (P2). */
export async function loseIndicator(
  device: OpenDevice,
  document: DocumentLocation,
  seen: unknown,
): Promise<CaptureAnswer> {
  const { sensor, indicator } = device.ports;
  // Deny by default: a moment that is none is before everything.
  const lastSeen: Instant = typeof seen === 'number' && Number.isFinite(seen) ? seen : 0;
  await device.unindicated.set(document.tab, lastSeen);
  await Promise.all([sensor.stopTab(document.tab), indicator.showInTab(document.tab, false)]);
  return stop;
}

/** A tab came to the front, or went. Recorded only of tabs that show, or showed, a recorded site. */
export async function recordTab(
  device: OpenDevice,
  operation: 'switch' | 'close',
  where: { readonly tab: number; readonly window: number; readonly origin: string | null },
  at: Instant,
): Promise<void> {
  const inForce = device.inForce();
  if (inForce === null || !(await device.recordedTabs.has(where.tab))) return;
  if (operation === 'close') await device.recordedTabs.set(where.tab, false);
  const { origin } = where;
  const open =
    device.profile?.open?.to === null &&
    (operation === 'close' || (origin !== null && device.gate(origin).state === 'recording'));
  if (open) await device.recorder.tab(operation, where, inForce, at);
}
