import { chooseTier, excludeOrigin, extend, includeOrigin, pause, pauseRestOfDay, resume } from '@assent/consent';
import { digestSchema, sessionIdSchema, toBase64, type Instant, type ParticipantControls } from '@assent/contracts';
import { eraseMarked } from '../delivery/delivery.ts';
import { DeviceError } from '../errors.ts';
import { deliverNow } from '../delivery/deliver-now.ts';
import { syncCapture } from '../gate/sync-capture.ts';
import { joinProgram } from '../membership/join.ts';
import { lookUp } from '../membership/offer.ts';
import { joinedProfile, type StoredVault } from '../membership/profile.ts';
import { renewalOf, renewConsent } from '../membership/renew.ts';
import { noVault, vaultStatus } from '../membership/vault.ts';
import { withdraw } from '../membership/withdraw.ts';
import type { OpenDevice } from '../open-device.ts';
import { review } from '../review/review.ts';
import type { Turns } from '../turns.ts';
import { accept, allowMedia, change, decisions, lastStep, revoke, textPreview } from './decisions.ts';
import { previewPage } from './preview-page.ts';
import type { ParticipantAnswers, ParticipantRequest, Review, Status } from './protocol.ts';
import { status } from './status.ts';

type Answer = ParticipantAnswers[ParticipantRequest['type']];

/**
 * Answers one of the participant's own pages. What waits for the network or for a page runs outside the queue, with turns
 * for what it reads and writes; everything else is one turn. Throws a `DeviceError` and whatever the parts throw.
 */
export async function handleParticipantRequest(turns: Turns, request: ParticipantRequest): Promise<Answer> {
  if (request.type === 'look-up') return lookUp(turns.ports, request.collector);
  if (request.type === 'join') return joinProgram(turns, request);
  if (request.type === 'renew') return renewConsent(turns, request);
  if (request.type === 'preview-page') return previewPage(turns, request.tab);
  if (request.type === 'send-now') return sendNow(turns);
  if (request.type === 'erase') return eraseSegments(turns, request.segments);
  return turns.inTurn((device) => answerInTurn(device, request));
}

type InTurn = Exclude<
  ParticipantRequest,
  { type: 'look-up' | 'join' | 'renew' | 'preview-page' | 'send-now' | 'erase' }
>;

async function answerInTurn(device: OpenDevice, request: InTurn): Promise<Answer> {
  switch (request.type) {
    case 'status':
      return status(device);
    case 'renewal':
      return renewalOf(joinedProfile(device));
    case 'withdraw':
      await withdraw(device);
      return status(device);
    case 'pause':
      return controlled(device, (controls, now) =>
        pause(controls, { now, minutes: request.minutes, capMinutes: pauseCap(device) }),
      );
    case 'extend':
      return controlled(device, (controls, now) =>
        extend(controls, { now, minutes: request.minutes, capMinutes: pauseCap(device) }),
      );
    case 'pause-rest-of-day':
      return controlled(device, (controls, now) =>
        pauseRestOfDay(controls, { now, utcOffsetMinutes: request.utcOffsetMinutes }),
      );
    case 'resume':
      return controlled(device, resume);
    case 'exclude':
      return controlled(device, (controls) => excludeOrigin(controls, request.origin));
    case 'include':
      return controlled(device, (controls) => includeOrigin(controls, request.origin));
    case 'episodes':
      // Looking ends nothing: only what is over comes out.
      await device.closeFinishedSteps();
      return review(device);
    case 'delete-step':
      await device.spool.deleteSteps([{ session: sessionIdSchema.parse(request.session), seq: request.seq }]);
      return review(device);
    case 'delete-episode':
      // What is still open may belong to it, and must go with it.
      await device.closeSteps();
      await device.spool.deleteEpisode({ session: sessionIdSchema.parse(request.session), episode: request.episode });
      return review(device);
    case 'delete-range':
      await device.closeSteps();
      await device.spool.deleteRange({ from: request.from, to: request.to });
      return review(device);
    case 'vault':
      return vaultStatus(joinedProfile(device));
    case 'keep-vault': {
      const { how, recipient, reader, sealed } = request;
      return keepVault(device, { how, recipient, reader, sealed });
    }
    case 'drop-vault':
      return keepVault(device, await noVault());
    case 'snapshot':
      return snapshot(device, request.digest);
    case 'switch-snapshots':
      return switchSnapshots(device, request.on);
    case 'decisions':
      return decisions(device);
    case 'accept-proposal':
      return accept(device, request.proposal);
    case 'revoke-proposal':
      return revoke(device, request.proposal);
    case 'change-rules':
      return change(device, request.change);
    case 'allow-media':
      return allowMedia(device, request.kind, request.allowed);
    case 'preview-text':
      return textPreview(device, request);
    case 'last-step':
      await device.closeFinishedSteps();
      return lastStep(device);
    default:
      request satisfies never;
      // Deny by default: an unknown request sends nothing and changes nothing.
      throw new DeviceError('unknown-request', 'a request of an unknown kind');
  }
}

/** Sends everything that waits, whatever is left of its review window. */
async function sendNow(turns: Turns): Promise<Review> {
  await turns.inTurn((device) => device.closeSteps());
  await deliverNow(turns, { skipWait: true });
  return turns.inTurn(review);
}

/** Has sealed segments erased, those at the collector as soon as it confirms. */
async function eraseSegments(turns: Turns, segments: readonly string[]): Promise<Review> {
  const device = await turns.inTurn(async (opened) => {
    await opened.spool.markForErasure(segments.map((digest) => digestSchema.parse(digest)));
    return opened;
  });
  await turns.run.sending(() => eraseMarked(device));
  return turns.inTurn(review);
}

/** From the next day key on; those that exist stay as they are. */
async function keepVault(device: OpenDevice, vault: StoredVault): Promise<ParticipantAnswers['vault']> {
  await device.keep({ ...joinedProfile(device), vault });
  return vaultStatus(joinedProfile(device));
}

/** A waiting step's snapshot, as it will be sent. */
async function snapshot(device: OpenDevice, digest: string): Promise<ParticipantAnswers['snapshot']> {
  const bytes = await device.spool.readSnapshot(digestSchema.parse(digest));
  return { address: bytes === undefined ? null : `data:image/webp;base64,${toBase64(bytes)}` };
}

/** Snapshots on or off, within what was consented to. Off is off at once. */
async function switchSnapshots(device: OpenDevice, on: boolean): Promise<Status> {
  const { sensor, snapshots } = device.ports;
  if (!on) await device.pendingSnapshots.clear();
  const changed = await controlled(device, (controls) =>
    chooseTier(controls, on ? 'steps-with-snapshots' : 'steps-only'),
  );
  await snapshots.switch(await sensor.enabledOrigins(), on);
  return changed;
}

type Control = (controls: ParticipantControls, now: Instant) => ParticipantControls;

async function controlled(device: OpenDevice, change: Control): Promise<Status> {
  joinedProfile(device);
  await device.control((controls) => change(controls, device.now()));
  await syncCapture(device);
  return status(device);
}

/** The longest pause that the policy allows, minutes. */
export function pauseCap(device: OpenDevice): number {
  return device.facts.policy?.policy.pause.capMinutes ?? 30;
}
