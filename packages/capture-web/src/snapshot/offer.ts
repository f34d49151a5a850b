import type { ShadowRootOf } from '../protocol.ts';
import { openClosedTreesWith } from '../targets/shadow.ts';
import { snapshotSession, type SnapshotSession } from './session.ts';

export type { DoubtReason } from './doubt.ts';
export type { Answer, Care, Ready, SnapshotSession } from './session.ts';

/** Where the isolated world keeps the session for the background to call. */
declare global {
  var assentSnapshots: SnapshotSession | undefined;
}

/** Lays the session out for the background. Nothing runs, and nothing listens, until it calls. */
export function offerSnapshots(closedRootOf: ShadowRootOf): void {
  openClosedTreesWith(closedRootOf);
  globalThis.assentSnapshots ??= snapshotSession();
}
