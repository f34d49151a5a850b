import type { CollectorProcess } from '@assent/cli';
import type { Client, ProgramTrust, CustodianKeys } from '@assent/client';
import type {
  Consent,
  DayKey,
  Digest,
  ParticipantId,
  Policy,
  SegmentManifest,
  SegmentReceipt,
  Side,
  Signed,
  Signer,
} from '@assent/contracts';
import type { CanarySite } from '../browser/site.ts';

/** A sealed and accepted segment, with everything its device knows of it. */
export interface SentSegment {
  readonly manifest: Signed<SegmentManifest>;
  readonly ciphertext: Uint8Array<ArrayBuffer>;
  readonly receipt: Signed<SegmentReceipt>;
}

/** Somebody who takes part. `name` and `mail` are on the staff list and must be nowhere else. */
export interface Person {
  readonly name: string;
  readonly mail: string;
  readonly participant: ParticipantId;
  readonly device: Signer;
  readonly consent: Signed<Consent>;
  readonly consentDigest: Digest;
  readonly deposit: Signed<DayKey>;
  readonly segments: readonly SentSegment[];
}

/** A custodian with keys. */
export type Custodian = CustodianKeys & { readonly side: Side };

/** Where what is deployed comes from: each builds it, or knows that it is built, and gives its folder. */
export interface Builds {
  /** The extension, for unattended runs. */
  extension(): Promise<string>;
  /** The console's pages. */
  pages(): Promise<string>;
}

/** A live deployment and all its roles: what an attacker may be given, part by part. */
export interface World {
  /** The collector runs in a process of its own. */
  readonly collector: CollectorProcess;
  /** The collector's folder: database, objects, keys, log. */
  readonly collectorDir: string;
  /** The folder of the extension that participants use. */
  extension(): Promise<string>;
  readonly client: Client;
  readonly trust: ProgramTrust;
  readonly policy: { readonly policy: Policy; readonly digest: Digest; readonly document: Signed<Policy> };
  readonly owner: Signer;
  /** Two custodians of the employer, both needed; two of the workers, one needed. */
  readonly custodians: readonly Custodian[];
  readonly people: readonly Person[];
  readonly enrolmentCode: string;
  /** 200 unique strings, each inside some sealed step. All contain `marker`, so that one search finds any of them. */
  readonly canaries: readonly string[];
  readonly marker: string;
  /** A site that the policy lists, with a private word at every place; it is up while the deployment is. */
  readonly site: CanarySite;
  /** For files of the attacks. */
  readonly scratch: string;
  /** Stops the collector, lets something be done to its disk, and starts it again at the same place. */
  whileStopped(act: () => Promise<void>): Promise<void>;
  /** Someone new who takes part and sends one segment. */
  join(name: string): Promise<Person>;
  stop(): Promise<void>;
}
