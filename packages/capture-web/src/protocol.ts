import type { Event, EventOf, Instant } from '@assent/contracts';

/**
 * The messages between the page script and the background, and the ports that scripts in pages are given. Messages take
 * the browser's own way between a sensor's scripts: a page can neither read nor forge them.
 */

/** A page script came up and asks whether it may capture. Answered by a {@link CaptureAnswer}. */
interface HelloMessage {
  readonly kind: 'hello';
}

/** Events not yet acknowledged, in order. Sent again until acknowledged; the receiver drops what it knows. */
export interface EventsMessage {
  readonly kind: 'events';
  readonly source: string;
  readonly events: readonly Event[];
}

/** The indicator could not be shown, or is gone: this document captures nothing any more (P2). */
interface IndicatorLostMessage {
  readonly kind: 'indicator-lost';
  /** When it was last seen: what other documents of the tab saw after that is not taken. */
  readonly seen: Instant;
}

/** The page has come to rest: a snapshot of it may be taken now. Answered by a {@link SnapshotAnswer}. */
export interface SnapshotMessage {
  readonly kind: 'snapshot';
}

/** A snapshot as the background keeps it: digest of the image, and its size in image pixels. */
export type SnapshotReference = Pick<EventOf<'snapshot'>, 'shot' | 'width' | 'height'>;

/** Whether it was taken. Without a snapshot, `again` says after how many ms another try makes sense; null: not in this page. */
export type SnapshotAnswer =
  | { readonly kind: 'snapshot'; readonly shot: SnapshotReference }
  | { readonly kind: 'no-snapshot'; readonly again: number | null };

/** From page script to background. */
export type PageMessage = HelloMessage | EventsMessage | IndicatorLostMessage;

/**
 * The background's answer: go on (`upTo` is the highest sequence number safely stored), or remove every listener.
 * `slotKey`, in the answer to hello only, is what secrets are compared with.
 */
export type CaptureAnswer =
  | { readonly kind: 'capture'; readonly upTo: number; readonly slotKey?: string }
  | { readonly kind: 'stop' };

/** From background to page script: remove every listener now. */
export interface StopMessage {
  readonly kind: 'stop';
}

/** From background to page script: send what waits now. Answered once it has been taken in, or could not be. */
export interface DeliverMessage {
  readonly kind: 'deliver';
}

/** From background to page script: the participant has switched snapshots off. Where they are wanted a script of their own is run. */
export interface SnapshotsOffMessage {
  readonly kind: 'snapshots-off';
}

/** From background to page script. */
export type PageOrder = StopMessage | DeliverMessage | SnapshotsOffMessage;

/** How the page script reaches the background: the sensor that it is part of lends it this. */
export interface PagePort {
  /** Sends one message. Rejects, or gives nothing, where it could not be taken in. */
  readonly send: (message: PageMessage) => Promise<CaptureAnswer | null | undefined>;
  /** Calls `follow` with each order until the signal aborts. Where it gives a promise, the order is answered after it. */
  readonly onOrder: (follow: (order: PageOrder | null) => Promise<void> | undefined, signal: AbortSignal) => void;
  /** Whether this script still belongs to a living extension: once that was updated under it, no message is answered any more. */
  readonly alive: () => boolean;
}

/** Asks the background for a snapshot of the page as it is now. */
export type AskForSnapshot = (message: SnapshotMessage) => Promise<SnapshotAnswer | null | undefined>;

/** Gives the shadow tree of an element, closed ones too; null if it has none or the browser does not give it. */
export type ShadowRootOf = (element: HTMLElement) => ShadowRoot | null;

/** Largest number of events in one message. */
export const maxBatch = 50;
/** Longest time an event waits in the page, ms. */
export const maxDelay = 4000;
