/**
 * The base of every package's error class: a closed code to branch on, a message free of anything
 * captured, and the cause.
 *
 * Messages name fields, sizes, ids and states. They never hold typed text, titles, URLs, keys or names.
 */
export class CodedError<Code extends string> extends Error {
  readonly code: Code;

  constructor(code: Code, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** What went wrong at a boundary where foreign data was parsed. */
export const contractsErrorCodes = ['malformed', 'bad-signature', 'wrong-key', 'wrong-type'] as const;
export type ContractsErrorCode = (typeof contractsErrorCodes)[number];

/** Thrown where a shared document does not hold what it must. */
export class ContractsError extends CodedError<ContractsErrorCode> {}
