import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient } from '@assent/client';
import { LedgerError, type LedgerSource } from '@assent/ledger';
import { UsageError } from './command.ts';
import { explainSystemError, hasSystemCode } from './errors.ts';
import { optional } from './options/declare.ts';
import { ledgerKey, signingKey, type LedgerAddress } from './options/kinds.ts';
import type { Rule } from './options/parse.ts';

/** A ledger to be read: at a collector, or mirrored in a folder. */
export interface OpenedLedger {
  readonly source: LedgerSource;
  /** The key given, or what the collector says it is. */
  readonly verifierKey: string;
  /** Whether only the collector itself says so. */
  readonly claimed: boolean;
}

/** The keys that one knows a program by, wherever a ledger is read. */
export const trustOptions = {
  'verifier-key': optional(
    ledgerKey,
    'the ledger’s key, as the policy spells it; left out, the collector is asked for it',
  ),
  'owner-key': optional(signingKey, 'the program owner’s key, if you know it from elsewhere'),
};

/** The heading of these options in help texts. */
export const trustGroup = { title: 'Keys you rely on', names: Object.keys(trustOptions) };

/** A mirror in a folder has nobody to ask for its key. */
export const folderNeedsKey =
  (name: string): Rule =>
  (written) => {
    const [address] = written.get(name) ?? [];
    return address !== undefined && !/^https?:/.test(address) && !written.has('verifier-key')
      ? 'a ledger in a folder needs --verifier-key'
      : null;
  };

/** Opens a ledger. Without a key the collector itself is asked. */
export async function openLedger(address: LedgerAddress, verifierKey: string | null): Promise<OpenedLedger> {
  switch (address.at) {
    case 'folder':
      // The rule above has said so already; without it nothing may be believed.
      if (verifierKey === null) throw new UsageError('a ledger in a folder needs --verifier-key');
      return { source: folderLedger(address.path), verifierKey, claimed: false };
    case 'collector': {
      const client = createClient({ baseUrl: address.url, fetch: globalThis.fetch, now: () => Date.now() });
      const known = verifierKey ?? (await client.join()).verifierKey;
      return { source: client.ledger, verifierKey: known, claimed: verifierKey === null };
    }
    default:
      return address satisfies never;
  }
}

/** What to say when a ledger's key comes from the collector itself. */
export const claimedKeyWarning =
  'The ledger’s key was taken from the collector itself; compare it with one you got elsewhere.';

/** The owner's key for a check, where it was given. */
export function ownerKeyIn(values: { readonly 'owner-key': ReturnType<typeof signingKey.parse> }) {
  return values['owner-key'] === null ? {} : { ownerKey: values['owner-key'] };
}

/** A ledger in a folder: `checkpoint` and `tile/…`, as a mirror keeps them. */
function folderLedger(folder: string): LedgerSource {
  const read = async (path: string): Promise<Uint8Array<ArrayBuffer>> => {
    const file = join(folder, path);
    try {
      return new Uint8Array(await readFile(file));
    } catch (cause) {
      // A missing tile is a finding about the ledger; anything else means that it cannot be read at all.
      if (path !== 'checkpoint' && hasSystemCode(cause, 'ENOENT')) {
        throw new LedgerError('missing-tile', `the folder has no ${path}`);
      }
      throw explainSystemError(cause, file);
    }
  };
  return { checkpoint: async () => new TextDecoder().decode(await read('checkpoint')), tile: read };
}
