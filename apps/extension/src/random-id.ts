import { toBase64Url } from '@assent/contracts';

/** A fresh identifier of 128 random bits with a prefix, as the contracts' ids have it. */
export function randomId(prefix: string): string {
  return `${prefix}_${toBase64Url(crypto.getRandomValues(new Uint8Array(16)))}`;
}
