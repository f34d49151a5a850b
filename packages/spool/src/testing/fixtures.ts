import {
  digestOf,
  digestSchema,
  generateSigningKeyPair,
  openSigned,
  parseAs,
  participantIdSchema,
  policySchema,
  sessionIdSchema,
  segmentManifestSchema,
  sha256Hex,
  signDocument,
  signerFromKeyPair,
  stepSchema,
  utf8,
  dayKeySchema,
  type DayKey,
  type DayKeyId,
  type Digest,
  type Policy,
  type SegmentManifest,
  type SegmentReceipt,
  type Signed,
  type Signer,
  type Step,
} from '@assent/contracts';
import {
  checkChain,
  generateIdentity,
  openSegment,
  openVaultCopy,
  vaultKeysOf,
  type OpenedSegment,
  type VaultKeys,
} from '@assent/sealing';
import type { AppendBatch } from '../append.ts';
import type { LedgerLook, LedgerWatch } from '../confirm.ts';
import type { Agreement } from '../seal.ts';
import type { Transport } from '../upload.ts';

/** Values and fakes for this package's tests. */

export const start = Date.UTC(2026, 9, 1, 10);

export function sessionId(name: string): Step['session'] {
  return sessionIdSchema.parse(`s_${name.padEnd(22, '0')}`);
}

/** A step that is identified by its text. */
export function sampleStep(changes: {
  readonly seq: number;
  readonly t: number;
  readonly policy: Digest;
  readonly session?: string;
  readonly episode?: number;
  readonly duration?: number;
  readonly shot?: Digest;
  readonly text?: string;
}): Step {
  const { seq, t, policy, session = 'a', episode = 0, duration = 100, shot, text = `step ${session} ${seq}` } = changes;
  return parseAs(stepSchema, 'step', {
    v: 1,
    session: sessionId(session),
    episode,
    seq,
    t,
    duration,
    sensor: 'browser',
    origin: 'user',
    webdriver: false,
    complete: true,
    missed: 0,
    tab: 1,
    window: 1,
    frame: { path: [], origin: 'https://tickets.example.com', sameOriginAsTop: true },
    view: { width: 800, height: 600, scale: 1, scrollX: 0, scrollY: 0, screen: [0, 0] },
    action: { type: 'type', value: { text }, mode: 'append' },
    target: null,
    observation: shot === undefined ? null : { shot, width: 10, height: 10 },
    page: { origin: 'https://tickets.example.com', path: '/', queryKeys: [], title: '' },
    redactions: [],
    policy,
    safeguards: digestSchema.parse('5'.repeat(64)),
  });
}

/** A batch with nothing but these steps. */
export function batchOf(steps: readonly Step[], more: Partial<AppendBatch> = {}): AppendBatch {
  return {
    steps,
    notes: [],
    snapshots: [],
    reducerState: null,
    acks: null,
    events: { seen: steps.length, dropped: 0 },
    ...more,
  };
}

/** A snapshot whose bytes are made from a name. */
export async function sampleSnapshot(name: string, size = 1000) {
  const bytes = new Uint8Array(size);
  bytes.set(utf8(name));
  return { digest: await sha256Hex(bytes), bytes };
}

/** A device with its agreement, and a vault that can open what it seals. */
export interface TestDevice {
  readonly signer: Signer;
  readonly agreement: Agreement;
  readonly vault: VaultKeys & { readonly identity: string };
}

export async function testDevice(coolingOffSeconds = 60): Promise<TestDevice> {
  const signer = await signerFromKeyPair(await generateSigningKeyPair());
  const { identity } = await generateIdentity();
  const vault = { identity, ...(await vaultKeysOf(identity)) };
  const policy = await samplePolicy(coolingOffSeconds);
  const policyDigest = await digestOf(policy);
  const agreement: Agreement = {
    policy,
    policyDigest,
    consentDigest: digestSchema.parse('c'.repeat(64)),
    participant: participantIdSchema.parse(`p_${'x'.repeat(22)}`),
  };
  return { signer, agreement, vault };
}

async function samplePolicy(coolingOffSeconds: number): Promise<Policy> {
  const seat = async (id: string, side: string) => {
    const key = await signerFromKeyPair(await generateSigningKeyPair());
    return { id, side, name: id, recipient: (await generateIdentity()).recipient, signingKey: key.publicKey };
  };
  return parseAs(policySchema, 'policy', {
    type: 'policy',
    v: 1,
    program: 'pilot',
    version: 1,
    previous: null,
    issuedAt: start,
    title: 'Pilot',
    organisation: 'Example GmbH',
    purpose: 'train-computer-use-models',
    summary: 'For tests.',
    sites: [{ origin: 'https://tickets.example.com', name: 'Tickets', mode: 'ambient', interfaceWords: [] }],
    tiers: ['steps-with-snapshots'],
    pause: { capMinutes: 30 },
    review: { coolingOffSeconds },
    snapshots: { maxPerMinute: 6 },
    retentionDays: 365,
    safeguards: { version: '1', digest: '5'.repeat(64) },
    custody: {
      custodians: [await seat('owner', 'employer'), await seat('council', 'worker')],
      thresholds: { employer: 1, worker: 1 },
    },
    builds: { objectionWindowSeconds: 60, codeDigests: ['d'.repeat(64)], minParticipants: 1 },
    ledger: { verifierKey: 'ledger.example.com/pilot+abcdef01+AAAA' },
  });
}

