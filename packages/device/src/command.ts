import type { DocumentLocation } from './ports.ts';
import type { CaptureAnswer } from './recording/documents.ts';
import type { ParticipantReply, ParticipantRequest } from './requests/protocol.ts';
import type { SnapshotAnswer } from './snapshots/take.ts';

/** Everything that can happen to a device. Foreign data in it is unparsed: the runtime parses it. */
export type Command =
  /** The runtime has begun, or something changed outside that the gate has to see: permissions, a new start. */
  | { readonly type: 'started' }
  /** About half a minute has passed. */
  | { readonly type: 'tick' }
  /** One of the participant's own pages asks. `request` is unparsed; that it comes from such a page is attested. */
  | { readonly type: 'participant-request'; readonly request: unknown }
  /** The participant pressed the resume notice's button. */
  | { readonly type: 'pause-extended' }
  /** A document's sensor came up and asks whether it may capture. */
  | { readonly type: 'document-opened'; readonly document: DocumentLocation }
  /** Events of a document, in order. */
  | { readonly type: 'events'; readonly document: DocumentLocation; readonly batch: unknown }
  /** A document cannot show its indicator any more; `seen` is when it last did. */
  | { readonly type: 'indicator-lost'; readonly document: DocumentLocation; readonly seen: unknown }
  /** A document has come to rest: a snapshot may be taken of it now. */
  | { readonly type: 'document-at-rest'; readonly document: DocumentLocation }
  /** A tab was opened out of another. */
  | { readonly type: 'tab-opened'; readonly tab: number; readonly opener: number }
  /** A tab came to the front. */
  | { readonly type: 'tab-switched'; readonly tab: number; readonly window: number }
  /** A tab is gone. */
  | { readonly type: 'tab-closed'; readonly tab: number; readonly window: number };

export type CommandType = Command['type'];
export type CommandOf<Type extends CommandType> = Extract<Command, { readonly type: Type }>;

/** What each command gives. Null: nothing to say, or it failed and that was reported. */
export interface CommandResults {
  readonly started: null;
  readonly tick: null;
  readonly 'participant-request': ParticipantReply<ParticipantRequest['type']>;
  readonly 'pause-extended': null;
  readonly 'document-opened': CaptureAnswer | null;
  /** Null: not stored, and so not acknowledged. The sensor keeps its events and sends them again. */
  readonly events: CaptureAnswer | null;
  readonly 'indicator-lost': CaptureAnswer | null;
  readonly 'document-at-rest': SnapshotAnswer | null;
  readonly 'tab-opened': null;
  readonly 'tab-switched': null;
  readonly 'tab-closed': null;
}
