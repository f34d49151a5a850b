import type { Instant } from '@assent/contracts';
import { readState, type SpoolContext } from './spool-context.ts';
import { nextEntry, overCap } from './upload.ts';

/** How much is stored of how much may be, and whether sealed segments may be sent today. */
export interface StorageUse {
  readonly heldBytes: number;
  readonly maxBytes: number;
  /** When uploading continues if the daily limit excludes the next segment; null if nothing is held back. */
  readonly sendsAgainAt: Instant | null;
}

/** Reads what is stored and when sending continues. */
export async function storageUseOf(
  context: SpoolContext,
  input: { readonly now: Instant; readonly dailyCapBytes: number },
): Promise<StorageUse> {
  const { bytes } = await readState(context);
  const next = await nextEntry(context);
  const sendsAgainAt = next === null ? null : await overCap(context, next, input);
  return { heldBytes: bytes, maxBytes: context.limits.maxBytes, sendsAgainAt };
}
