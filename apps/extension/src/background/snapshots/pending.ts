import {
  digestSchema,
  fromBase64,
  mediaKindSchema,
  parseAs,
  toBase64,
  type Digest,
  type Instant,
} from '@assent/contracts';
import { z } from 'zod';
import { recentOf } from './allowance.ts';

/** Masked snapshots kept for the action that comes next. */
const maxShots = 24;
const maxBytes = 3 * 1_048_576;

const indexSchema = z.array(z.object({ digest: digestSchema, bytes: z.int(), covered: z.int() }));
const keptSchema = z.object({ kind: mediaKindSchema, count: z.int().positive() });
const shotSchema = z.object({
  base64: z.string(),
  covered: z.int().nonnegative(),
  reduced: z.boolean(),
  kept: z.array(keptSchema),
});
const takenSchema = z.array(z.int().nonnegative());

/** How many areas of a kind policy and participant let stay to be seen. */
type KeptMedia = Readonly<z.infer<typeof keptSchema>>;

/** A masked snapshot: the image, and how many places of it are covered. */
export interface MaskedShot {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly covered: number;
  /** Whether it is kept only small and grey, because its words could not be told from its pixels. */
  readonly reduced: boolean;
  /** What stays to be seen because both sides allow it. */
  readonly kept: readonly KeptMedia[];
}

/**
 * Snapshots that no step has asked for yet. Held by the browser in memory, never on the disk, and gone with it: they
 * outlive the worker, which may die between a picture and the action that follows it.
 */
export const pendingShots = {
  /** Keeps a snapshot; the oldest go when there are too many. */
  async put(digest: Digest, shot: MaskedShot): Promise<void> {
    const index = (await readIndex()).filter((entry) => entry.digest !== digest);
    index.push({ digest, bytes: shot.bytes.length, covered: shot.covered });
    const gone: string[] = [];
    while (index.length > maxShots || index.reduce((sum, { bytes }) => sum + bytes, 0) > maxBytes) {
      const oldest = index.shift();
      if (oldest !== undefined) gone.push(shotKey(oldest.digest));
    }
    if (gone.length > 0) await chrome.storage.session.remove(gone);
    await chrome.storage.session.set({
      [shotKey(digest)]: {
        base64: toBase64(shot.bytes),
        covered: shot.covered,
        reduced: shot.reduced,
        kept: shot.kept,
      },
      [indexKey]: index,
    });
  },

  /** A snapshot by its digest; null when it is gone. */
  async find(digest: Digest): Promise<MaskedShot | null> {
    const stored = await readKey(shotKey(digest));
    if (stored === undefined) return null;
    const { base64, covered, reduced, kept } = parseAs(shotSchema, 'shot', stored);
    return { bytes: fromBase64(base64), covered, reduced, kept };
  },

  /** Forgets all of them. */
  async clear(): Promise<void> {
    const index = await readIndex();
    await chrome.storage.session.remove([...index.map(({ digest }) => shotKey(digest)), indexKey]);
  },
};

/** When snapshots were taken in the last minute. */
export async function takenLately(now: Instant): Promise<readonly Instant[]> {
  const stored = await readKey(takenKey);
  return stored === undefined ? [] : recentOf(parseAs(takenSchema, 'taken', stored), now);
}

/** Notes that one is taken now. */
export async function noteTaken(now: Instant): Promise<void> {
  await chrome.storage.session.set({ [takenKey]: [...(await takenLately(now)), now] });
}

const indexKey = 'shots';
const takenKey = 'shots-taken';

function shotKey(digest: Digest): string {
  return `shot/${digest}`;
}

async function readIndex(): Promise<z.infer<typeof indexSchema>> {
  const stored = await readKey(indexKey);
  return stored === undefined ? [] : parseAs(indexSchema, 'shots', stored);
}

async function readKey(key: string): Promise<unknown> {
  return (await chrome.storage.session.get(key))[key];
}
