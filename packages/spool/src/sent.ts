import type { Day, Digest, Instant } from '@assent/contracts';
import { bodyKey, prefixes, sentKey, unprovenKey } from './keys.ts';
import { outEntrySchema, parseItem, sentEntrySchema, type EpisodePosition } from './records.ts';
import { commitState, readState, type SpoolContext } from './spool-context.ts';

/** A segment that is sealed: no longer readable here, erasable at the collector once it is there. */
export interface SealedPart {
  readonly ciphertext: Digest;
  readonly seq: number;
  readonly day: Day;
  readonly from: Instant;
  readonly to: Instant;
  readonly episodes: readonly EpisodePosition[];
  readonly steps: number;
  readonly uploaded: boolean;
  /** Whether the participant has asked for its erasure. */
  readonly erase: boolean;
}

/** Everything sealed on this device that is not erased yet, oldest first. */
export async function sealedParts(context: SpoolContext): Promise<readonly SealedPart[]> {
  const parts: SealedPart[] = [];
  for (const prefix of [prefixes.sent, prefixes.out]) {
    for (const key of await context.store.keys(prefix)) {
      const uploaded = prefix === prefixes.sent;
      const entry = parseItem(uploaded ? sentEntrySchema : outEntrySchema, await context.items.read(key));
      const { ciphertext, context: place } = entry.manifest.body;
      const { from, to, episodes, steps, erase } = entry;
      parts.push({ ciphertext, seq: place.seq, day: place.day, from, to, episodes, steps, uploaded, erase });
    }
  }
  return parts.toSorted((a, b) => a.seq - b.seq);
}

/**
 * Remembers that these sealed segments are to be erased, whether or not they are uploaded yet: a chain of segments
 * cannot lose a link on the device, so one that waits in the outbox is uploaded and erased right after. Returns how many
 * were found.
 */
export async function markForErasure(context: SpoolContext, ciphertexts: ReadonlySet<Digest>): Promise<number> {
  const puts: [string, Uint8Array<ArrayBuffer>][] = [];
  for (const prefix of [prefixes.sent, prefixes.out]) {
    const schema = prefix === prefixes.sent ? sentEntrySchema : outEntrySchema;
    for (const key of await context.store.keys(prefix)) {
      const entry = parseItem(schema, await context.items.read(key));
      if (!ciphertexts.has(entry.manifest.body.ciphertext)) continue;
      puts.push([key, await context.items.seal({ ...entry, erase: true })]);
    }
  }
  await context.store.commit({ deletes: [], puts });
  return puts.length;
}

/** Forgets segments whose erasure the collector has confirmed. */
export async function forgetErased(context: SpoolContext, ciphertexts: ReadonlySet<Digest>): Promise<void> {
  const parts = await sealedParts(context);
  await forget(
    context,
    parts.filter(({ uploaded, ciphertext }) => uploaded && ciphertexts.has(ciphertext)),
  );
}

/** Forgets uploaded segments that the program's retention has erased by now. */
export async function forgetOld(context: SpoolContext, before: Instant): Promise<void> {
  const parts = await sealedParts(context);
  await forget(
    context,
    parts.filter(({ uploaded, to }) => uploaded && to < before),
  );
}

/** Forgets uploaded segments, and the ciphertext of those that were kept until their leaf would be seen. */
async function forget(context: SpoolContext, parts: readonly SealedPart[]): Promise<void> {
  if (parts.length === 0) return;
  const state = await readState(context);
  const bodies = await Promise.all(parts.map(async ({ seq }) => context.store.get(bodyKey(seq))));
  const bytes = bodies.reduce((sum, body) => sum + (body?.length ?? 0), 0);
  await commitState(
    context,
    { ...state, bytes: Math.max(0, state.bytes - bytes) },
    { deletes: parts.flatMap(({ seq }) => [sentKey(seq), unprovenKey(seq), bodyKey(seq)]) },
  );
}
