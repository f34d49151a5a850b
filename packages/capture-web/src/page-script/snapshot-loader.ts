import type { EventKind } from '@assent/contracts';
import type { SnapshotReference } from '../protocol.ts';

/** What keeps snapshots of this page, as the page script knows it. */
export interface SnapshotKeeper {
  /** Whether snapshots are wanted. */
  allow(allowed: boolean): void;
  /** The snapshot from before an event of this kind, if it begins an action and there is one. */
  before(kind: EventKind): SnapshotReference | null;
  /** An event of this kind was reported. */
  after(kind: EventKind): void;
}

/** Makes a keeper that ends with the signal. */
type Make = (signal: AbortSignal) => SnapshotKeeper;

/** Where the page script leaves in the isolated world what a keeper is handed to. */
const loader = Symbol.for('assent.snapshots');
const world: typeof globalThis & { [loader]?: (make: Make) => void } = globalThis;

/** Has `load` called by the script that keeps snapshots. Only pages whose snapshots are wanted are given that script. */
export function acceptSnapshotKeeper(load: (make: Make) => void): void {
  world[loader] = load;
}

/** Hands a keeper to the page script. Does nothing where none runs, or where it is not the one to keep snapshots. */
export function loadSnapshotKeeper(make: Make): void {
  world[loader]?.(make);
}
