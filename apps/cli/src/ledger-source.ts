import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CodedError, parseAs, signingKeySchema } from '@assent/contracts';
import { LedgerError, type LedgerSource } from '@assent/ledger';
import { z } from 'zod';

/** Thrown when a ledger cannot be read at all; what is wrong *in* a ledger is a finding, not an error. */
class LedgerSourceError extends CodedError<'unreachable'> {}

/** What a ledger does not serve is a finding of the audit, not a failure to read it. */
function missing(path: string): LedgerError {
  return new LedgerError('missing-tile', `the ledger does not serve ${path}`);
}

/** A ledger in a folder: `checkpoint` and `tile/…`, as a mirror keeps them. */
export function folderLedger(folder: string): LedgerSource {
  const read = async (path: string): Promise<Uint8Array<ArrayBuffer>> => {
    try {
      return new Uint8Array(await readFile(join(folder, path)));
    } catch (cause) {
      if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') throw missing(path);
      throw new LedgerSourceError('unreachable', `the folder's ${path} cannot be read`, { cause });
    }
  };
  return { checkpoint: async () => new TextDecoder().decode(await read('checkpoint')), tile: read };
}

/** A collector's ledger over HTTP. */
export function httpLedger(collector: string): LedgerSource {
  const read = async (path: string): Promise<Response> => {
    const response = await fetch(new URL(`/ledger/${path}`, collector)).catch((cause: unknown) => {
      throw new LedgerSourceError('unreachable', 'the collector cannot be reached', { cause });
    });
    if (!response.ok)
      throw new LedgerSourceError('unreachable', `the collector answers ${response.status} for ${path}`);
    return response;
  };
  return {
    checkpoint: async () => (await read('checkpoint')).text(),
    tile: async (path) => new Uint8Array(await (await read(path)).arrayBuffer()),
  };
}

const joinSchema = z.object({
  program: z.string(),
  ownerKey: signingKeySchema,
  verifierKey: z.string(),
  collectorKey: signingKeySchema,
});

/** What a collector says of itself. Its keys are its own claim: an auditor compares them with what they got elsewhere. */
export async function collectorClaims(collector: string): Promise<z.infer<typeof joinSchema>> {
  const response = await fetch(new URL('/join', collector)).catch((cause: unknown) => {
    throw new LedgerSourceError('unreachable', 'the collector cannot be reached', { cause });
  });
  return parseAs(joinSchema, 'join information', await response.json());
}
