import type { Instant, ParticipantControls, Pause } from '@assent/contracts';
import { ConsentError } from './errors.ts';

/** How long the notice is shown before recording begins again, ms. Long enough to read it and press "extend". */
export const resumeNoticeMs = 10_000;

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** How long one press may pause: from one minute up to the policy's cap. */
export interface PauseRequest {
  readonly now: Instant;
  readonly minutes: number;
  /** `policy.pause.capMinutes`. */
  readonly capMinutes: number;
}

/**
 * Pauses. Pressing again while paused never shortens the pause. Throws a `ConsentError` (`pause-out-of-range`)
 * unless `minutes` is a whole number from 1 to the cap.
 */
export function pause(controls: ParticipantControls, request: PauseRequest): ParticipantControls {
  const until = startOf(controls, request.now) + checkedMinutes(request) * minuteMs;
  return withPause(controls, request.now, until, false);
}

/** Adds up to the cap to what is left of the running pause; any number of times. Pauses if there is none. */
export function extend(controls: ParticipantControls, request: PauseRequest): ParticipantControls {
  const from = Math.max(startOf(controls, request.now), controls.pause?.until ?? 0);
  return withPause(controls, request.now, from + checkedMinutes(request) * minuteMs, false);
}

/** Pauses until the participant's next midnight. `utcOffsetMinutes` is positive east of Greenwich. No cap applies. */
export function pauseRestOfDay(
  controls: ParticipantControls,
  request: { readonly now: Instant; readonly utcOffsetMinutes: number },
): ParticipantControls {
  const offset = request.utcOffsetMinutes * minuteMs;
  const now = startOf(controls, request.now);
  const nextMidnight = (Math.floor((now + offset) / dayMs) + 1) * dayMs - offset;
  return withPause(controls, request.now, nextMidnight, true);
}

/** Ends the pause. Only the participant does this, so no notice has to come first. */
export function resume(controls: ParticipantControls): ParticipantControls {
  return { ...controls, pause: null };
}

/**
 * Whether the notice "recording begins again in a moment" has to be shown now. It is due shortly before the pause
 * would end; until it has been shown, the pause does not end.
 */
export function needsResumeNotice({ pause }: ParticipantControls, now: Instant): boolean {
  return isNoticeDue(pause, now);
}

function isNoticeDue(pause: Pause | null, now: Instant): pause is Pause {
  return pause !== null && pause.noticeAt === null && now >= pause.until - resumeNoticeMs;
}

/** Notes that the notice is on the screen. */
export function resumeNoticeShown(controls: ParticipantControls, now: Instant): ParticipantControls {
  const { pause } = controls;
  return isNoticeDue(pause, now) ? { ...controls, pause: { ...pause, noticeAt: now } } : controls;
}

/** Until when the participant is paused, or null. They stay paused after `until` as long as the notice has not been shown long enough. */
export function pausedUntil(pause: Pause | null, now: Instant): Instant | null {
  if (pause === null) return null;
  const noticeEnds = (pause.noticeAt ?? Math.max(now, pause.until - resumeNoticeMs)) + resumeNoticeMs;
  const end = Math.max(pause.until, noticeEnds);
  return now < end ? end : null;
}

function withPause(
  controls: ParticipantControls,
  now: Instant,
  until: Instant,
  restOfDay: boolean,
): ParticipantControls {
  const running = pausedUntil(controls.pause, now) === null ? null : controls.pause;
  return {
    ...controls,
    pause: {
      startedAt: running?.startedAt ?? now,
      until: Math.max(until, running?.until ?? until),
      restOfDay: restOfDay || (running?.restOfDay ?? false),
      noticeAt: null,
    },
  };
}

/** Pressed while the clock is set back, a pause counts from the time it really is. */
function startOf(controls: ParticipantControls, now: Instant): Instant {
  return Math.max(now, controls.clock?.now ?? 0);
}

function checkedMinutes({ minutes, capMinutes }: PauseRequest): number {
  if (!Number.isInteger(minutes) || minutes < 1 || minutes > capMinutes) {
    throw new ConsentError('pause-out-of-range', `a pause lasts from 1 to ${capMinutes} minutes at a time`);
  }
  return minutes;
}