/** A collector in memory that does what a real one promises: put-once, idempotent, signed receipts. */
export class TestCollector {
  readonly transport: Transport;
  readonly signer: Signer;
  /** Answers to give instead of serving, first come first served; `lost` serves and then loses the answer. */
  readonly trouble: ('retry' | 'refused' | 'gone' | 'throw' | 'lost' | 'forged')[] = [];
  /** Its ledger, which goes on for ever; `ledgerTrouble` makes it misbehave for as long as it is set. */
  readonly ledger: LedgerWatch;
  ledgerTrouble: 'withheld' | 'silent' | Extract<LedgerLook, { outcome: 'diverged' }>['how'] | null = null;
  readonly #deposits = new Map<DayKeyId, Signed<DayKey>>();
  readonly #segments = new Map<number, { manifest: Signed<SegmentManifest>; ciphertext: Uint8Array<ArrayBuffer> }>();

  constructor(signer: Signer) {
    this.signer = signer;
    let looks = 0;
    this.ledger = {
      look: async ({ remembered, receipts }) => {
        const { ledgerTrouble } = this;
        if (ledgerTrouble === 'silent') throw new TypeError('network');
        if (ledgerTrouble !== null && ledgerTrouble !== 'withheld') {
          if (remembered === null) throw new TypeError('nothing to diverge from');
          return { outcome: 'diverged', how: ledgerTrouble, shown: 'another history' };
        }
        const standing = receipts.map(
          ({ seq, ciphertext }) =>
            ledgerTrouble === null && this.#segments.get(seq)?.manifest.body.ciphertext === ciphertext,
        );
        return { outcome: 'continues', checkpoint: `checkpoint ${looks++}`, standing };
      },
    };
    this.transport = {
      depositDayKey: async (deposit) => {
        const { body } = await openSigned(dayKeySchema, deposit);
        this.#deposits.set(body.dayKey, deposit);
        return { outcome: 'stored' };
      },
      putSegment: async (manifest, ciphertext) => {
        const trouble = this.trouble.shift();
        if (trouble === 'throw') throw new TypeError('network');
        if (trouble === 'retry') return { outcome: 'retry', afterMs: 60_000 };
        if (trouble === 'refused' || trouble === 'gone') return { outcome: trouble };
        const receipt = await this.#store(manifest, ciphertext, trouble === 'forged');
        if (trouble === 'lost') throw new TypeError('answer lost');
        return { outcome: 'stored', receipt };
      },
    };
  }

  get segmentCount(): number {
    return this.#segments.size;
  }

  async #store(input: unknown, ciphertext: Uint8Array<ArrayBuffer>, forged: boolean): Promise<Signed<SegmentReceipt>> {
    const manifest = await openSigned(segmentManifestSchema, input);
    const { context, ciphertext: digest } = manifest.body;
    if (!this.#deposits.has(context.dayKey)) throw new Error('segment before its day key');
    if ((await sha256Hex(ciphertext)) !== digest) throw new Error('ciphertext is not what the manifest names');
    const before = this.#segments.get(context.seq);
    if (before !== undefined && before.manifest.body.ciphertext !== digest) throw new Error('two segments, one number');
    this.#segments.set(context.seq, { manifest, ciphertext });
    return signDocument(
      {
        type: 'segment-receipt',
        v: 1,
        device: context.device,
        seq: forged ? context.seq + 1 : context.seq,
        ciphertext: digest,
        leafIndex: 0,
        at: start,
      },
      this.signer,
    );
  }

  /** Opens everything that has arrived, in order. Throws unless the chain is whole. */
  async open(vaultIdentity: string): Promise<readonly OpenedSegment[]> {
    const segments = [...this.#segments].toSorted(([a], [b]) => a - b).map(([, segment]) => segment);
    const report = await checkChain(segments.map(({ manifest }) => manifest));
    if (report.faults.length > 0) throw new Error(`chain: ${report.faults.map(({ code }) => code).join()}`);
    const opened: OpenedSegment[] = [];
    for (const { manifest, ciphertext } of segments) {
      const deposit = this.#deposits.get(manifest.body.context.dayKey);
      if (deposit === undefined) throw new Error('no deposit');
      const identity = await openVaultCopy({ deposit, vaultIdentity });
      opened.push(await openSegment({ ciphertext, manifest, identity }));
    }
    return opened;
  }
}
