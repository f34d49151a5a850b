import { parseAs, participantControlsSchema, type ParticipantControls } from '@assent/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptClock, clockToleranceMs, clockWentBack, observeClock } from './clock.ts';
import { initialControls, parseControls } from './controls.ts';
import { ConsentError } from './errors.ts';
import {
  extend,
  needsResumeNotice,
  pause,
  pausedUntil,
  pauseRestOfDay,
  resume,
  resumeNoticeMs,
  resumeNoticeShown,
} from './pause.ts';

const start = 1_790_000_000_000;
const minute = 60_000;
const fresh = initialControls('steps-only');
const paused = (controls: ParticipantControls, now: number) => pausedUntil(controls.pause, now) !== null;

describe('pause', () => {
  it('pauses for the minutes asked for', () => {
    const controls = pause(fresh, { now: start, minutes: 30, capMinutes: 30 });
    expect(pausedUntil(controls.pause, start)).toBe(start + 30 * minute);
  });

  it.each([0, -1, 31, 1.5, Number.NaN])('refuses to pause for %s minutes under a cap of 30', (minutes) => {
    expect(() => pause(fresh, { now: start, minutes, capMinutes: 30 })).toThrow(ConsentError);
  });

  it('says how long a pause may be where it refuses one', () => {
    expect(() => pause(fresh, { now: start, minutes: 31, capMinutes: 30 })).toThrow(
      expect.objectContaining({
        code: 'pause-out-of-range',
        message: 'a pause lasts from 1 to 30 minutes at a time',
      }),
    );
  });

  it.each([1, 30])('pauses for %s minutes, the bounds of a cap of 30', (minutes) => {
    expect(pause(fresh, { now: start, minutes, capMinutes: 30 }).pause).toEqual({
      startedAt: start,
      until: start + minutes * minute,
      restOfDay: false,
      noticeAt: null,
    });
  });

  it('keeps its beginning and the longer end when it is pressed again', () => {
    const first = pause(fresh, { now: start, minutes: 10, capMinutes: 30 });
    expect(pause(first, { now: start + minute, minutes: 5, capMinutes: 30 }).pause).toEqual(first.pause);
    expect(pause(first, { now: start + minute, minutes: 30, capMinutes: 30 }).pause).toEqual({
      startedAt: start,
      until: start + 31 * minute,
      restOfDay: false,
      noticeAt: null,
    });
  });

  it('begins anew when it is pressed after the last one has ended', () => {
    const until = start - minute;
    const over = { startedAt: start - 5 * minute, until, restOfDay: true, noticeAt: until - resumeNoticeMs };
    const again = pause({ ...fresh, pause: over }, { now: start, minutes: 5, capMinutes: 30 });
    expect(again.pause).toEqual({ startedAt: start, until: start + 5 * minute, restOfDay: false, noticeAt: null });
  });

  it('stays one for the rest of the day when it is pressed again or extended', () => {
    const day = pauseRestOfDay(fresh, { now: start, utcOffsetMinutes: 0 });
    const request = { now: start, minutes: 1, capMinutes: 30 };
    expect(day.pause?.restOfDay).toBe(true);
    expect(pause(day, request).pause).toMatchObject({ restOfDay: true, until: day.pause?.until });
    expect(extend(day, request).pause).toMatchObject({ restOfDay: true, until: (day.pause?.until ?? 0) + minute });
    expect(extend(fresh, request).pause).toMatchObject({ restOfDay: false, until: start + minute });
    expect(pauseRestOfDay(pause(fresh, request), { now: start, utcOffsetMinutes: 0 }).pause?.restOfDay).toBe(true);
  });

  it('is never shortened by a second press', () => {
    const controls = pause(pauseRestOfDay(fresh, { now: start, utcOffsetMinutes: 0 }), {
      now: start,
      minutes: 1,
      capMinutes: 30,
    });
    expect(controls.pause?.until).toBeGreaterThan(start + minute);
  });

  it('can be extended by up to the cap any number of times', () => {
    let controls = fresh;
    for (let i = 0; i < 5; i++) controls = extend(controls, { now: start, minutes: 30, capMinutes: 30 });
    expect(controls.pause?.until).toBe(start + 150 * minute);
  });

  it('ends at once when the participant resumes', () => {
    expect(paused(resume(pause(fresh, { now: start, minutes: 30, capMinutes: 30 })), start)).toBe(false);
  });

  it('lasts until the participant’s own midnight for the rest of the day', () => {
    const noonUtc = Date.UTC(2026, 5, 1, 12);
    const inBerlin = pauseRestOfDay(fresh, { now: noonUtc, utcOffsetMinutes: 120 });
    expect(inBerlin.pause?.until).toBe(Date.UTC(2026, 5, 1, 22));
    const inNewYork = pauseRestOfDay(fresh, { now: noonUtc, utcOffsetMinutes: -240 });
    expect(inNewYork.pause?.until).toBe(Date.UTC(2026, 5, 2, 4));
  });

  it('lasts a whole day when the rest of the day begins at the participant’s midnight', () => {
    const midnightInBerlin = Date.UTC(2026, 5, 1, 22);
    const request = (now: number) => ({ now, utcOffsetMinutes: 120 });
    expect(pauseRestOfDay(fresh, request(midnightInBerlin)).pause?.until).toBe(Date.UTC(2026, 5, 2, 22));
    expect(pauseRestOfDay(fresh, request(midnightInBerlin - 1)).pause?.until).toBe(midnightInBerlin);
  });

  it('asks for a notice shortly before it ends and does not end without it', () => {
    const controls = pause(fresh, { now: start, minutes: 1, capMinutes: 30 });
    const end = start + minute;
    expect(needsResumeNotice(controls, end - resumeNoticeMs - 1)).toBe(false);
    expect(needsResumeNotice(controls, end - resumeNoticeMs)).toBe(true);
    expect(paused(controls, end + 10 * minute)).toBe(true);
  });

  it('ends once the notice has been shown long enough', () => {
    const controls = pause(fresh, { now: start, minutes: 1, capMinutes: 30 });
    const late = resumeNoticeShown(controls, start + 5 * minute);
    expect(paused(late, start + 5 * minute + resumeNoticeMs - 1)).toBe(true);
    expect(paused(late, start + 5 * minute + resumeNoticeMs)).toBe(false);
    const early = resumeNoticeShown(controls, start + minute - resumeNoticeMs);
    expect(paused(early, start + minute)).toBe(false);
  });

  it('needs its notice once, however long it is on the screen', () => {
    const controls = resumeNoticeShown(pause(fresh, { now: start, minutes: 1, capMinutes: 30 }), start + minute);
    expect(needsResumeNotice(controls, start + 2 * minute)).toBe(false);
    expect(resumeNoticeShown(controls, start + 2 * minute)).toEqual(controls);
    expect(needsResumeNotice(fresh, start)).toBe(false);
    expect(resumeNoticeShown(fresh, start)).toEqual(fresh);
  });

  it('ignores a notice that came before it was due', () => {
    const controls = pause(fresh, { now: start, minutes: 5, capMinutes: 30 });
    expect(resumeNoticeShown(controls, start + minute)).toEqual(controls);
  });
});

