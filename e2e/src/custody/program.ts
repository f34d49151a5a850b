import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createClient, requestBuild, type Client, type ProgramTrust } from '@assent/client';
import { createCollector, createLog, type Collector } from '@assent/collector';
import {
  custodianSchema,
  dayOf,
  parseAs,
  policySchema,
  programIdSchema,
  sha256Hex,
  signDocument,
  utf8,
  type BuildId,
  type Digest,
  type Policy,
  type Signer,
} from '@assent/contracts';
import { buildCodeDigest } from '@assent/dataset';
import { ruleSet, ruleSetDigest } from '@assent/safeguards';
import { generateIdentity, generateKeyFile, publicKeys, vaultKeysOf, type KeyFile } from '@assent/sealing';
import { builtPages, freshDatabase } from '@assent/testkit/shared';
import { newSigner, takePart } from '../redteam/world/people.ts';
import type { Person } from '../redteam/world/world.ts';

/** A program whose collector, custodians and participant are real, and whose clock is set by hand. */
export interface CustodyProgram {
  readonly address: string;
  readonly client: Client;
  readonly trust: ProgramTrust;
  readonly policy: { readonly policy: Policy; readonly digest: Digest };
  readonly employer: KeyFile;
  readonly worker: KeyFile;
  readonly owner: Signer;
  readonly dataDir: string;
  /** The built pages. */
  readonly pagesDir: string;
  /** Takes part and has sent two segments of one step each. */
  readonly person: Person;
  /** The age identity of that person's vault. */
  readonly vault: string;
  now(): number;
  /** Lets time pass on the collector. */
  advance(ms: number): void;
  /** The owner asks for a build, with copies for these recipients. */
  ask(deliverTo?: readonly Digest[]): Promise<AskedBuild>;
  close(): Promise<void>;
}

/** A request with the keys of its build. */
export interface AskedBuild {
  readonly build: BuildId;
  readonly identity: string;
  readonly builder: Signer;
}

/** How long the program's objection window is, ms. */
export const windowMs = 3_600_000;

/** Starts it, with the custodian's page built and served, one participant and two sealed segments. */
export async function startCustodyProgram(): Promise<CustodyProgram> {
  const dataDir = await mkdtemp(join(tmpdir(), 'assent-custody-'));
  const program = programIdSchema.parse('pilot');
  const owner = await newSigner();
  const enrolmentCode = 'welcome-to-the-pilot';
  const pagesDir = await builtPages();
  let ahead = 0;
  const now = () => Date.now() + ahead;
  const collector = await createCollector({
    program,
    ownerKey: owner.publicKey,
    enrolmentCode: await sha256Hex(utf8(enrolmentCode)),
    dataDir,
    databaseUrl: await freshDatabase(),
    pagesDir,
    log: createLog(() => undefined),
    clock: { now },
  });
  const address = await collector.listen();
  const client = createClient({ baseUrl: address, fetch: globalThis.fetch, now });
  const employer = await generateKeyFile('custodian', 'privacy-office');
  const worker = await generateKeyFile('custodian', 'works-council');
  const document = await signDocument(await policyOf(collector, employer, worker), owner);
  const { policy: digest } = await client.publishPolicy(document);
  const policy = { policy: document.body, digest };
  const vault = (await generateIdentity()).identity;
  const ada = { name: 'Ada', texts: [['hello'], ['again']], vault: await vaultKeysOf(vault) };
  const person = await takePart({ client, policy: document.body, digest, enrolmentCode }, ada);
  return {
    address,
    client,
    trust: { program, ownerKey: owner.publicKey, verifierKey: collector.verifierKey },
    policy,
    employer,
    worker,
    owner,
    dataDir,
    pagesDir,
    person,
    vault,
    now,
    advance: (ms) => {
      ahead += ms;
    },
    ask: async (deliverTo = []) => ask(client, owner, policy, now(), deliverTo),
    close: async () => {
      await collector.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function ask(
  client: Client,
  owner: Signer,
  policy: CustodyProgram['policy'],
  now: number,
  deliverTo: readonly Digest[],
): Promise<AskedBuild> {
  const { identity, recipient } = await generateIdentity();
  const builder = await newSigner();
  const { build } = await requestBuild({
    client,
    owner,
    policy,
    days: { from: dayOf(now - 2 * 86_400_000), to: dayOf(now) },
    code: await buildCodeDigest(),
    recipient,
    builder: builder.publicKey,
    deliverTo,
    now,
  });
  return { build, identity, builder };
}

async function policyOf(collector: Collector, employer: KeyFile, worker: KeyFile): Promise<Policy> {
  const seats = [
    { id: employer.name, side: 'employer', name: 'Privacy office', ...publicKeys(employer) },
    { id: worker.name, side: 'worker', name: 'Works council', ...publicKeys(worker) },
  ];
  return parseAs(policySchema, 'policy', {
    type: 'policy',
    v: 1,
    program: 'pilot',
    version: 1,
    previous: null,
    issuedAt: Date.now(),
    title: 'Office pilot',
    organisation: 'Example Works',
    purpose: 'train-computer-use-models',
    summary: 'For tests.',
    sites: [{ origin: 'https://tickets.example.com', name: 'Tickets', mode: 'ambient', interfaceWords: [] }],
    tiers: ['steps-only'],
    pause: { capMinutes: 30 },
    review: { coolingOffSeconds: 0 },
    snapshots: { maxPerMinute: 0 },
    retentionDays: 30,
    safeguards: { version: ruleSet.version, digest: await ruleSetDigest() },
    custody: { custodians: seats.map((seat) => custodianSchema.parse(seat)), thresholds: { employer: 1, worker: 1 } },
    builds: {
      objectionWindowSeconds: windowMs / 1000,
      codeDigests: [await buildCodeDigest()],
      minParticipants: 1,
    },
    ledger: { verifierKey: collector.verifierKey },
  });
}
