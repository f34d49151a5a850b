import {
  chooseTier,
  consentReceipt,
  excludeOrigin,
  extend,
  includeOrigin,
  needsResumeNotice,
  pause,
  pausedUntil,
  pauseRestOfDay,
  resume,
  resumeNoticeShown,
} from '@assent/consent';
import { digestSchema, sessionIdSchema, toBase64, type ReasonCode } from '@assent/contracts';
import { explainReason } from '@assent/safeguards';
import type { LedgerLook } from '@assent/client';
import type { UploadResult } from '@assent/spool';
import type { PanelAnswers, PanelRequest, QueueStatus, Review, ReviewEpisode, Status } from '../panel.ts';
import { accept, allowMedia, change, decisions, lastStep, revoke, textPreview } from './decision-answers.ts';
import { deliver, eraseMarked } from './delivery.ts';
import type { Device } from './device.ts';
import { ExtensionError } from './errors.ts';
import { ledgerWarning, proofToKeep } from './ledger.ts';
import { join, lookUp, renew, renewalOf, withdrawalOf } from './membership.ts';
import type { Profile, StoredVault } from './profile.ts';
import { registeredOrigins, tellPictures } from './scripts.ts';
import { budgetFor } from './snapshots/budget.ts';
import { machineNow } from './snapshots/machine.ts';
import { pendingShots } from './snapshots/pending.ts';
import { picturePermission } from './snapshots/take.ts';
import { noVault, vaultStatus } from './vault.ts';

/** How the last upload went, while this worker lives. */
let lastUpload: UploadResult | null = null;

/** Notes how an upload went, for the pages to show. */
export function noteUpload(result: UploadResult | null): void {
  lastUpload = result;
}

