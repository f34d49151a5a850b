import type { ClockReading, Instant, ParticipantControls, Pause } from '@assent/contracts';

/** How far wall time may drift from steady time, or go back between two readings, before it counts as set: ms. */
export const clockToleranceMs = 2000;

/** Whether wall time has gone back behind the last reading, by more than the tolerance. */
export function clockWentBack(controls: ParticipantControls, now: Instant): boolean {
  return controls.clock !== null && now < controls.clock.now - clockToleranceMs;
}

/**
 * Takes a clock reading in. Call it regularly, at every start, and before `decide`; keep the result.
 *
 * A pause is owed in time that really passed. Within a run wall time is checked against steady time: where the wall
 * clock was set forward, the pause is moved by as much, so that it never ends early; where it was set back, time goes
 * on as steady time says and the gate stays shut until the wall clock is right again or the participant calls
 * `acceptClock`. On machines whose steady time stops during sleep, sleep looks like a clock set forward; the pause is then
 * longer, never shorter. After a restart only wall time is left, so any resume notice has to be shown again.
 */
export function observeClock(controls: ParticipantControls, reading: ClockReading): ParticipantControls {
  const last = controls.clock;
  if (last === null) return { ...controls, clock: reading };
  const sameRun = last.run === reading.run;
  // A new run has nothing to compare steady time with; it begins no earlier than the run before it was last seen.
  const expected = sameRun ? offset(last) : Math.max(offset(reading), last.now - reading.uptime);
  const jumped = offset(reading) - expected;
  const needsNotice = !sameRun || clockWentBack(controls, reading.now);
  const pause = movedBy(controls.pause, last.now, Math.max(0, Math.ceil(jumped)));
  return {
    ...controls,
    pause: needsNotice ? withoutNotice(pause) : pause,
    clock: steadyReading(reading, Math.max(expected, offset(reading))),
  };
}

/**
 * The participant says that the clock is right now, after it had been set back. A running pause keeps what was still
 * owed of it at the last good reading.
 */
export function acceptClock(controls: ParticipantControls, reading: ClockReading): ParticipantControls {
  const last = controls.clock;
  if (last === null || controls.pause === null) return { ...controls, clock: reading };
  const until = controls.pause.until + Math.max(0, reading.now - last.now);
  return { ...controls, clock: reading, pause: { ...controls.pause, until, noticeAt: null } };
}

function withoutNotice(pause: Pause | null): Pause | null {
  return pause === null ? null : { ...pause, noticeAt: null };
}

/** Small steps (slewing, rounding) move the pause too, but do not call for a new notice. */
function movedBy(pause: Pause | null, lastNow: Instant, jumped: number): Pause | null {
  if (pause === null) return null;
  // A pause that was over before the jump is owed nothing more.
  const until = pause.until > lastNow ? pause.until + jumped : pause.until;
  return { ...pause, until, noticeAt: jumped > clockToleranceMs ? null : pause.noticeAt };
}

function offset(reading: ClockReading): number {
  return reading.now - reading.uptime;
}

/** The reading as the greatest offset seen has it. The offset itself is kept exactly, so that rounding cannot add up. */
function steadyReading({ uptime, run }: ClockReading, offset: number): ClockReading {
  const now = Math.ceil(offset + uptime);
  return { now, uptime: now - offset, run };
}
