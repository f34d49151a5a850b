import type { Command, CommandResults, CommandType, DocumentLocation } from '@assent/device';
import type { PageMessage, SnapshotAnswer, SnapshotMessage, CaptureAnswer } from '@assent/capture-web/protocol';
import { isOwnPage, pageSender } from './sender.ts';

/** The kinds of message that a page script sends. */
const pageKinds = ['hello', 'events', 'indicator-lost', 'snapshot'] as const satisfies readonly (
  | PageMessage
  | SnapshotMessage
)['kind'][];

/** The command that a message means; null for one that is not of this version, or not from where it may come. */
export function commandOf(message: unknown, sender: chrome.runtime.MessageSender): Command | null {
  if (typeof message !== 'object' || message === null || !('kind' in message)) return null;
  if (message.kind === 'participant-request') {
    // Only this extension's own pages may ask; a page script has a tab of another origin.
    if (!isOwnPage(sender) || !('request' in message)) return null;
    return { type: 'participant-request', request: message.request };
  }
  const document = pageSender(sender);
  const kind = pageKinds.find((known) => known === message.kind);
  // Deny by default: an unknown message is not answered, and never taken for another.
  if (document === null || kind === undefined) return null;
  return ofPage(kind, message, document);
}

function ofPage(kind: (typeof pageKinds)[number], message: object, document: DocumentLocation): Command {
  switch (kind) {
    case 'hello':
      return { type: 'document-opened', document };
    case 'events':
      return { type: 'events', document, batch: message };
    case 'indicator-lost':
      return { type: 'indicator-lost', document, seen: 'seen' in message ? message.seen : null };
    case 'snapshot':
      return { type: 'document-at-rest', document };
    default:
      return kind satisfies never;
  }
}

/** A command's result as pages and page scripts expect it. Undefined is no answer: what was sent is sent again. */
export function replyOf(result: CommandResults[CommandType]): unknown {
  if (result === null) return undefined;
  if (!('kind' in result) || result.kind !== 'snapshot') return result satisfies object | CaptureAnswer;
  const { digest, width, height } = result.snapshot;
  return { kind: 'snapshot', shot: { shot: digest, width, height } } satisfies SnapshotAnswer;
}
