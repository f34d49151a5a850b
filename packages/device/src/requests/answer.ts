import { keepsMore } from '@assent/consent';
import { DeviceError, codeOf } from '../errors.ts';
import { stoppingAtOnce } from '../gate/stop-at-once.ts';
import type { Turns } from '../turns.ts';
import type { Upkeep } from '../upkeep.ts';
import { handleParticipantRequest } from './handle.ts';
import { participantRequestSchema, type ParticipantReply, type ParticipantRequest } from './protocol.ts';

/** Answers one of the participant's own pages, whatever it sends. What follows from the answer does not delay it. */
export async function answerParticipant(
  turns: Turns,
  upkeep: Upkeep,
  input: unknown,
): Promise<ParticipantReply<ParticipantRequest['type']>> {
  const pressedAt = turns.ports.clock.now();
  try {
    const request = parseRequest(input);
    try {
      // The pairing of request and answer is `handleParticipantRequest`'s own; the union does not carry it.
      const answer = (await answered(turns, request, pressedAt)) as never;
      return { ok: true, answer };
    } finally {
      follow(turns, upkeep, request);
    }
  } catch (error) {
    return { ok: false, code: codeOf(error) };
  }
}

function parseRequest(input: unknown): ParticipantRequest {
  const parsed = participantRequestSchema.safeParse(input);
  // Deny by default: a request that this version does not know is refused, never taken for another.
  if (!parsed.success) throw new DeviceError('unknown-request', 'not a request of this version');
  return parsed.data;
}

async function answered(turns: Turns, request: ParticipantRequest, pressedAt: number) {
  const { sensor } = turns.ports;
  // Reviewing, deleting and sending mean all of what was recorded: also what documents have not handed over yet.
  if (concernsTheQueue(request)) await sensor.collect(await sensor.enabledOrigins());
  return stoppingAtOnce(turns, request, pressedAt, () => handleParticipantRequest(turns, request));
}

function follow(turns: Turns, upkeep: Upkeep, request: ParticipantRequest): void {
  turns.own('close-steps', () => upkeep.closeStepsIfOff());
  if (request.type === 'status') upkeep.watchPolicySometimes();
  if (request.type === 'send-now') upkeep.afterDelivery();
  if (request.type.startsWith('delete-')) upkeep.afterDeletion();
}

function concernsTheQueue(request: ParticipantRequest): boolean {
  const { type } = request;
  // What was done before more is kept comes in, and is closed, before it is.
  if (type === 'accept-proposal' || (type === 'change-rules' && keepsMore(request.change))) return true;
  return type === 'episodes' || type === 'send-now' || type.startsWith('delete-');
}
