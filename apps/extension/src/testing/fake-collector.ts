import { createServer, type IncomingMessage } from 'node:http';
import {
  buildIdSchema,
  canonicalJson,
  consentSubmissionSchema,
  custodianIdSchema,
  dayKeySchema,
  digestOf,
  erasureSchema,
  fromBase64Url,
  fromUtf8,
  generateSigningKeyPair,
  leafIndexHeader,
  leafSchema,
  manifestHeader,
  openSigned,
  parseAs,
  policySchema,
  segmentManifestSchema,
  sha256Hex,
  signDocument,
  signerFromKeyPair,
  utf8,
  type Consent,
  type DayKey,
  type KeepProposal,
  type MediaKind,
  type Mode,
  type Policy,
  type SegmentManifest,
  type Signed,
  type Signer,
  type Step,
} from '@assent/contracts';
import { formatVerifierKey, generateLogKey, noteSigner, type NoteSigner } from '@assent/ledger';
import { memoryLog } from '@assent/ledger/testing';
import { ruleSet, ruleSetDigest } from '@assent/safeguards';
import {
  checkChain,
  generateIdentity,
  openReleases,
  openSegment,
  releaseShares,
  type SegmentRecord,
} from '@assent/sealing';

/** A code this collector takes. */
export const enrolmentCode = 'let-me-in-please-123';

/** How a fake collector's program is set up. */
export interface FakeProgram {
  /** Ordinary work unless a site says that tasks are done there. */
  readonly sites: readonly { readonly origin: string; readonly name: string; readonly mode?: Mode }[];
  readonly coolingOffSeconds: number;
  /** Snapshots are offered if this is given: how many a minute. */
  readonly snapshotsPerMinute?: number;
  /** Small grey pictures are taken where words cannot be told. */
  readonly smallPictures?: boolean;
  /** What may stay in pictures of those who allow it. */
  readonly keep?: readonly MediaKind[];
  /** What participants are asked to let be kept beyond the rules. */
  readonly proposals?: readonly KeepProposal[];
}

interface Seat {
  readonly id: string;
  readonly side: 'employer' | 'worker';
  readonly signer: Signer;
  readonly identity: string;
  readonly recipient: string;
}

/**
 * A collector in memory over real HTTP, with both custodians' keys in its hands: it takes what a device sends, checks
 * every signature, and can open it. For tests of the device only.
 */
