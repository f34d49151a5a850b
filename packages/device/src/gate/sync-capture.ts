import { needsResumeNotice, observeClock, resumeNoticeShown } from '@assent/consent';
import type { Profile } from '../membership/profile.ts';
import type { OpenDevice } from '../open-device.ts';
import type { IndicatorState } from '../ports.ts';

/**
 * Brings sensor and indicator in line with the gate. Called after everything that may change the gate's decision, and
 * every minute. Idempotent.
 */
export async function syncCapture(device: OpenDevice): Promise<void> {
  const { sensor, indicator } = device.ports;
  await Promise.all([device.refreshFacts(), device.refreshQuota()]);
  // What is off ends before anything else is looked up or written.
  const [stopped] = await Promise.all([stopClosed(device), takeClockReading(device)]);
  const origins = recordedOrigins(device);
  const enabled = await sensor.enabledOrigins();
  if (origins.length === 0) return closeCapture(device, enabled, stopped);
  // P2: the indicator first, and no capture without it.
  const indicatorShown = await indicator.show('on');
  if (!indicatorShown) {
    device.facts = { ...device.facts, indicatorShown };
    return closeCapture(device, enabled, stopped);
  }
  await noteOpened(device);
  const gone = enabled.filter((origin) => !origins.includes(origin));
  const added = origins.filter((origin) => !enabled.includes(origin) || stopped.includes(origin));
  if (gone.length > 0 || added.length > 0) await sensor.enableOnly(origins);
  await sensor.stop(gone.filter((origin) => !stopped.includes(origin)));
  await sensor.startInOpenDocuments(added);
}

/** A new policy version is in force: from here on capture is off until the participant has answered it (P1). */
export async function adoptPolicy(device: OpenDevice, next: Profile['policy']): Promise<void> {
  await closeCapture(device, await device.ports.sensor.enabledOrigins());
  await device.closeSteps();
  if (device.profile !== null) await device.keep({ ...device.profile, next });
  await syncCapture(device);
}

/** The sites that the gate has open now. */
function recordedOrigins(device: OpenDevice): readonly string[] {
  const sites = device.facts.policy?.policy.sites ?? [];
  return sites.map(({ origin }) => origin).filter((origin) => device.gate(origin).state === 'recording');
}

/** Shuts everything. `stopped`: where no sensor runs any more. */
async function closeCapture(
  device: OpenDevice,
  enabled: readonly string[],
  stopped: readonly string[] = [],
): Promise<void> {
  const { profile } = device;
  const { sensor, indicator } = device.ports;
  // Events wait until this is over, and then none that happens from now on is taken, whatever still runs.
  const to = device.run.stops.sinceEverywhere() ?? device.now();
  const ended = profile?.open?.to === null ? { ...profile, open: { ...profile.open, to } } : null;
  await Promise.all([
    ended === null ? undefined : device.keep(ended),
    enabled.length > 0 ? sensor.enableOnly([]) : undefined,
    sensor.stop(enabled.filter((origin) => !stopped.includes(origin))),
  ]);
  await indicator.show(whyOff(device));
}

/** Ends the sensor where the gate is shut. Returns the origins. */
async function stopClosed(device: OpenDevice): Promise<readonly string[]> {
  const { sensor } = device.ports;
  const closed = (await sensor.enabledOrigins()).filter((origin) => device.gate(origin).state !== 'recording');
  await sensor.stop(closed);
  return closed;
}

/** What the indicator shows where nothing is recorded. */
function whyOff(device: OpenDevice): IndicatorState {
  const sites = device.facts.policy?.policy.sites ?? [];
  const states = new Set(sites.map(({ origin }) => device.gate(origin).state));
  if (states.has('paused')) return 'paused';
  return states.has('budget') ? 'resting' : 'off';
}

async function noteOpened(device: OpenDevice): Promise<void> {
  const { profile } = device;
  if (profile === null || profile.open?.to === null) return;
  await device.keep({ ...profile, open: { from: device.now(), to: null } });
}

async function takeClockReading(device: OpenDevice): Promise<void> {
  const { clock, indicator } = device.ports;
  const now = clock.now();
  const reading = { now, uptime: clock.uptime(), run: clock.run };
  await device.control((controls) => observeClock(controls, reading));
  if (device.profile === null || !needsResumeNotice(device.profile.controls, now)) return;
  // Where the notice cannot be shown the pause continues (P2).
  if (await indicator.announceResume()) await device.control((controls) => resumeNoticeShown(controls, clock.now()));
}
