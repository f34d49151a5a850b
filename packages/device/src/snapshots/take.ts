import type { Digest, Site } from '@assent/contracts';
import { mediaOn } from '@assent/safeguards';
import type { OpenDevice } from '../open-device.ts';
import type { DocumentLocation } from '../ports.ts';
import type { InForce } from '../recording/redact-steps.ts';
import type { Turns } from '../turns.ts';
import { waitBefore } from './allowance.ts';
import { snapshotsAllowed } from './allowed.ts';
import { budgetFor } from './budget.ts';
import { askMachine, machineNow } from './machine.ts';
import { noteTaken, takenLately } from './pending.ts';
import type { SnapshotTerms } from './snapshot.ts';

/**
 * What became of a request for a snapshot. Without one, `again` says after how many ms another try makes sense; null: not
 * in this document.
 */
export type SnapshotAnswer =
  | {
      readonly kind: 'snapshot';
      readonly snapshot: { readonly digest: Digest; readonly width: number; readonly height: number };
    }
  | { readonly kind: 'no-snapshot'; readonly again: number | null };

const never: SnapshotAnswer = { kind: 'no-snapshot', again: null };
/** The machine cannot afford one: that may have passed when more has been done. */
const held: SnapshotAnswer = { kind: 'no-snapshot', again: 30_000 };
/** Not this one; the next may be. */
const another: SnapshotAnswer = { kind: 'no-snapshot', again: 1500 };

/**
 * Takes a snapshot of a document that has come to rest. The gate is asked before and after; nothing else waits meanwhile,
 * so that a pause is never held up.
 */
export async function takeSnapshot(turns: Turns, document: DocumentLocation): Promise<SnapshotAnswer> {
  const { run } = turns;
  if (run.takingSnapshot) return another;
  run.takingSnapshot = true;
  try {
    return await takeAlone(turns, document);
  } finally {
    run.takingSnapshot = false;
  }
}

async function takeAlone(turns: Turns, document: DocumentLocation): Promise<SnapshotAnswer> {
  const { session, clock, machine, snapshots } = turns.ports;
  const terms = await turns.inTurn((device) => termsFor(device, document));
  if ('kind' in terms) return terms;
  // Asked outside the queue: a document that hangs must not hold up a pause.
  const facts = await askMachine({ session, clock, machine }, document.tab);
  if (budgetFor(facts, 1).maxPerMinute === 0) return held;
  const taken = await snapshots.take(document, terms, () => noteTaken(session, clock.now()));
  if (taken === 'unsuitable') return never;
  if (taken === 'not-now') return another;
  return turns.inTurn(async (device) => {
    // P2: what has been paused or excluded meanwhile is not kept.
    const site = await snapshotsAllowed(device, document);
    const inForce = device.inForce();
    if (site === null || inForce === null) return never;
    // Nor is one that shows what stays no longer. Kept in this turn: a later change of mind finds it and clears it.
    const stays = mediaOn(site, inForce.decisions ?? {});
    if (!taken.kept.every(({ kind }) => stays.has(kind))) return another;
    await device.pendingSnapshots.put(taken.digest, taken);
    const { digest, width, height } = taken;
    return { kind: 'snapshot', snapshot: { digest, width, height } };
  });
}

async function termsFor(device: OpenDevice, document: DocumentLocation): Promise<SnapshotTerms | SnapshotAnswer> {
  const site = await snapshotsAllowed(device, document);
  const inForce = device.inForce();
  if (site === null || inForce === null) return never;
  const now = device.now();
  const { session } = device.ports;
  const { maxPerMinute: most } = budgetFor(await machineNow(session, now), inForce.policy.snapshots.maxPerMinute);
  if (most === 0) return held;
  const again = waitBefore(await takenLately(session, now), now, most);
  return again === 0 ? termsOf(site, inForce) : { kind: 'no-snapshot', again };
}

/** What a snapshot of a site is taken under. No small grey one of a site that the participant keeps strict. */
export function termsOf(site: Site, { policy, decisions = {} }: Pick<InForce, 'policy' | 'decisions'>): SnapshotTerms {
  const strict = decisions.participant?.strictOrigins.includes(site.origin) === true;
  return { site, decisions, small: policy.snapshots.fallback === 'small-grey' && !strict };
}
