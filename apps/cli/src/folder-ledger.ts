import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError } from '@assent/contracts';
import { LedgerError, type LedgerSource } from '@assent/ledger';

/** Thrown when a ledger cannot be read at all; what is wrong *in* a ledger is a finding, not an error. */
class FolderLedgerError extends CodedError<'unreadable'> {}

/** A ledger in a folder: `checkpoint` and `tile/…`, as a mirror keeps them. */
export function folderLedger(folder: string): LedgerSource {
  const read = async (path: string): Promise<Uint8Array<ArrayBuffer>> => {
    try {
      return new Uint8Array(await readFile(join(folder, path)));
    } catch (cause) {
      if (path !== 'checkpoint' && cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') {
        throw new LedgerError('missing-tile', `the folder has no ${path}`);
      }
      throw new FolderLedgerError('unreadable', `the folder's ${path} cannot be read`, { cause });
    }
  };
  return { checkpoint: async () => new TextDecoder().decode(await read('checkpoint')), tile: read };
}
