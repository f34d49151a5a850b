import { accessSchema, type Access, type SigningKey } from '@assent/contracts';
import { openDocument, ServiceError } from './errors.ts';
import type { Ports } from './ports.ts';
import { isRecent } from './times.ts';

/** Method and path of a request, as the HTTP edge saw them. */
export interface RequestTarget {
  readonly method: string;
  readonly path: string;
}

/**
 * Verifies who asks: opens an access document for exactly this method and path. Throws `unauthorised` when it is for
 * something else, too old or from the future. Whether the key may have what it asks for is for the use case to decide.
 */
export async function openAccess(ports: Ports, input: unknown, target: RequestTarget): Promise<SigningKey> {
  const { body, key } = await openDocument<Access>(accessSchema, input);
  if (body.method !== target.method || body.path !== target.path) {
    throw new ServiceError('unauthorised', 'access document is for another request');
  }
  if (!isRecent(ports, body.at)) {
    throw new ServiceError('unauthorised', 'access document is not of these minutes');
  }
  return key;
}
