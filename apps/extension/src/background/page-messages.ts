import type { Event } from '@assent/contracts';
import type { PageMessage, Verdict } from '@assent/capture-web/protocol';
import { randomId } from '../random-id.ts';
import type { Device } from './device.ts';
import { mayTake } from './gate.ts';
import { markTab } from './indicator.ts';
import { loosenedAt } from './loosened.ts';
import { startPictures, stopInTab } from './scripts.ts';
import { allowed as snapshotsAllowed } from './snapshots/take.ts';
import type { PageSender } from './sender.ts';
import { recall, tabMoments, tabSet } from './session-memory.ts';

/**
 * Tabs whose page has taken the mark away, and when it was last seen: what happened in them later is not captured, until
 * they show another document.
 */
const unmarked = tabMoments('unmarked');
/** Tabs that a recorded document has been seen in. */
const seen = tabSet('seen');
const stop: Verdict = { kind: 'stop' };

/** Answers a page script. Whatever is not clearly allowed is told to stop (P2). */
export async function answerPage(device: Device, message: PageMessage, sender: PageSender): Promise<Verdict> {
  switch (message.kind) {
    case 'hello':
      return hello(device, sender);
    case 'events':
      return takeEvents(device, message, sender);
    case 'mark-lost':
      // Deny by default: a moment that is none is before everything.
      await unmarked.set(sender.tab, Number.isFinite(message.seen) ? message.seen : 0);
      await Promise.allSettled([stopInTab(sender.tab), markTab(sender.tab, false)]);
      return stop;
    default:
      message satisfies never;
      // Deny by default: a page script that sends an unknown message is told to stop (P2).
      return stop;
  }
}

async function hello(device: Device, sender: PageSender): Promise<Verdict> {
  // A new top document has shown its own mark before it said hello.
  if (sender.frame === 0) await unmarked.set(sender.tab, null);
  if (!(await isOpen(device, sender))) return stop;
  if (sender.frame === 0) await markTab(sender.tab, true);
  const inForce = device.inForce();
  if (inForce !== null && !(await seen.has(sender.tab))) {
    await seen.set(sender.tab, true);
    await device.recorder.tab('open', sender, inForce, Date.now());
  }
  // Whoever has gone by then needs none.
  if ((await snapshotsAllowed(device, sender, isOpen)) !== null) void startPictures(sender.tab).catch(() => null);
  // Lives and ends with the browser session, never on the disk: without it nobody can try passwords against a digest.
  return { kind: 'capture', upTo: -1, slotKey: await recall('slot-key', () => randomId('k')) };
}

async function takeEvents(device: Device, message: unknown, sender: PageSender): Promise<Verdict> {
  const inForce = device.inForce();
  const { profile, facts } = device;
  if (inForce === null || profile === null) return stop;
  const lastMarked = (await unmarked.get(sender.tab)) ?? Infinity;
  const { incognito } = sender;
  const since = await loosenedAt(Date.now());
  const halted = [sender.origin, sender.topOrigin].flatMap((origin) => device.halts.since(origin) ?? []);
  const may = ({ kind, t }: Event) => {
    // After the press that switched it off, which is still being written down.
    if (halted.some((moment) => t >= moment)) return false;
    // Done under stricter rules than those of now. Which document it is holds nothing anyone did.
    if (t < since && kind !== 'document') return false;
    // The frame's own origin counts, and the top's: its mark is what the participant sees.
    return [sender.origin, sender.topOrigin].every(
      (origin) => mayTake(facts, profile, { origin, incognito, markShown: t <= lastMarked }, t) !== null,
    );
  };
  const goesOn = await isOpen(device, sender);
  const upTo = await device.recorder.take(message, sender, inForce, may, { goesOn, now: Date.now() });
  return goesOn ? { kind: 'capture', upTo } : stop;
}

/** Whether a sender's page is recorded right now, its mark included. */
export async function isOpen(device: Device, sender: PageSender): Promise<boolean> {
  const page = { incognito: sender.incognito, markShown: (await unmarked.get(sender.tab)) === null };
  return [sender.origin, sender.topOrigin].every((origin) => device.gate(origin, page).state === 'recording');
}

/** A tab came to the front, or went. Told only of tabs that show, or showed, a recorded site. */
export async function tellTab(
  device: Device,
  operation: 'switch' | 'close',
  where: { readonly tab: number; readonly window: number; readonly origin: string | null },
  at = Date.now(),
): Promise<void> {
  const inForce = device.inForce();
  if (inForce === null || !(await seen.has(where.tab))) return;
  if (operation === 'close') await seen.set(where.tab, false);
  const { origin } = where;
  const open =
    device.profile?.open?.to === null &&
    (operation === 'close' || (origin !== null && device.gate(origin).state === 'recording'));
  if (open) await device.recorder.tab(operation, where, inForce, at);
}