describe('the clock', () => {
  it('cannot end a pause by being set forward', () => {
    let controls = observeClock(fresh, { now: start, uptime: 0, run: 'a' });
    controls = pause(controls, { now: start, minutes: 30, capMinutes: 30 });
    const forward = start + 90 * minute;
    controls = observeClock(controls, { now: forward, uptime: 1000, run: 'a' });
    expect(pausedUntil(controls.pause, forward)).toBe(forward + 30 * minute - 1000);
  });

  it('asks for a fresh notice after a restart', () => {
    let controls = observeClock(fresh, { now: start, uptime: 0, run: 'a' });
    controls = pause(controls, { now: start, minutes: 1, capMinutes: 30 });
    controls = resumeNoticeShown(controls, start + minute);
    controls = observeClock(controls, { now: start + 60 * minute, uptime: 0, run: 'b' });
    expect(paused(controls, start + 60 * minute)).toBe(true);
    expect(needsResumeNotice(controls, start + 60 * minute)).toBe(true);
  });

  it('does not lengthen a pause by jitter', () => {
    let controls = pause(observeClock(fresh, { now: start, uptime: 0, run: 'a' }), {
      now: start,
      minutes: 30,
      capMinutes: 30,
    });
    for (let i = 1; i < 10_000; i++) {
      controls = observeClock(controls, { now: start + Math.round(i * 10.4), uptime: i * 10.4, run: 'a' });
    }
    expect(controls.pause?.until).toBeLessThanOrEqual(start + 30 * minute + 2);
  });

  it('keeps what is owed of a pause when a participant accepts a clock that went back', () => {
    let controls = observeClock(fresh, { now: start, uptime: 0, run: 'a' });
    controls = pause(controls, { now: start, minutes: 30, capMinutes: 30 });
    controls = acceptClock(controls, { now: start - 60 * minute, uptime: 10, run: 'a' });
    expect(pausedUntil(controls.pause, start - 60 * minute)).toBe(start + 30 * minute);
  });
});

