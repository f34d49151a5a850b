import type {
  DeviceErrorCode,
  ParticipantAnswers,
  ParticipantMessage,
  ParticipantReply,
  ParticipantRequest,
} from '@assent/device/requests';

/** What went wrong, by code; the pages say it in words. */
export class AskError extends Error {
  readonly code: DeviceErrorCode;

  constructor(code: DeviceErrorCode) {
    super(code);
    this.name = 'AskError';
    this.code = code;
  }
}

/** Asks the background. Throws an {@link AskError} when it refuses. */
export async function ask<Type extends ParticipantRequest['type']>(
  request: Extract<ParticipantRequest, { type: Type }>,
): Promise<ParticipantAnswers[Type]> {
  const message: ParticipantMessage = { kind: 'participant-request', request };
  const reply: ParticipantReply<Type> | undefined = await chrome.runtime.sendMessage(message);
  if (reply === undefined) throw new AskError('storage');
  if (!reply.ok) throw new AskError(reply.code);
  return reply.answer;
}

/** What a code means, for people. */
export function explainError(error: unknown): string {
  return error instanceof AskError
    ? words[error.code]
    : 'Something did not work. Nothing was recorded or sent because of it.';
}

const words: Readonly<Record<DeviceErrorCode, string>> = {
  'collector-unreachable': 'The collector could not be reached. Check the address and your connection.',
  'collector-refused': 'The collector said no. Ask whoever invited you.',
  'bad-answer': 'The collector answered something that cannot be trusted, so nothing was done.',
  'wrong-code': 'The collector does not know this code. Check it and try again.',
  'not-joined': 'You have not joined a program in this browser.',
  'already-joined': 'You have already joined a program in this browser.',
  'no-permission': 'The browser was not allowed to look at these sites, so nothing is recorded.',
  'consent-first': 'The program has changed. Read the new version first; nothing was accepted.',
  'proposal-changed': 'The program does not ask for this any more, so nothing was accepted.',
  'rule-refused': 'This could not be added; your rules are as they were.',
  'not-listed': 'The program does not list this site any more.',
  'cannot-look': 'The page could not be looked at. It may have changed, or the browser does not allow it.',
  'not-in-ledger': 'The program’s public record does not hold what it should, so nothing was agreed to or recorded.',
  'ledger-diverged':
    'The program’s public record does not go on from the one this device has seen, so nothing was agreed to.',
  'not-allowed': 'This is more than the program or your settings allow, so nothing was changed.',
  'unknown-request': 'This page is older than the extension. Close it and open it again.',
  storage: 'This device’s storage did not answer. Nothing is recorded until it does.',
};
