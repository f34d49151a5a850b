import {
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
import { digestSchema, sessionIdSchema, type ReasonCode } from '@assent/contracts';
import { explainReason } from '@assent/safeguards';
import type { UploadResult } from '@assent/spool';
import type { PanelAnswers, PanelRequest, QueueStatus, Review, ReviewEpisode, Status } from '../panel.ts';
import { deliver, eraseMarked } from './delivery.ts';
import type { Device } from './device.ts';
import { ExtensionError } from './errors.ts';
import { join, lookUp, withdrawalOf } from './membership.ts';

/** How the last upload went, while this worker lives. */
let lastUpload: UploadResult | null = null;

/** Notes how an upload went, for the pages to show. */
export function noteUpload(result: UploadResult | null): void {
  lastUpload = result;
}

/** Answers one of the participant's own pages. Throws an `ExtensionError` and whatever the parts throw. */
export async function answerPanel(device: Device, request: PanelRequest): Promise<PanelAnswers[PanelRequest['ask']]> {
  switch (request.ask) {
    case 'status':
      return status(device);
    case 'look-up':
      return lookUp(request.collector);
    case 'join':
      return joinProgram(device, request);
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
    case 'send-now':
    default:
      await closePending(device);
      noteUpload(await deliver(device, { skipWait: true }));
      return review(device);
  }
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
  const { profile, leafIndex } = await join(request, device.keys.signer, Date.now());
  await device.keep(profile);
  await device.sync();
  const { policy, consent } = device.facts;
  if (policy === null || consent === null) throw new ExtensionError('bad-answer', 'what was agreed to does not hold');
  return { receipt: consentReceipt(consent, policy), leafIndex };
}

/** Leaves: off at once and for good, whether or not the collector can be told now. */
async function withdraw(device: Device): Promise<Status> {
  const { profile } = device;
  if (profile === null) throw new ExtensionError('not-joined', 'nobody has joined here');
  const farewell = await withdrawalOf(profile, device.keys.signer, Date.now());
  await device.keep({ ...profile, farewell });
  await device.sync();
  await device.spool.wipe();
  device.recorder.forget();
  return status(device);
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
  };
}

function problemOf(result: UploadResult | null): string | null {
  if (result === null || result.state === 'empty') return null;
  if (result.state === 'daily-cap') return 'Today’s upload limit is reached; the rest follows tomorrow.';
  if (result.why === 'retry') return 'The collector could not be reached; it is tried again soon.';
  return 'The collector did not take a segment; it is kept and tried again.';
}
