import { accessSchema, type Access, type SigningKey } from '@assent/contracts';
import { openDocument, ServiceError } from './errors.ts';
import type { Ports } from './ports.ts';

/** How far an access document's time may lie from the collector's, ms. */
const tolerance = 5 * 60_000;

/** What is being asked, as the HTTP edge saw it. */
export interface Asked {
  readonly method: string;
  readonly path: string;
}

/**
 * Who is asking: verifies an access document for exactly this method and path. Throws `unauthorised` when it is for
 * something else, too old or from the future. Whether the key may have what it asks for is for the use case to decide.
 */
export async function openAccess(ports: Ports, input: unknown, asked: Asked): Promise<SigningKey> {
  const { body, key } = await openDocument<Access>(accessSchema, input);
  if (body.method !== asked.method || body.path !== asked.path) {
    throw new ServiceError('unauthorised', 'access document is for another request');
  }
  if (Math.abs(body.at - ports.clock.now()) > tolerance) {
    throw new ServiceError('unauthorised', 'access document is not of these minutes');
  }
  return key;
}
