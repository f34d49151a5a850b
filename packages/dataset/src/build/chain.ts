import type { SegmentManifest, Signed } from '@assent/contracts';
import { checkChain } from '@assent/sealing';
import { DatasetError } from '../errors.ts';

/**
 * Checks that the manifests of each device form one history, and counts the segments missing from inside it.
 *
 * A build sees only some days, and erased segments are gone for good reason: a hole is counted, not refused (P10); one
 * before the first segment seen cannot be distinguished from an earlier day and is not counted. Throws a `DatasetError`
 * (`chain-broken`) on everything else that is wrong with a chain.
 */
export async function countChainHoles(manifests: readonly Signed<SegmentManifest>[]): Promise<number> {
  const ordered = manifests.toSorted(byDeviceAndSeq);
  const { faults } = await checkChain(ordered);
  const broken = faults.find((fault) => fault.code !== 'hole');
  if (broken !== undefined) {
    const ciphertext = ordered[broken.position]?.body.ciphertext ?? 'unknown';
    throw new DatasetError('chain-broken', `segment ${ciphertext}: ${broken.code}`);
  }
  const inner = faults.flatMap(({ seqs }) => (seqs === null || seqs.from === 0 ? [] : [seqs.to - seqs.from + 1]));
  return inner.reduce((total, size) => total + size, 0);
}

function byDeviceAndSeq({ body: a }: Signed<SegmentManifest>, { body: b }: Signed<SegmentManifest>): number {
  if (a.context.device !== b.context.device) return a.context.device < b.context.device ? -1 : 1;
  return a.context.seq - b.context.seq;
}
