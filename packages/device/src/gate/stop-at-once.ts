import type { Instant } from '@assent/contracts';
import type { ParticipantRequest } from '../requests/protocol.ts';
import type { Turns } from '../turns.ts';
import { switchesOff } from './pending-stops.ts';
import { syncCapture } from './sync-capture.ts';

/**
 * Does what a request asks for; what it switches off is off in all documents before its turn in the queue has come (P2).
 * This is the only thing that acts before its turn.
 */
export async function stoppingAtOnce<Result>(
  turns: Turns,
  request: ParticipantRequest,
  pressedAt: Instant,
  act: () => Promise<Result>,
): Promise<Result> {
  const off = switchesOff(request);
  if (off === undefined) return act();
  const { stops } = turns.run;
  const stop = stops.begin(off, pressedAt);
  const stopping = turns.ports.sensor.stop(off === null ? 'everywhere' : [off]);
  turns.own('stop-at-once', () => stopping);
  // Where the sensor could not be reached, which is reported, the change itself stops it.
  const stopped = stopping.catch(() => undefined);
  let isRefused = true;
  try {
    const result = await act();
    isRefused = false;
    return result;
  } finally {
    // The documents' last events are on their way before what is open is closed.
    await stopped;
    stops.end(stop);
    // Nothing was changed, but documents have ended: enabled anew, they start again if the gate says so.
    if (isRefused) {
      turns.own('restart-after-refusal', () =>
        turns.inTurn(async (device) => {
          await turns.ports.sensor.enableOnly([]);
          await syncCapture(device);
        }),
      );
    }
  }
}
