import { parseAs, participantControlsSchema, type ParticipantControls } from '@assent/contracts';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { acceptClock, observeClock } from './clock.ts';
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

  it('asks for a notice shortly before it ends and does not end without it', () => {
    const controls = pause(fresh, { now: start, minutes: 1, capMinutes: 30 });
    const end = start + minute;
    expect(needsResumeNotice(controls, end - resumeNoticeMs - 1)).toBe(false);
    expect(needsResumeNotice(controls, end - resumeNoticeMs)).toBe(true);
    expect(paused(controls, end + 10 * minute)).toBe(true);
  });

  it('ends once the notice has stood long enough', () => {
    const controls = pause(fresh, { now: start, minutes: 1, capMinutes: 30 });
    const late = resumeNoticeShown(controls, start + 5 * minute);
    expect(paused(late, start + 5 * minute + resumeNoticeMs - 1)).toBe(true);
    expect(paused(late, start + 5 * minute + resumeNoticeMs)).toBe(false);
    const early = resumeNoticeShown(controls, start + minute - resumeNoticeMs);
    expect(paused(early, start + minute)).toBe(false);
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

type Act =
  | { readonly kind: 'wait'; readonly ms: number }
  | { readonly kind: 'set-clock'; readonly by: number }
  | { readonly kind: 'restart'; readonly backBy: number }
  | { readonly kind: 'pause' | 'extend'; readonly minutes: number }
  | { readonly kind: 'notice' };

const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 20 * minute }) }),
  fc.record({ kind: fc.constant('set-clock' as const), by: fc.integer({ min: -300 * minute, max: 300 * minute }) }),
  fc.record({ kind: fc.constant('restart' as const), backBy: fc.integer({ min: 0, max: 300 * minute }) }),
  fc.record({ kind: fc.constantFrom('pause' as const, 'extend' as const), minutes: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ kind: fc.constant('notice' as const) }),
);

describe('for any sequence of acts, waits, restarts and clock changes', () => {
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
