import {
  generateSigningKeyPair,
  parseAs,
  policySchema,
  signerFromKeyPair,
  type KeepProposal,
  type MediaKind,
  type Mode,
  type Policy,
  type Signer,
} from '@assent/contracts';
import { ruleSet } from '@assent/safeguards';
import { generateIdentity } from '@assent/sealing';
import { safeguardsDigest } from '../rule-set.ts';

/** How a test collector's program is set up. */
export interface TestProgram {
  /** Ordinary work unless a site says that tasks are done there. */
  readonly sites: readonly { readonly origin: string; readonly name: string; readonly mode?: Mode }[];
  readonly coolingOffSeconds: number;
  /** Snapshots are offered if this is given: how many a minute. */
  readonly snapshotsPerMinute?: number;
  /** Small grey snapshots are taken where words cannot be located. */
  readonly smallPictures?: boolean;
  /** What may stay in snapshots of those who allow it. */
  readonly keep?: readonly MediaKind[];
  /** What participants are asked to let be kept beyond the rules. */
  readonly proposals?: readonly KeepProposal[];
}

/** A custodian whose keys a test has. */
export interface TestCustodian {
  readonly id: string;
  readonly side: 'employer' | 'worker';
  readonly signer: Signer;
  readonly identity: string;
  readonly recipient: string;
}

export async function freshSigner(): Promise<Signer> {
  return signerFromKeyPair(await generateSigningKeyPair());
}

export async function custodian(side: TestCustodian['side']): Promise<TestCustodian> {
  const { identity, recipient } = await generateIdentity();
  return { id: `${side}-custodian`, side, signer: await freshSigner(), identity, recipient };
}

export async function policyOf(
  program: TestProgram,
  custodians: readonly TestCustodian[],
  verifierKey: string,
): Promise<Policy> {
  return parseAs(policySchema, 'policy', {
    type: 'policy',
    v: 1,
    program: 'office-study',
    version: 1,
    previous: null,
    issuedAt: 0,
    title: 'Office study',
    organisation: 'Example Works',
    purpose: 'train-computer-use-models',
    summary:
      'We would like to learn from how office work is done, so that software can help with the dull parts of it.',
    sites: program.sites.map(({ origin, name, mode = 'ambient' }) => ({ origin, name, mode, interfaceWords: [] })),
    tiers: [
      ...(program.snapshotsPerMinute === undefined ? [] : ['steps-with-snapshots']),
      'steps-only',
      'statistics-only',
    ],
    pause: { capMinutes: 30 },
    review: { coolingOffSeconds: program.coolingOffSeconds },
    snapshots: {
      maxPerMinute: program.snapshotsPerMinute ?? 0,
      ...(program.smallPictures === true ? { fallback: 'small-grey' } : {}),
      ...(program.keep === undefined ? {} : { keep: program.keep }),
    },
    retentionDays: 365,
    ...(program.proposals === undefined ? {} : { proposals: program.proposals }),
    safeguards: { version: ruleSet.version, digest: await safeguardsDigest() },
    custody: {
      custodians: custodians.map(({ id, side, signer, recipient }) => ({
        id,
        side,
        name: side === 'employer' ? 'Privacy officer' : 'Works council',
        recipient,
        signingKey: signer.publicKey,
      })),
      thresholds: { employer: 1, worker: 1 },
    },
    builds: { objectionWindowSeconds: 3600, codeDigests: ['d'.repeat(64)], minParticipants: 1 },
    ledger: { verifierKey },
  });
}
