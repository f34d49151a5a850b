import { CodedError, problemCodes } from '@assent/contracts';

export const clientErrorCodes = [
  /** What the collector said, by its problem code. */
  ...problemCodes,
  /** No answer: no network, no server, or the request was aborted. */
  'unreachable',
  /** An answer that is not what the interface promises. */
  'bad-answer',
  /** A document that does not belong to this program, build or key. */
  'untrusted',
  /** The ledger does not continue what was seen before, by this client or by a witness. */
  'ledger-diverged',
  /** Too few of the witnesses one trusts have seen what one is to rest on. They may yet. */
  'unwitnessed',
] as const;
export type ClientErrorCode = (typeof clientErrorCodes)[number];

/** The one error class of this package. Messages name methods, route kinds and states; never documents. */
export class ClientError extends CodedError<ClientErrorCode> {
  /** How long the collector asks to wait, ms; null when it did not say. Waiting is the caller's business. */
  readonly retryAfterMs: number | null;

  constructor(
    code: ClientErrorCode,
    message: string,
    options: ErrorOptions & { readonly retryAfterMs?: number | null } = {},
  ) {
    super(code, message, options);
    this.retryAfterMs = options.retryAfterMs ?? null;
  }
}
