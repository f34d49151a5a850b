import { createClient } from '@assent/client';
import { signingKeySchema, type SigningKey } from '@assent/contracts';
import type { LedgerSource } from '@assent/ledger';
import { pathFrom } from './arguments.ts';
import { UsageError, type Terminal } from './command.ts';
import { folderLedger } from './folder-ledger.ts';

/** A ledger to be read: at a collector, or mirrored in a folder. */
export interface LedgerPlace {
  readonly source: LedgerSource;
  /** The key given, or the collector's own word for it. */
  readonly verifierKey: string;
  /** Whether the key is only the collector's word. */
  readonly claimed: boolean;
}

/** Opens a URL or folder as a ledger. Without a key the collector itself is asked; a folder then is a `UsageError`. */
export async function openLedgerPlace(
  place: string,
  terminal: Terminal,
  verifierKey: string | undefined,
): Promise<LedgerPlace> {
  if (!/^https?:/.test(place)) {
    if (verifierKey === undefined) throw new UsageError('a ledger in a folder needs --verifier-key');
    return { source: folderLedger(pathFrom(terminal, place)), verifierKey, claimed: false };
  }
  const client = createClient({ baseUrl: place, fetch: globalThis.fetch, now: () => Date.now() });
  const known = verifierKey ?? (await client.join()).verifierKey;
  return { source: client.ledger, verifierKey: known, claimed: verifierKey === undefined };
}

/** What to say when a ledger's key is only the collector's word. */
export const claimedKeyWarning =
  'The ledger’s key was taken from the collector itself; compare it with one you got elsewhere.';

/** The value of `--owner-key`, where it was given. */
export function ownerKeyFrom(text: string | undefined): { readonly ownerKey?: SigningKey } {
  if (text === undefined) return {};
  const parsed = signingKeySchema.safeParse(text);
  if (!parsed.success) throw new UsageError('--owner-key is not an Ed25519 key in base64url');
  return { ownerKey: parsed.data };
}