describe('a clock reading', () => {
  const reading = (now: number, uptime: number, run = 'a') => ({ now, uptime, run });
  const seen = observeClock(fresh, reading(start, 0));
  const pausedFor = (minutes: number) => pause(seen, { now: start, minutes, capMinutes: 30 });

  it('counts as set back from more than two seconds on', () => {
    expect(clockWentBack(fresh, 0)).toBe(false);
    expect(clockWentBack(seen, start - clockToleranceMs)).toBe(false);
    expect(clockWentBack(seen, start - clockToleranceMs - 1)).toBe(true);
    expect(clockWentBack(seen, start + 1)).toBe(false);
  });

  it('moves a pause by exactly as much as the clock was set forward, also by a little', () => {
    const moved = (by: number) => observeClock(pausedFor(5), reading(start + 1000 + by, 1000)).pause?.until;
    expect([0, 1, 2001].map(moved)).toEqual([0, 1, 2001].map((by) => start + 5 * minute + by));
  });

  it('leaves a pause where it is when the clock is set back', () => {
    const back = observeClock(pausedFor(30), reading(start - 60 * minute, 1000));
    expect(back.pause).toEqual(pausedFor(30).pause);
    expect(back.clock).toEqual(reading(start + 1000, 1000));
  });

  it('owes nothing more of a pause that was over before the clock was set forward', () => {
    const overBy = (by: number) => {
      const later = observeClock(pausedFor(1), reading(start + minute + by, minute + by));
      return observeClock(later, reading(start + 60 * minute, minute + by)).pause?.until;
    };
    expect(overBy(0)).toBe(start + minute);
    expect(overBy(1)).toBe(start + minute);
    expect(overBy(-1)).toBe(start + 60 * minute + 1);
  });

  it('lets a notice count that was shown, unless the clock was set by more than two seconds', () => {
    const noticed = resumeNoticeShown(observeClock(pausedFor(1), reading(start + minute, minute)), start + minute);
    const noticeAfter = (by: number) => observeClock(noticed, reading(start + minute + by, minute)).pause?.noticeAt;
    expect([0, 1, clockToleranceMs].map(noticeAfter)).toEqual([start + minute, start + minute, start + minute]);
    expect([clockToleranceMs + 1, -clockToleranceMs - 1].map(noticeAfter)).toEqual([null, null]);
    expect(noticeAfter(-clockToleranceMs)).toBe(start + minute);
    const ended = observeClock(noticed, reading(start + minute + resumeNoticeMs, minute + resumeNoticeMs));
    expect(paused(ended, start + minute + resumeNoticeMs)).toBe(false);
  });

  it('never begins a new run earlier than the last one was seen', () => {
    const restarted = observeClock(pausedFor(30), reading(start - 60 * minute, 5000, 'b'));
    expect(restarted.clock).toEqual(reading(start, 5000, 'b'));
    expect(restarted.pause).toEqual(pausedFor(30).pause);
    expect(clockWentBack(restarted, start - 60 * minute)).toBe(true);
  });

  it('takes the wall clock’s word for the time that passed while nothing ran, and asks for a notice', () => {
    const noticed = resumeNoticeShown(pausedFor(1), start + minute);
    const restarted = observeClock(noticed, reading(start + 60 * minute, 5000, 'b'));
    expect(restarted.clock).toEqual(reading(start + 60 * minute, 5000, 'b'));
    expect(restarted.pause).toEqual({ ...noticed.pause, noticeAt: null });
  });

  it('lengthens a pause by a sleep during which steady time stopped', () => {
    const awake = observeClock(pausedFor(30), reading(start + minute, minute));
    const slept = observeClock(awake, reading(start + 11 * minute, minute));
    expect(slept.pause?.until).toBe(start + 40 * minute);
  });

  it('is kept in whole milliseconds, rounded up, without losing the fraction', () => {
    const started = observeClock(fresh, reading(start, 0.5));
    const ticked = observeClock(started, reading(start, 0.75));
    expect(ticked.clock).toEqual(reading(start + 1, 1.5));
    expect(parseControls(ticked)).toEqual(ticked);
  });
});

