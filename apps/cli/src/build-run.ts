import { erasedAmong, readLedgerFacts, requestBuild, type Client, type LedgerFacts } from '@assent/client';
import {
  CodedError,
  digestOf,
  openSigned,
  recipientCardSchema,
  signDocument,
  type BuildId,
  type BuildInputs,
  type BuildRequest,
  type BuildStatus,
  type Delivery,
  type Digest,
  type Policy,
  type Signer,
} from '@assent/contracts';
import {
  buildCodeDigest,
  buildSealed,
  type BuildProgress,
  type BuildRecipient,
  type SealedArchive,
  type SealedBuildReport,
} from '@assent/dataset';
import { generateKeyFile, keyFileSigner } from '@assent/sealing';

/** Why a build did not come about. */
class BuildRunError extends CodedError<'refused' | 'stopped' | 'not-allowed' | 'ledger' | 'recipient'> {}

/** A build as its owner wants it. */
export interface BuildRunInput {
  readonly client: Client;
  readonly owner: Signer;
  readonly policy: { readonly policy: Policy; readonly digest: Digest };
  readonly days: BuildRequest['days'];
  /** Less than everything: origins of apps, tiers. */
  readonly apps?: BuildRequest['apps'];
  readonly tiers?: BuildRequest['tiers'];
  readonly outDir: string;
  /** Registered recipients, each of whom gets a sealed copy. */
  readonly deliverTo: readonly Digest[];
  /** Whether the release itself is to lie in the open in `outDir`. */
  readonly plain: boolean;
  readonly signal: AbortSignal;
  /** Called when the request is in the ledger. */
  readonly requested?: (build: BuildId, status: BuildStatus) => void;
  /** Called whenever the build's public state has changed. */
  readonly waiting?: (status: BuildStatus) => void;
  readonly progress?: (progress: BuildProgress) => void;
}

/** What came out of a build, and the ledger's leaf about it. */
export interface BuildRunReport extends SealedBuildReport {
  readonly deliveries: readonly (SealedArchive & { readonly leafIndex: number })[];
}

/**
 * Requests a build, waits for window and both sides, runs it, hands in its result and enters its deliveries into the ledger.
 *
 * What sees plaintext runs in a process apart (`buildSealed`). The build's keys exist in these two processes only, from the request to the end: a process that is stopped meanwhile must ask
 * again, and nobody can open what was released to it. Throws a `BuildRunError` when a side refuses or the user stops,
 * and what the client and the dataset package throw.
 */
export async function runBuild(input: BuildRunInput): Promise<BuildRunReport> {
  const { client, policy } = input;
  const code = await buildCodeDigest();
  if (!policy.policy.builds.codeDigests.includes(code)) {
    throw new BuildRunError('not-allowed', 'the policy does not allow this version of the build code');
  }
  const keys = await generateKeyFile('builder', 'build', policy.policy.custody.identities);
  // A builder's key file is made with an age identity.
  if (keys.age === null) throw new TypeError('a builder without an identity');
  const builder = await keyFileSigner(keys);
  const { build, status } = await requestBuild({
    client,
    owner: input.owner,
    policy,
    days: input.days,
    ...(input.apps === undefined ? {} : { apps: input.apps }),
    ...(input.tiers === undefined ? {} : { tiers: input.tiers }),
    code,
    recipient: keys.age.recipient,
    builder: builder.publicKey,
    deliverTo: input.deliverTo,
    now: Date.now(),
  });
  input.requested?.(build, status);
  await untilReleased(input, build);
  const inputs = await client.buildInputs(build, builder);
  // Read only now: what was erased while both sides made up their minds counts.
  const ledger = await readLedgerFacts({
    source: client.ledger,
    verifierKey: policy.policy.ledger.verifierKey,
    ownerKey: input.owner.publicKey,
    leafIndex: status.leafIndex,
    policy: policy.digest,
  });
  if (ledger === null) throw new BuildRunError('ledger', 'the ledger does not check out; nothing was opened');
  const deliverTo = await recipientsOf(input.deliverTo, inputs, ledger);
  const report = await buildSealed(
    {
      request: status.request,
      inputs,
      erased: erasedAmong(inputs, ledger.tombstones),
      fetchObject: (ciphertext) => client.buildObject(build, ciphertext, builder),
      buildIdentity: keys.age.identity,
      builder,
      outDir: input.outDir,
      ...(input.progress === undefined ? {} : { progress: input.progress }),
    },
    { deliverTo, plain: input.plain },
  );
  await client.finishBuild(report.result);
  const deliveries = [];
  for (const archive of report.archives) {
    deliveries.push({ ...archive, leafIndex: await deliver(client, report, archive, builder) });
  }
  return { ...report, deliveries };
}

/** Keys to seal to: from cards that their holders signed and that the ledger shows to be let in, or from nowhere. */
async function recipientsOf(
  wanted: readonly Digest[],
  inputs: BuildInputs,
  ledger: LedgerFacts,
): Promise<readonly BuildRecipient[]> {
  const known = new Map<Digest, BuildRecipient>();
  for (const card of inputs.recipients ?? []) {
    const { body } = await openSigned(recipientCardSchema, card, { key: card.body.signingKey });
    const digest = await digestOf(body);
    known.set(digest, { digest, age: body.recipient });
  }
  return wanted.map((digest) => {
    const recipient = known.get(digest);
    if (recipient === undefined || !ledger.recipients.has(digest)) {
      throw new BuildRunError('recipient', 'a recipient is not registered in the ledger; nothing was opened');
    }
    return recipient;
  });
}

async function deliver(
  client: Client,
  { result }: SealedBuildReport,
  archive: SealedArchive,
  builder: Signer,
): Promise<number> {
  const { program, build, output: release } = result.body;
  const delivery: Delivery = {
    type: 'export-delivered',
    v: 1,
    program,
    build,
    at: Date.now(),
    recipient: archive.recipient,
    release,
    output: archive.manifestDigest,
    archive: archive.archive,
    canary: archive.canary,
  };
  const { leafIndex } = await client.recordDelivery({
    delivery: await signDocument(delivery, builder),
    notes: [...archive.notes],
  });
  return leafIndex;
}

/** Asks until both sides have released. Deny by default: any refusal that makes a side fall short ends it. */
async function untilReleased(input: BuildRunInput, build: BuildId): Promise<void> {
  let reported = '';
  for (;;) {
    const status = await input.client.build(build);
    const now = JSON.stringify([status.state, status.released, status.refused]);
    if (now !== reported) input.waiting?.(status);
    reported = now;
    if (status.state === 'released') return;
    if (status.state === 'refused') throw new BuildRunError('refused', 'a side refused this build');
    await pause(500, input.signal);
  }
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) throw new BuildRunError('stopped', 'stopped before both sides had released');
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
  if (signal.aborted) throw new BuildRunError('stopped', 'stopped before both sides had released');
}
