import {
  CodedError,
  ContractsError,
  openSigned,
  type ProblemCode,
  type Signed,
  type SigningKey,
  type Typed,
} from '@assent/contracts';

/** Thrown by every use case. The code is what the HTTP edge answers with; the message holds ids, counts and states only. */
export class ServiceError extends CodedError<ProblemCode> {
  /** How long the caller should wait, ms; null if waiting does not help or the time is unknown. */
  readonly retryAfterMs: number | null;

  constructor(
    code: ProblemCode,
    message: string,
    options: ErrorOptions & { readonly retryAfterMs?: number | null } = {},
  ) {
    super(code, message, options);
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}

type Schema<Body extends Typed> = Parameters<typeof openSigned<Body>>[0];

/**
 * Parses and verifies a foreign signed document, and reports faults in this package's codes: `malformed`,
 * `unauthorised` when the signature does not hold, `forbidden` when another key signed than `key`.
 */
export async function openDocument<Body extends Typed>(
  schema: Schema<Body>,
  input: unknown,
  key?: SigningKey,
): Promise<Signed<Body>> {
  try {
    return await openSigned(schema, input, key === undefined ? {} : { key });
  } catch (cause) {
    throw asServiceError(cause);
  }
}

/** Runs a parser on something foreign that is no signed document itself, and reports faults in this package's codes. */
export function parseForeign<Output>(parse: () => Output): Output {
  try {
    return parse();
  } catch (cause) {
    throw asServiceError(cause);
  }
}

/** Any failure as a `ServiceError`: a contracts fault keeps its message, everything else becomes `internal`. */
export function asServiceError(cause: unknown): ServiceError {
  if (cause instanceof ServiceError) return cause;
  // Deny by default, and say nothing of an unforeseen failure: its message may hold anything.
  if (!(cause instanceof ContractsError)) return new ServiceError('internal', 'unforeseen failure', { cause });
  switch (cause.code) {
    case 'malformed':
    case 'wrong-type':
      return new ServiceError('malformed', cause.message, { cause });
    case 'bad-signature':
      return new ServiceError('unauthorised', cause.message, { cause });
    case 'wrong-key':
      return new ServiceError('forbidden', cause.message, { cause });
    default:
      cause.code satisfies never;
      // Deny by default: a fault of an unknown kind is described to nobody.
      return new ServiceError('internal', 'unforeseen failure', { cause });
  }
}
