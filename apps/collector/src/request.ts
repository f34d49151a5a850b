import { fromBase64Url, fromUtf8 } from '@assent/contracts';
import { openAccess, ServiceError, type Ports } from '@assent/service';
import type { SigningKey } from '@assent/contracts';
import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';

/** Refuses bodies above a size, whether or not they say how long they are. */
export function atMost(bytes: number) {
  return bodyLimit({
    maxSize: bytes,
    onError: () => {
      throw new ServiceError('too-large', `the body may have ${bytes} bytes`);
    },
  });
}

/** The body as JSON. Throws `malformed`; the fault is not quoted. */
export async function jsonBody(context: Context): Promise<unknown> {
  return parseJson(await context.req.text());
}

/** A JSON document that travels in a header as base64url. Throws `malformed`, also where it is missing. */
export function headerDocument(text: string | undefined): unknown {
  if (text === undefined) throw new ServiceError('malformed', 'a document is missing from the header');
  try {
    return JSON.parse(fromUtf8(fromBase64Url(text)));
  } catch {
    throw new ServiceError('malformed', 'the header does not hold base64url of JSON');
  }
}

/** Who is asking, by the access document in the `Authorization` header. Throws `unauthorised` without one. */
export async function asker(context: Context, ports: Ports): Promise<SigningKey> {
  const [scheme, document] = (context.req.header('authorization') ?? '').split(' ', 2);
  if (scheme !== 'Assent' || document === undefined) {
    throw new ServiceError('unauthorised', 'an access document is needed');
  }
  return openAccess(ports, headerDocument(document), { method: context.req.method, path: context.req.path });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ServiceError('malformed', 'the body is not JSON');
  }
}
