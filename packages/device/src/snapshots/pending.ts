import { digestSchema, fromBase64, parseAs, toBase64, type Digest, type Instant } from '@assent/contracts';
import { z } from 'zod';
import type { SessionMemory } from '../ports.ts';
import { recentOf } from './allowance.ts';
import { keptMediaSchema, type MaskedSnapshot } from './snapshot.ts';

/** Masked snapshots kept for the action that comes next. */
const maxSnapshots = 24;
const maxBytes = 3 * 1_048_576;

const indexSchema = z.array(z.object({ digest: digestSchema, bytes: z.int(), covered: z.int() }));
const snapshotSchema = z.object({
  base64: z.string(),
  covered: z.int().nonnegative(),
  reduced: z.boolean(),
  kept: z.array(keptMediaSchema),
});
const takenSchema = z.array(z.int().nonnegative());

/**
 * Snapshots that no step has named yet. Held in the session's memory, never on the disk, and gone with it: they outlive
 * the runtime, which may end between a snapshot and the action that follows it.
 */
export class PendingSnapshots {
  readonly #session: SessionMemory;

  constructor(session: SessionMemory) {
    this.#session = session;
  }

  /** Keeps a snapshot; the oldest go when there are too many. */
  async put(digest: Digest, snapshot: MaskedSnapshot): Promise<void> {
    const index = (await this.#index()).filter((entry) => entry.digest !== digest);
    index.push({ digest, bytes: snapshot.bytes.length, covered: snapshot.covered });
    const gone: string[] = [];
    while (index.length > maxSnapshots || index.reduce((sum, { bytes }) => sum + bytes, 0) > maxBytes) {
      const oldest = index.shift();
      if (oldest !== undefined) gone.push(keyOf(oldest.digest));
    }
    if (gone.length > 0) await this.#session.remove(gone);
    const { bytes, covered, reduced, kept } = snapshot;
    await this.#session.set({
      [keyOf(digest)]: { base64: toBase64(bytes), covered, reduced, kept },
      [indexKey]: index,
    });
  }

  /** A snapshot by its digest; null when it is gone. */
  async find(digest: Digest): Promise<MaskedSnapshot | null> {
    const stored = await this.#session.get(keyOf(digest));
    if (stored === undefined) return null;
    const { base64, covered, reduced, kept } = parseAs(snapshotSchema, 'snapshot', stored);
    return { bytes: fromBase64(base64), covered, reduced, kept };
  }

  /** Forgets all of them. */
  async clear(): Promise<void> {
    const index = await this.#index();
    await this.#session.remove([...index.map(({ digest }) => keyOf(digest)), indexKey]);
  }

  async #index(): Promise<z.infer<typeof indexSchema>> {
    const stored = await this.#session.get(indexKey);
    return stored === undefined ? [] : parseAs(indexSchema, 'snapshots', stored);
  }
}

/** When snapshots were taken in the last minute. */
export async function takenLately(session: SessionMemory, now: Instant): Promise<readonly Instant[]> {
  const stored = await session.get(takenKey);
  return stored === undefined ? [] : recentOf(parseAs(takenSchema, 'taken', stored), now);
}

/** Notes that one is taken now. */
export async function noteTaken(session: SessionMemory, now: Instant): Promise<void> {
  await session.set({ [takenKey]: [...(await takenLately(session, now)), now] });
}

const indexKey = 'snapshots';
const takenKey = 'snapshots-taken';

function keyOf(digest: Digest): string {
  return `snapshot/${digest}`;
}
