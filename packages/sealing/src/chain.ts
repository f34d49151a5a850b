import type { Digest, SegmentManifest, Signed, SigningKey } from '@assent/contracts';
import { SealingError } from './errors.ts';
import { manifestDigest, openManifest } from './segment.ts';

export const chainFaultCodes = [
  /** Not a manifest, or not signed by the device it names. Such a one is left out of all other checks. */
  'untrusted',
  /** Sequence numbers are missing between two manifests, or before the first. */
  'hole',
  /** One sequence number is given twice by the same manifest. */
  'duplicate',
  /** One sequence number has two different manifests: the device signed two histories. */
  'fork',
  /** `previous` does not name the manifest before. */
  'splice',
  /** Manifests of a device are not given in the order of their sequence numbers. */
  'reorder',
  /** A device's chain changes program or participant. */
  'other-participant',
] as const;
export type ChainFaultCode = (typeof chainFaultCodes)[number];

/**
 * One thing wrong with a chain. `position` is an index into the manifests given; `seqs` is the range that is missing
 * or affected.
 */
export interface ChainFault {
  readonly code: ChainFaultCode;
  readonly position: number;
  readonly device: SigningKey | null;
  readonly seqs: { readonly from: number; readonly to: number } | null;
}

/** What a check of chains found. `devices` has each device's last manifest: a check cannot notice that later ones are missing. */
export interface ChainReport {
  readonly faults: readonly ChainFault[];
  readonly devices: readonly { readonly device: SigningKey; readonly seq: number; readonly manifest: Digest }[];
}

/**
 * Checks each device's chain of manifests: signatures, numbering from 0 without holes, every `previous`. Foreign
 * input, any number of devices interleaved, each in ascending order.
 *
 * It reports and never throws: a hole can be an erasure, which only the caller can know. Manifests missing at the
 * *end* leave no trace in a chain; compare with receipts or ledger leaves.
 */
export async function checkChain(manifests: readonly Signed<SegmentManifest>[]): Promise<ChainReport> {
  const faults: ChainFault[] = [];
  const chains = new Map<SigningKey, Link[]>();
  for (const [position, manifest] of manifests.entries()) {
    const link = await trustedLink(manifest, position);
    if (link === null) {
      faults.push({ code: 'untrusted', position, device: null, seqs: null });
      continue;
    }
    const chain = chains.get(link.context.device);
    if (chain === undefined) chains.set(link.context.device, [link]);
    else chain.push(link);
  }
  const devices = [...chains].map(([device, links]) => {
    faults.push(...chainFaults(device, links));
    // A device is in the map with its first link.
    const last = inOrder(links).at(-1) as Link;
    return { device, seq: last.context.seq, manifest: last.digest };
  });
  return { faults, devices };
}

interface Link {
  readonly position: number;
  readonly context: SegmentManifest['context'];
  readonly digest: Digest;
}

async function trustedLink(manifest: Signed<SegmentManifest>, position: number): Promise<Link | null> {
  try {
    const trusted = await openManifest(manifest);
    return { position, context: trusted.body.context, digest: await manifestDigest(trusted) };
  } catch (error) {
    if (error instanceof SealingError) return null;
    throw error;
  }
}

function inOrder(links: readonly Link[]): readonly Link[] {
  return [...links].sort((a, b) => a.context.seq - b.context.seq);
}

function chainFaults(device: SigningKey, links: readonly Link[]): readonly ChainFault[] {
  const faults: ChainFault[] = [];
  const fault = (code: ChainFaultCode, link: Link, from = link.context.seq, to = link.context.seq) =>
    faults.push({ code, position: link.position, device, seqs: { from, to } });

  for (const [i, link] of links.entries()) {
    const before = links[i - 1];
    if (before !== undefined && link.context.seq < before.context.seq) fault('reorder', link);
  }
  let last: Link | null = null;
  for (const link of inOrder(links)) {
    const { seq, previous } = link.context;
    const expected: number = last === null ? 0 : last.context.seq + 1;
    if (last !== null && seq === last.context.seq) {
      fault(link.digest === last.digest ? 'duplicate' : 'fork', link);
      continue;
    }
    if (seq > expected) fault('hole', link, expected, seq - 1);
    // After a hole `previous` names a manifest that is not here, so it can only be checked that it names one.
    const linked = seq > expected ? previous !== null : previous === (last?.digest ?? null);
    if (!linked) fault('splice', link);
    if (last !== null && !sameOwner(link, last)) fault('other-participant', link);
    last = link;
  }
  return faults;
}

function sameOwner(a: Link, b: Link): boolean {
  return a.context.program === b.context.program && a.context.participant === b.context.participant;
}
