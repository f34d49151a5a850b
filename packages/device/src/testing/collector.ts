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
  leafIndexHeader,
  leafSchema,
  manifestHeader,
  openSigned,
  parseAs,
  policySchema,
  segmentManifestSchema,
  sha256Hex,
  signDocument,
  utf8,
  type Consent,
  type DayKey,
  type Policy,
  type SegmentManifest,
  type Signed,
  type Signer,
  type Step,
} from '@assent/contracts';
import { formatVerifierKey, generateLogKey, noteSigner, type NoteSigner } from '@assent/ledger';
import { memoryLog } from '@assent/ledger/testing';
import {
  checkChain,
  generateIdentity,
  openReleases,
  openSegment,
  releaseShares,
  type SegmentRecord,
} from '@assent/sealing';
import { custodian, freshSigner, policyOf, type TestCustodian, type TestProgram } from './program.ts';

/** A code this collector takes. */
export const enrolmentCode = 'let-me-in-please-123';

/** A request that has arrived. */
export interface TestRequest {
  readonly path: string;
  /** A header's value; empty where there is none. */
  readonly header: (name: string) => string;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** What a test collector is made of. */
export interface TestCollectorParts {
  readonly policy: Signed<Policy>;
  readonly log: NoteSigner;
  readonly owner: Signer;
  readonly signer: Signer;
  readonly custodians: readonly TestCustodian[];
}

/**
 * A collector in memory, with both custodians' keys in its hands: it takes what a device sends, checks every signature,
 * and can open it. For tests of the device only.
 */
export class TestCollector {
  readonly consents: Signed<Consent>[] = [];
  readonly segments: { readonly manifest: Signed<SegmentManifest>; readonly ciphertext: Uint8Array<ArrayBuffer> }[] =
    [];
  /** Ciphertext digests whose erasure was ordered. */
  readonly erased: string[] = [];
  /** The version in force. */
  policy: Signed<Policy>;
  url = 'https://collector.example';
  /** How many leaves its ledger shows at most. */
  shownLeaves = Infinity;
  /** Whether it claims that consents are in the ledger and enters none. */
  leavesOutConsents = false;
  /** Whether it takes no segment. */
  refusesSegments = false;
  /** Whether its erasure receipts are for something else than was ordered. */
  confirmsOtherErasures = false;
  readonly #log: NoteSigner;
  readonly #leaves: Uint8Array[] = [];
  readonly #segmentLeaves: number[] = [];
  #policyLeaf = 0;
  readonly #deposits: Signed<DayKey>[] = [];
  #owner: Signer;
  readonly #signer: Signer;
  readonly #custodians: readonly TestCustodian[];

  protected constructor(parts: TestCollectorParts) {
    this.policy = parts.policy;
    this.#log = parts.log;
    this.#policyLeaf = this.#enter({ kind: 'policy.published', policy: parts.policy });
    this.#owner = parts.owner;
    this.#signer = parts.signer;
    this.#custodians = parts.custodians;
  }

  /** Sets a program up. */
  static async create(program: TestProgram): Promise<TestCollector> {
    return new TestCollector(await TestCollector.partsOf(program));
  }

  protected static async partsOf(program: TestProgram): Promise<TestCollectorParts> {
    const owner = await freshSigner();
    const custodians = await Promise.all([custodian('employer'), custodian('worker')]);
    const log = await noteSigner((await generateLogKey('ledger.example')).signerKey);
    const policy = await signDocument(await policyOf(program, custodians, formatVerifierKey(log.key)), owner);
    return { policy, log, owner, signer: await freshSigner(), custodians };
  }

  /** A request as an answer: over real HTTP, or straight from a device in the same process. */
  async respond(request: TestRequest): Promise<Response> {
    const headers = { 'content-type': 'application/json', [leafIndexHeader]: String(this.#policyLeaf) };
    try {
      const answer = await this.#answer(request);
      if (answer === undefined) return new Response('{}', { status: 404, headers });
      if (answer instanceof Uint8Array) return new Response(Uint8Array.from(answer), { headers });
      return new Response(typeof answer === 'string' ? answer : JSON.stringify(answer), { headers });
    } catch {
      return new Response('{}', { status: 400, headers });
    }
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

  /** The day keys that were deposited. */
  get deposits(): readonly Signed<DayKey>[] {
    return this.#deposits;
  }

  /** Every step that has arrived, opened by both custodians together. Throws unless the chain of segments is whole. */
  async steps(): Promise<readonly Step[]> {
    return (await this.records()).flatMap((record) => (record.kind === 'step' ? [record.step] : []));
  }

  /** Everything that has arrived, like {@link TestCollector.steps}; without the first `skip` segments. */
  async records(skip = 0): Promise<readonly SegmentRecord[]> {
    const { faults } = await checkChain(this.segments.map(({ manifest }) => manifest));
    if (faults.length > 0) throw new Error(`chain: ${faults.map(({ code }) => code).join()}`);
    const build = buildIdSchema.parse('b'.repeat(64));
    const { identity, recipient } = await generateIdentity();
    const { program } = this.policy.body;
    const releases = await Promise.all(
      this.#custodians.map(async ({ id, signer, identity: custodianIdentity }) => {
        const custodianId = custodianIdSchema.parse(id);
        const shares = await releaseShares({
          deposits: this.#deposits,
          custodian: { id: custodianId, identity: custodianIdentity },
          build,
          buildRecipient: recipient,
        });
        return signDocument(
          {
            type: 'share-release' as const,
            v: 1 as const,
            program,
            build,
            custodian: custodianId,
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

  async #answer({ path, header, body }: TestRequest): Promise<unknown> {
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
    if (path.startsWith('/v1/segments/')) return this.#segment(header(manifestHeader), body);
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
        erasure: await digestOf(this.confirmsOtherErasures ? { ...body, at: body.at + 1 } : body),
        segments: gone.length,
        dayKeys: 0,
        leafIndex: 0,
        at: 0,
      },
      this.#signer,
    );
  }

  async #segment(manifestText: string, ciphertext: Uint8Array<ArrayBuffer>): Promise<unknown> {
    if (this.refusesSegments) throw new Error('no');
    const manifest = await openSigned(segmentManifestSchema, JSON.parse(fromUtf8(fromBase64Url(manifestText))));
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