/** Answers one of the participant's own pages. Throws an `ExtensionError` and whatever the parts throw. */
export async function answerPanel(
  device: Device,
  request: Exclude<PanelRequest, { ask: 'preview-page' }>,
): Promise<PanelAnswers[PanelRequest['ask']]> {
  switch (request.ask) {
    case 'status':
      return status(device);
    case 'look-up':
      return lookUp(request.collector);
    case 'join':
      return joinProgram(device, request);
    case 'renewal':
      return renewalOf(joinedProfile(device));
    case 'renew':
      return renewConsent(device, request);
    case 'withdraw':
      return withdraw(device);
    case 'pause':
      return controlled(device, (controls, now) =>
        pause(controls, { now, minutes: request.minutes, capMinutes: cap(device) }),
      );
    case 'extend':
      return controlled(device, (controls, now) =>
        extend(controls, { now, minutes: request.minutes, capMinutes: cap(device) }),
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
      await closeFinished(device);
      return review(device);
    case 'delete-step':
      await device.spool.deleteSteps([{ session: sessionIdSchema.parse(request.session), seq: request.seq }]);
      return review(device);
    case 'delete-episode':
      // What is still open may belong to it, and must go with it.
      await closePending(device);
      await device.spool.deleteEpisode({ session: sessionIdSchema.parse(request.session), episode: request.episode });
      return review(device);
    case 'delete-range':
      await closePending(device);
      await device.spool.deleteRange({ from: request.from, to: request.to });
      return review(device);
    case 'erase':
      await device.spool.markForErasure(request.segments.map((digest) => digestSchema.parse(digest)));
      await eraseMarked(device);
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
      return snapshot(device, request.shot);
    case 'pictures':
      return choosePictures(device, request.on);
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
      await closeFinished(device);
      return lastStep(device);
    case 'send-now':
      await closePending(device);
      noteUpload(await deliver(device, { skipWait: true }));
      return review(device);
    default:
      request satisfies never;
      // Deny by default: an unknown request sends nothing and changes nothing.
      throw new TypeError('a request of an unknown kind');
  }
}

/** From the next day key on; those that exist are as they are. */
async function keepVault(device: Device, vault: StoredVault): Promise<PanelAnswers['vault']> {
  await device.keep({ ...joinedProfile(device), vault });
  return vaultStatus(joinedProfile(device));
}

/** A waiting step's snapshot, as it will be sent. */
async function snapshot(device: Device, shot: string): Promise<PanelAnswers['snapshot']> {
  const bytes = await device.spool.readSnapshot(digestSchema.parse(shot));
  return { address: bytes === undefined ? null : `data:image/webp;base64,${toBase64(bytes)}` };
}

/** Pictures on or off, within what was consented to. Off is off at once. */
async function choosePictures(device: Device, on: boolean): Promise<Status> {
  if (!on) await pendingShots.clear();
  const changed = await controlled(device, (controls) =>
    chooseTier(controls, on ? 'steps-with-snapshots' : 'steps-only'),
  );
  await tellPictures(await registeredOrigins(), on);
  return changed;
}

type Control = (controls: Parameters<typeof resume>[0], now: number) => ReturnType<typeof resume>;

async function controlled(device: Device, change: Control): Promise<Status> {
  if (device.profile === null) throw new ExtensionError('not-joined', 'nobody has joined here');
  await device.control((controls) => change(controls, Date.now()));
  await device.sync();
  return status(device);
}

async function joinProgram(
  device: Device,
  request: Extract<PanelRequest, { ask: 'join' }>,
): Promise<PanelAnswers['join']> {
  if (device.profile !== null) throw new ExtensionError('already-joined', 'this browser has joined a program');
  return agree(device, null, await join(request, device.keys.signer, Date.now()));
}

async function renewConsent(
  device: Device,
  request: Extract<PanelRequest, { ask: 'renew' }>,
): Promise<PanelAnswers['renew']> {
  const now = Date.now();
  const { checkpoint: remembered } = await device.spool.ledger(now);
  return agree(
    device,
    remembered,
    await renew(joinedProfile(device), request, device.keys.signer, { now, remembered }),
  );
}

/** Keeps what was agreed to, and begins under it. */
async function agree(
  device: Device,
  remembered: string | null,
  { profile, leafIndex, look }: { readonly profile: Profile; readonly leafIndex: number; readonly look: LedgerLook },
): Promise<PanelAnswers['join']> {
  await device.spool.noteLook(look, remembered, Date.now());
  await device.keep(profile);
  await device.sync();
  const { policy, consent } = device.facts;
  if (policy === null || consent === null) throw new ExtensionError('bad-answer', 'what was agreed to does not hold');
  const proof = await proofToKeep(profile.address.collector, policy.policy.ledger.verifierKey, leafIndex);
  return { receipt: consentReceipt(consent, policy), leafIndex, proof };
}

/** Leaves: off at once and for good, whether or not the collector can be told now. */
async function withdraw(device: Device): Promise<Status> {
  const profile = joinedProfile(device);
  const farewell = await withdrawalOf(profile, device.keys.signer, Date.now());
  await device.keep({ ...profile, farewell });
  await device.sync();
  await device.spool.wipe();
  device.recorder.forget();
  await pendingShots.clear();
  return status(device);
}

function joinedProfile({ profile }: Device): Profile {
  if (profile === null) throw new ExtensionError('not-joined', 'nobody has joined here');
  return profile;
}

function cap(device: Device): number {
  return device.facts.policy?.policy.pause.capMinutes ?? 30;
}

/** Lets actions that are over come out, so that they can be seen. Whoever only looks ends nothing. */
async function closeFinished(device: Device): Promise<void> {
  const inForce = device.inForce();
  if (inForce !== null) await device.recorder.settle(inForce, Date.now());
}

/** Lets actions that are still open come to an end, so that they can be deleted or sent. */
async function closePending(device: Device): Promise<void> {
  const inForce = device.inForce();
  if (inForce !== null) await device.recorder.flush(inForce, Date.now());
}

async function status(device: Device): Promise<Status> {
  const now = Date.now();
  const { facts, profile } = device;
  const policy = facts.policy?.policy ?? null;
  const controls = profile?.controls ?? null;
  const until = pausedUntil(controls?.pause ?? null, now);
  const resumesSoon =
    controls !== null && until !== null && (needsResumeNotice(controls, now) || controls.pause?.noticeAt !== null);
  // Whoever looks at this has the notice on the screen.
  if (controls !== null && needsResumeNotice(controls, now)) await device.control((c) => resumeNoticeShown(c, now));
  return {
    now,
    program:
      policy === null || controls === null
        ? null
        : {
            title: policy.title,
            organisation: policy.organisation,
            tier: controls.tier,
            pauseCapMinutes: policy.pause.capMinutes,
            coolingOffSeconds: policy.review.coolingOffSeconds,
            changed: profile !== null && profile.next !== null,
            pictures: await pictures(device),
            picturesHeldBy: budgetFor(await machineNow(), policy.snapshots.maxPerMinute).heldBy,
          },
    pause: until === null ? null : { until, restOfDay: controls?.pause?.restOfDay ?? false, resumesSoon },
    sites: (policy?.sites ?? []).map(({ origin, name }) => ({
      origin,
      name,
      excluded: controls?.excludedOrigins.includes(origin) ?? false,
      state: device.gate(origin, {}, now),
    })),
    queue: await queue(device),
  };
}

async function pictures({ facts, profile }: Device): Promise<NonNullable<Status['program']>['pictures']> {
  const offered = (facts.policy?.policy.snapshots.maxPerMinute ?? 0) > 0;
  if (!offered || facts.consent?.consent.tier !== 'steps-with-snapshots') return 'not-agreed';
  if (profile?.controls.tier !== 'steps-with-snapshots') return 'off';
  return (await chrome.permissions.contains(picturePermission)) ? 'on' : 'not-permitted';
}

async function review(device: Device): Promise<Review> {
  const episodes: ReviewEpisode[] = [];
  const wait = (device.facts.policy?.policy.review.coolingOffSeconds ?? 0) * 1000;
  for (const { session, episode, from, to } of await device.spool.episodes()) {
    const { steps } = await device.spool.readEpisode({ session, episode });
    episodes.push({ session, episode, from, to, steps, sealsAt: to + wait });
  }
  const codes = new Set<ReasonCode>(
    episodes.flatMap(({ steps }) => steps.flatMap((step) => step.redactions.map(({ reason }) => reason))),
  );
  const reasons: Partial<Record<ReasonCode, string>> = {};
  for (const code of codes) reasons[code] = explainReason(code);
  const sent = (await device.spool.sealedParts()).map(({ ciphertext, from, to, steps, uploaded, erase }) => ({
    ciphertext,
    from,
    to,
    steps,
    uploaded,
    erasing: erase,
  }));
  return { episodes, sent, queue: await queue(device), reasons };
}

async function queue(device: Device): Promise<QueueStatus> {
  const [waiting, outcomes] = await Promise.all([device.spool.episodes(), device.spool.outcomes()]);
  const wait = (device.facts.policy?.policy.review.coolingOffSeconds ?? 0) * 1000;
  return {
    waitingSteps: waiting.reduce((sum, { steps }) => sum + steps, 0),
    sealedSegments: Math.max(0, outcomes.sealedSegments - outcomes.uploadedSegments),
    uploadedSegments: outcomes.uploadedSegments,
    deletedSteps: outcomes.deleted,
    droppedSteps: outcomes.dropped.full + outcomes.dropped.expired,
    nextSealAt: waiting.length === 0 ? null : Math.min(...waiting.map(({ to }) => to)) + wait,
    uploadProblem: problemOf(lastUpload),
    ledgerProblem: ledgerWarning(await device.spool.ledger(Date.now())),
  };
}

function problemOf(result: UploadResult | null): string | null {
  if (result === null || result.state === 'empty') return null;
  if (result.state === 'ledger-alarm') return 'Nothing is sent while the program’s public record does not add up.';
  if (result.state === 'daily-cap') return 'Today’s upload limit is reached; the rest follows tomorrow.';
  if (result.why === 'retry') return 'The collector could not be reached; it is tried again soon.';
  return 'The collector did not take a segment; it is kept and tried again.';
}
