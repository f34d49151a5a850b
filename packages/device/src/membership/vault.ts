import { decoyVault, type VaultKeys } from '@assent/sealing';
import type { VaultStatus } from '../requests/protocol.ts';
import type { Profile, StoredVault } from './profile.ts';

/** What a device has for a participant who keeps no copy: keys in the form of a vault's that open nothing. */
export async function noVault(): Promise<StoredVault> {
  return { ...(await decoyVault()), how: 'none', sealed: null };
}

/** Where new day keys are copied to; null for a device that has never been asked. */
export function vaultKeys({ vault }: Profile): VaultKeys | null {
  return vault === null ? null : { recipient: vault.recipient, reader: vault.reader };
}

/** What the participant's own page shows of it, and what a recovery sheet has to say. */
export function vaultStatus({ vault, address, participant }: Profile): VaultStatus {
  return {
    how: vault?.how ?? 'none',
    sealed: vault?.sealed ?? null,
    collector: address.collector,
    participant,
  };
}
