import { needsResumeNotice, pausedUntil, resumeNoticeShown } from '@assent/consent';
import type { OpenDevice } from '../open-device.ts';
import { queueStatus } from '../review/review.ts';
import { budgetFor } from '../snapshots/budget.ts';
import { machineNow } from '../snapshots/machine.ts';
import type { Status } from './protocol.ts';

/** Everything the popup shows. A resume notice that is due counts as shown by it. */
export async function status(device: OpenDevice): Promise<Status> {
  const now = device.now();
  const { facts, profile } = device;
  const policy = facts.policy?.policy ?? null;
  const controls = profile?.controls ?? null;
  const until = pausedUntil(controls?.pause ?? null, now);
  const resumesSoon =
    controls !== null && until !== null && (needsResumeNotice(controls, now) || controls.pause?.noticeAt !== null);
  // The participant who looks at this has the notice on the screen.
  if (controls !== null && needsResumeNotice(controls, now)) await device.control((c) => resumeNoticeShown(c, now));
  return {
    now,
    program: await programStatus(device),
    pause: until === null ? null : { until, restOfDay: controls?.pause?.restOfDay ?? false, resumesSoon },
    sites: (policy?.sites ?? []).map(({ origin, name }) => ({
      origin,
      name,
      excluded: controls?.excludedOrigins.includes(origin) ?? false,
      state: device.gate(origin, {}, now),
    })),
    queue: await queueStatus(device),
  };
}

async function programStatus(device: OpenDevice): Promise<Status['program']> {
  const { profile } = device;
  const policy = device.facts.policy?.policy;
  if (policy === undefined || profile === null) return null;
  const machine = await machineNow(device.ports.session, device.now());
  return {
    title: policy.title,
    organisation: policy.organisation,
    tier: profile.controls.tier,
    pauseCapMinutes: policy.pause.capMinutes,
    coolingOffSeconds: policy.review.coolingOffSeconds,
    changed: profile.next !== null,
    snapshots: await snapshotStatus(device),
    snapshotsHeldBy: budgetFor(machine, policy.snapshots.maxPerMinute).heldBy,
  };
}

async function snapshotStatus({
  facts,
  profile,
  ports,
}: OpenDevice): Promise<NonNullable<Status['program']>['snapshots']> {
  const offered = (facts.policy?.policy.snapshots.maxPerMinute ?? 0) > 0;
  if (!offered || facts.consent?.consent.tier !== 'steps-with-snapshots') return 'not-agreed';
  if (profile?.controls.tier !== 'steps-with-snapshots') return 'off';
  return (await ports.snapshots.permitted()) ? 'on' : 'not-permitted';
}
