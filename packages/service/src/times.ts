import type { Instant } from '@assent/contracts';
import { ServiceError } from './errors.ts';
import type { Ports } from './ports.ts';

/** How far the clocks of honest machines may differ, ms; auditors allow the same. */
const clockTolerance = 5 * 60_000;

/** Whether a time that someone else states is of these minutes. */
export function isRecent(ports: Ports, at: Instant): boolean {
  return Math.abs(at - ports.clock.now()) <= clockTolerance;
}

/** Throws `forbidden` for a document from the future: its leaf would look back-dated. */
export function mustNotBeAhead(ports: Ports, at: Instant): void {
  if (at > ports.clock.now() + clockTolerance) throw new ServiceError('forbidden', 'the document is from the future');
}
