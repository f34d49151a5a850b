import { dayOf, daySchema, type Instant } from '@assent/contracts';
import { maxTombstonesPerLeaf } from '@assent/ledger';
import { deletePending, appendTombstones } from './erasure.ts';
import type { Ports, Writer } from './ports.ts';
import type { PolicyRecord } from './records.ts';

const dayMs = 86_400_000;
/** Before the first day that a segment can have. */
const firstDay = daySchema.parse('1970-01-01');
/** Segments that one transaction erases at most: with their day keys they fit a few leaves. */
const batch = maxTombstonesPerLeaf;

/**
 * Erases what the policy it was recorded under has kept for long enough: segments, the day keys they were sealed to, objects;
 * tombstones are recorded in the ledger as for any erasure. Meant to run again and again; returns how many segments went.
 *
 * A day is erased when the policy's `retentionDays` have passed since it was over.
 */
export async function expireRetention(ports: Ports): Promise<number> {
  const now = ports.clock.now();
  let erased = 0;
  for (const policy of await ports.repository.read(allPolicies)) {
    for (;;) {
      const count = await ports.repository.write(async (writer) => eraseBatch(ports, writer, policy, now));
      erased += count;
      if (count < batch) break;
    }
  }
  if (erased > 0) await deletePending(ports);
  return erased;
}

/** Every version: what was recorded under an old one keeps its term. */
async function allPolicies(reader: Pick<Writer, 'newestPolicy' | 'policy'>): Promise<readonly PolicyRecord[]> {
  const all: PolicyRecord[] = [];
  let next = await reader.newestPolicy();
  while (next !== null) {
    all.push(next);
    const { previous } = next.document.body;
    next = previous === null ? null : await reader.policy(previous);
  }
  return all;
}

async function eraseBatch(ports: Ports, writer: Writer, policy: PolicyRecord, now: Instant): Promise<number> {
  const lastKept = now - policy.document.body.retentionDays * dayMs;
  // The day before the first one that is still kept.
  const to = dayOf(lastKept - dayMs);
  const segments = await writer.segments({ policy: policy.digest, range: { from: firstDay, to }, limit: batch });
  if (segments.length === 0) return 0;
  const ids = new Set(segments.flatMap(({ manifest }) => manifest?.body.context.dayKey ?? []));
  // A batch before may have taken the day key already.
  const dayKeys = (await writer.dayKeys([...ids])).filter(({ document }) => document !== null);
  await writer.eraseSegments(segments);
  await writer.eraseDayKeys(dayKeys.map(({ dayKey }) => dayKey));
  await appendTombstones(ports, writer, segments, dayKeys);
  return segments.length;
}
