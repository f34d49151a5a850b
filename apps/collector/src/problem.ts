import type { Problem, ProblemCode } from '@assent/contracts';
import type { ServiceError } from '@assent/service';

const statuses: Readonly<Record<ProblemCode, { readonly status: number; readonly title: string }>> = {
  malformed: { status: 400, title: 'The request is malformed' },
  unauthorised: { status: 401, title: 'Who is asking could not be verified' },
  forbidden: { status: 403, title: 'This is not allowed' },
  'not-found': { status: 404, title: 'There is no such thing here' },
  conflict: { status: 409, title: 'This conflicts with what is already recorded' },
  gone: { status: 410, title: 'This was erased or has ended' },
  'too-large': { status: 413, title: 'This is too large' },
  'too-many': { status: 429, title: 'This device sends too much at once' },
  busy: { status: 503, title: 'The collector is busy' },
  internal: { status: 500, title: 'The collector failed' },
};

/** Seconds after which a device may try again where the failure names no time; devices add jitter of their own. */
const retryAfter = 5;

/** The answer to a failed request: problem details (RFC 9457) with a code to branch on. */
export function problemResponse(error: ServiceError): Response {
  const { status, title } = statuses[error.code];
  const problem: Problem = { type: 'about:blank', title, status, code: error.code, detail: error.message };
  const seconds = error.retryAfterMs === null ? retryAfter : Math.ceil(error.retryAfterMs / 1000);
  return Response.json(problem, {
    status,
    headers: {
      'content-type': 'application/problem+json',
      ...(status === 401 ? { 'www-authenticate': 'Assent' } : {}),
      ...(status === 503 || status === 429 ? { 'retry-after': String(seconds) } : {}),
    },
  });
}
