import type { EventKind } from '@assent/contracts';
import type { Shot } from '../protocol.ts';

/** Whatever keeps pictures of this page, as the page script knows it. */
export interface PictureKeeper {
  /** Whether pictures are wanted. */
  allow(allowed: boolean): void;
  /** The picture from before an event of this kind, if it begins an action and there is one. */
  before(kind: EventKind): Shot | null;
  /** An event of this kind was told. */
  after(kind: EventKind): void;
}

/** Makes a keeper that ends with the signal. */
type Make = (signal: AbortSignal) => PictureKeeper;

/** Where the isolated world keeps the way from the script for pictures to the page script. */
const door = Symbol.for('assent.pictures');
const world: typeof globalThis & { [door]?: (make: Make) => void } = globalThis;

/** Lets the script for pictures in, which only pages are given that pictures are wanted of. */
export function openPictureDoor(enter: (make: Make) => void): void {
  world[door] = enter;
}

/** Goes in, if a page script runs here that is the one to keep pictures. */
export function enterPictureDoor(make: Make): void {
  world[door]?.(make);
}