export class FakeCollector {
  readonly consents: Signed<Consent>[] = [];
  readonly segments: { readonly manifest: Signed<SegmentManifest>; readonly ciphertext: Uint8Array<ArrayBuffer> }[] =
    [];
  /** Ciphertext digests whose erasure was ordered. */
  readonly erased: string[] = [];
  /** The version in force. */
  policy: Signed<Policy>;
  url = '';
  /** How many leaves its ledger shows at most. */
  shownLeaves = Infinity;
  /** Whether it says that consents stand in the ledger and enters none. */
  leavesOutConsents = false;
  readonly #log: NoteSigner;
  readonly #leaves: Uint8Array[] = [];
  readonly #segmentLeaves: number[] = [];
  #policyLeaf = 0;
  readonly #deposits: Signed<DayKey>[] = [];
  #owner: Signer;
  readonly #signer: Signer;
  readonly #seats: readonly Seat[];
  readonly #server = createServer((request, response) => {
    void this.#reply(request).then(([status, answer]) => {
      response.writeHead(status, { 'content-type': 'application/json', [leafIndexHeader]: String(this.#policyLeaf) });
      const raw = typeof answer === 'string' || answer instanceof Uint8Array;
      return response.end(raw ? answer : JSON.stringify(answer));
    });
  });

  private constructor(
    policy: Signed<Policy>,
    log: NoteSigner,
    { owner, signer }: { readonly owner: Signer; readonly signer: Signer },
    seats: readonly Seat[],
  ) {
    this.policy = policy;
    this.#log = log;
    this.#policyLeaf = this.#enter({ kind: 'policy.published', policy });
    this.#owner = owner;
    this.#signer = signer;
    this.#seats = seats;
  }

  /** Starts one on a free port of this machine. */
  static async start(program: FakeProgram): Promise<FakeCollector> {
    const owner = await freshSigner();
    const seats = await Promise.all([seat('employer'), seat('worker')]);
    const log = await noteSigner((await generateLogKey('ledger.example')).signerKey);
    const policy = await signDocument(await policyOf(program, seats, formatVerifierKey(log.key)), owner);
    const collector = new FakeCollector(policy, log, { owner, signer: await freshSigner() }, seats);
    await new Promise<void>((resolve) => collector.#server.listen(0, '127.0.0.1', resolve));
    const address = collector.#server.address();
    if (address === null || typeof address === 'string') throw new TypeError('the server has no port');
    collector.url = `http://127.0.0.1:${address.port}`;
    return collector;
  }

  /** Brings a next version into force. */
  async publish(change: Partial<Policy>): Promise<void> {
    const { body } = this.policy;
    const next = { ...body, version: body.version + 1, previous: await digestOf(body), ...change };
    this.policy = await signDocument(parseAs(policySchema, 'policy', next), this.#owner);
    this.#policyLeaf = this.#enter({ kind: 'policy.published', policy: this.policy });
  }

  get leafCount(): number {
    return this.#leaves.length;
  }

  /** Another owner takes over: the same policy, signed with another key. */
  async changeOwner(): Promise<void> {
    this.#owner = await freshSigner();
    this.policy = await signDocument(this.policy.body, this.#owner);
    this.#policyLeaf = this.#enter({ kind: 'policy.published', policy: this.policy });
  }

  /** Forgets its ledger's last leaves for good; what is entered from now on takes their place. */
  rollBack(leaves: number): void {
    this.#leaves.splice(-leaves);
  }

  /** Enters a leaf and returns its index. */
  #enter(leaf: object): number {
    this.#leaves.push(utf8(canonicalJson(leafSchema.parse({ v: 1, t: 0, ...leaf }))));
    return this.#leaves.length - 1;
  }

  async #ledger(path: string): Promise<string | Uint8Array> {
    const log = await memoryLog(this.#leaves.slice(0, this.shownLeaves), this.#log);
    return path === 'checkpoint' ? log.checkpoint() : log.tile(path);
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      this.#server.closeAllConnections();
    });
  }

  /** The day keys that were deposited. */
  get deposits(): readonly Signed<DayKey>[] {
    return this.#deposits;
  }

  /** Every step that has arrived, opened by both custodians together. Throws unless the chain of segments is whole. */
  async steps(): Promise<readonly Step[]> {
    return (await this.records()).flatMap((record) => (record.kind === 'step' ? [record.step] : []));
  }

  /** Everything that has arrived, like {@link FakeCollector.steps}; without the first `skip` segments. */
  async records(skip = 0): Promise<readonly SegmentRecord[]> {
    const { faults } = await checkChain(this.segments.map(({ manifest }) => manifest));
    if (faults.length > 0) throw new Error(`chain: ${faults.map(({ code }) => code).join()}`);
    const build = buildIdSchema.parse('b'.repeat(64));
    const { identity, recipient } = await generateIdentity();
    const { program } = this.policy.body;
    const releases = await Promise.all(
      this.#seats.map(async ({ id, signer, identity: seatIdentity }) => {
        const custodian = custodianIdSchema.parse(id);
        const shares = await releaseShares({
          deposits: this.#deposits,
          custodian: { id: custodian, identity: seatIdentity },
          build,
          buildRecipient: recipient,
        });
        return signDocument(
          {
            type: 'share-release' as const,
            v: 1 as const,
            program,
            build,
            custodian,
            at: 0,
            checkpoint: '',
            shares: [...shares],
          },
          signer,
        );
      }),
    );
    const opened = await openReleases({ releases, policy: this.policy.body, build, buildIdentity: identity });
    const records: SegmentRecord[] = [];
    for (const { manifest, ciphertext } of this.segments.slice(skip)) {
      const deposit = this.#deposits.find(({ body }) => body.dayKey === manifest.body.context.dayKey);
      if (deposit === undefined) throw new Error('a segment without its day key');
      const segment = await openSegment({ ciphertext, manifest, identity: await opened.recover(deposit) });
      records.push(...segment.records);
    }
    return records;
  }

  async #reply(request: IncomingMessage): Promise<readonly [status: number, answer: unknown]> {
    try {
      const answer = await this.#answer(request);
      return answer === undefined ? [404, {}] : [200, answer];
    } catch {
      return [400, {}];
    }
  }

  async #answer(request: IncomingMessage): Promise<unknown> {
    const body = await bodyOf(request);
    const path = request.url ?? '';
    if (path === '/join') {
      const { program, ledger } = this.policy.body;
      const { verifierKey } = ledger;
      return { program, ownerKey: this.#owner.publicKey, verifierKey, collectorKey: this.#signer.publicKey };
    }
    if (path.startsWith('/ledger/')) return this.#ledger(path.slice('/ledger/'.length));
    if (path.endsWith('/policy')) return this.policy;
    if (path === '/v1/consents') return this.#consent(JSON.parse(fromUtf8(body)));
    if (path === '/v1/day-keys') {
      this.#deposits.push(await openSigned(dayKeySchema, JSON.parse(fromUtf8(body))));
      return {};
    }
    if (path === '/v1/erasures') return this.#erase(JSON.parse(fromUtf8(body)));
    if (path.startsWith('/v1/segments/')) return this.#segment(request, body);
    return undefined;
  }

  async #consent(input: unknown): Promise<unknown> {
    const submission = parseAs(consentSubmissionSchema, 'submission', input);
    if (this.consents.length === 0 && submission.enrolmentCode !== enrolmentCode) throw new Error('unknown code');
    this.consents.push(submission.consent);
    const leaf = { kind: 'consent.recorded', commitment: submission.commitment };
    const leafIndex = this.leavesOutConsents ? this.#leaves.length - 1 : this.#enter(leaf);
    return { consent: await digestOf(submission.consent.body), leafIndex };
  }

  async #erase(input: unknown): Promise<unknown> {
    const { body } = await openSigned(erasureSchema, input);
    const gone = body.scope.what === 'segments' ? body.scope.segments : [];
    this.erased.push(...gone);
    return signDocument(
      {
        type: 'erasure-receipt',
        v: 1,
        erasure: await digestOf(body),
        segments: gone.length,
        dayKeys: 0,
        leafIndex: 0,
        at: 0,
      },
      this.#signer,
    );
  }

  async #segment(request: IncomingMessage, ciphertext: Uint8Array<ArrayBuffer>): Promise<unknown> {
    const header = String(request.headers[manifestHeader]);
    const manifest = await openSigned(segmentManifestSchema, JSON.parse(fromUtf8(fromBase64Url(header))));
    const { context, ciphertext: digest } = manifest.body;
    if ((await sha256Hex(ciphertext)) !== digest) throw new Error('not the ciphertext the manifest names');
    if (context.seq === this.segments.length) {
      this.segments.push({ manifest, ciphertext });
      this.#segmentLeaves.push(this.#enter({ kind: 'segment.sealed', ciphertext: digest, bucket: 4096 }));
    }
    const { device, seq } = context;
    const leafIndex = this.#segmentLeaves[seq] ?? 0;
    return signDocument(
      { type: 'segment-receipt', v: 1, device, seq, ciphertext: digest, leafIndex, at: 0 },
      this.#signer,
    );
  }
}

async function bodyOf(request: IncomingMessage): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Uint8Array.from(Buffer.concat(chunks));
}

async function freshSigner(): Promise<Signer> {
  return signerFromKeyPair(await generateSigningKeyPair());
}

async function seat(side: Seat['side']): Promise<Seat> {
  const { identity, recipient } = await generateIdentity();
  return { id: `${side}-seat`, side, signer: await freshSigner(), identity, recipient };
}

async function policyOf(program: FakeProgram, seats: readonly Seat[], verifierKey: string): Promise<Policy> {
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
    safeguards: { version: ruleSet.version, digest: await ruleSetDigest() },
    custody: {
      custodians: seats.map(({ id, side, signer, recipient }) => ({
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
