import { snapshotSession, type SnapshotSession } from './session.ts';

/** Where the isolated world keeps the session for the background to call. */
declare global {
  var assentSnapshots: SnapshotSession | undefined;
}

/** Lays the session out for the background. Nothing runs, and nothing listens, until it calls. */
export function offerSnapshots(): void {
  globalThis.assentSnapshots ??= snapshotSession();
}
