import type { Event } from '@assent/contracts';

/**
 * What the page script and the background say to each other. The isolated world's runtime messaging is the only way
 * between them: a page can neither read nor forge it.
 */

/** A page script came up and asks whether it may capture. Answered by a {@link Verdict}. */
interface HelloMessage {
  readonly kind: 'hello';
}

/** Events not yet acknowledged, in order. Sent again until acknowledged; the receiver drops what it knows. */
export interface EventsMessage {
  readonly kind: 'events';
  readonly source: string;
  readonly events: readonly Event[];
}

/** The visible mark could not be shown, or is gone: this document captures nothing any more (P2). */
interface MarkLostMessage {
  readonly kind: 'mark-lost';
}

/** From page script to background. */
export type PageMessage = HelloMessage | EventsMessage | MarkLostMessage;

/** The background's answer: go on (`upTo` is the highest sequence number safely stored), or remove every listener. */
export type Verdict = { readonly kind: 'capture'; readonly upTo: number } | { readonly kind: 'stop' };

/** From background to page script: remove every listener now. */
export interface StopMessage {
  readonly kind: 'stop';
}

/** From background to page script: send what waits now. Answered once it has been taken in, or could not be. */
export interface DeliverMessage {
  readonly kind: 'deliver';
}

/** Largest number of events in one message. */
export const maxBatch = 50;
/** Longest time an event waits in the page, ms. */
export const maxDelay = 2000;
