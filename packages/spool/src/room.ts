import type { Instant } from '@assent/contracts';
import { readState, type SpoolContext } from './spool-context.ts';
import { nextEntry, overCap } from './upload.ts';

/** How much more fits, and whether what is sealed may be sent today. */
export interface SpoolRoom {
  readonly heldBytes: number;
  readonly maxBytes: number;
  /** When uploading goes on, where the daily cap leaves no room for the next segment; null where nothing is held back. */
  readonly sendsAgainAt: Instant | null;
}

/** Looks how much room there is. */
export async function roomOf(
  context: SpoolContext,
  input: { readonly now: Instant; readonly dailyCapBytes: number },
): Promise<SpoolRoom> {
  const { bytes } = await readState(context);
  const next = await nextEntry(context);
  const sendsAgainAt = next === null ? null : await overCap(context, next, input);
  return { heldBytes: bytes, maxBytes: context.limits.maxBytes, sendsAgainAt };
}