describe('acceptClock', () => {
  const reading = (now: number, run = 'a') => ({ now, uptime: 0, run });

  it('takes the reading as it is where nothing is paused or nothing was read before', () => {
    const seen = observeClock(fresh, reading(start));
    expect(acceptClock(seen, reading(start - minute))).toEqual({ ...seen, clock: reading(start - minute) });
    const unread = pause(fresh, { now: start, minutes: 5, capMinutes: 30 });
    expect(acceptClock(unread, reading(start + minute))).toEqual({ ...unread, clock: reading(start + minute) });
  });

  it.each([0, 1, 90 * minute])('lets a pause go on for what was owed when the clock goes %s ms forward', (by) => {
    const controls = pause(observeClock(fresh, reading(start)), { now: start, minutes: 30, capMinutes: 30 });
    const accepted = acceptClock(controls, reading(start + by));
    expect(accepted.clock).toEqual(reading(start + by));
    expect(accepted.pause).toEqual({
      startedAt: start,
      until: start + by + 30 * minute,
      restOfDay: false,
      noticeAt: null,
    });
  });

  it('asks for a fresh notice', () => {
    const controls = pause(observeClock(fresh, reading(start)), { now: start, minutes: 1, capMinutes: 30 });
    const accepted = acceptClock(resumeNoticeShown(controls, start + minute), reading(start - minute));
    expect(accepted.pause).toMatchObject({ until: start + minute, noticeAt: null });
  });
});

type Act =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'set-clock'; readonly by: number }
  | { readonly kind: 'restart'; readonly backBy: number }
  | { readonly kind: 'pause' | 'extend'; readonly minutes: number }
  | { readonly kind: 'sleep'; readonly ms: number }
  | { readonly kind: 'notice' | 'accept-clock' };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 20 * minute }) }),
  fc.record({ kind: fc.constant('set-clock' as const), by: fc.integer({ min: -300 * minute, max: 300 * minute }) }),
  fc.record({ kind: fc.constant('restart' as const), backBy: fc.integer({ min: 0, max: 300 * minute }) }),
  fc.record({ kind: fc.constantFrom('pause' as const, 'extend' as const), minutes: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ kind: fc.constant('sleep' as const), ms: fc.integer({ min: 1, max: 120 * minute }) }),
  fc.record({ kind: fc.constantFrom('notice' as const, 'accept-clock' as const) }),
);

describe('for any sequence of acts, waits, sleeps, restarts and clock changes', () => {
  it('a pause never ends before the time owed has really passed', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
        let trueTime = 0;
        let wall = start;
        let runStart = 0;
        let run = 0;
        let owedUntil = 0;
        const reading = () => ({ now: wall, uptime: trueTime - runStart, run: `r${run}` });
        let controls = observeClock(fresh, reading());
        for (const step of acts) {
          switch (step.kind) {
            case 'wait':
              trueTime += step.ms;
              wall += step.ms;
              break;
            case 'sleep':
              // Steady time stops: on some machines it does while they sleep.
              trueTime += step.ms;
              wall += step.ms;
              runStart += step.ms;
              break;
            case 'set-clock':
              wall = Math.max(0, wall + step.by);
              break;
            case 'restart':
              // A clock set forward while nothing ran cannot be seen; see the notice test for what happens then.
              wall = Math.max(0, wall - step.backBy);
              run++;
              runStart = trueTime;
              break;
            case 'pause':
            case 'extend': {
              const request = { now: wall, minutes: step.minutes, capMinutes: 30 };
              controls = step.kind === 'pause' ? pause(controls, request) : extend(controls, request);
              owedUntil = Math.max(owedUntil, trueTime + step.minutes * minute);
              break;
            }
            case 'notice':
              controls = resumeNoticeShown(controls, wall);
              break;
            case 'accept-clock':
              controls = acceptClock(controls, reading());
              break;
            default:
              step satisfies never;
          }
          // Settings go through storage between any two acts.
          controls = parseControls(JSON.parse(JSON.stringify(observeClock(controls, reading()))));
          const stillOwed = trueTime < owedUntil;
          const shut = paused(controls, wall) || wall < (controls.clock?.now ?? 0) - 2000;
          if (stillOwed) expect(shut).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('controls survive storage unchanged', () => {
    const controls = pause(fresh, { now: start, minutes: 3, capMinutes: 30 });
    expect(parseControls(JSON.parse(JSON.stringify(controls)))).toEqual(controls);
    expect(() => parseAs(participantControlsSchema, 'controls', { ...controls, pause: 'x' })).toThrow('malformed');
  });
});
