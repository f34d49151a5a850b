import { expect } from 'vitest';
import type { LedgerErrorCode } from '../errors.ts';

/** What a refusal must have for its callers: the code, and for people a message in words. */
export function refusal(code: LedgerErrorCode): { readonly code: LedgerErrorCode; readonly message: unknown } {
  return { code, message: expect.stringMatching(/\w+ \w+/) };
}
