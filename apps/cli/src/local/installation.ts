import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createClient, type Client, type ProgramTrust, type Seat } from '@assent/client';
import {
  custodianSchema,
  digestOf,
  signDocument,
  type Digest,
  type IdentityKind,
  type Policy,
  type Signer,
} from '@assent/contracts';
import { buildCodeDigest } from '@assent/dataset';
import { startPractice, type Practice, type PracticeApp } from '@assent/practice';
import { ruleSet, ruleSetDigest } from '@assent/safeguards';
import { keyFileSigner, publicKeys, type KeyFile } from '@assent/sealing';
import { startCollectorProcess, type CollectorProcess } from './collector-process.ts';
import { CliError } from '../errors.ts';
import { readIfThere, writeNew } from '../files.ts';
import type { Home } from './home.ts';
import { localKeyFile } from './key-files.ts';
import { isFree, listenerOn } from './ports.ts';
import { planWitness, startWitnessProcess, type WitnessPlan } from './witness-process.ts';
import { practicePolicy, practiceProgram, practiceCustodians } from './practice-policy.ts';

/** A local program in full: collector, practice apps, keys of every role, a published policy. */
export interface Installation {
  readonly home: Home;
  readonly collector: CollectorProcess;
  readonly practice: Practice;
  readonly client: Client;
  readonly policy: { readonly policy: Policy; readonly digest: Digest };
  readonly owner: Signer;
  readonly trust: ProgramTrust;
  /** The custodians. On a real installation each works at a machine of its own. */
  readonly custodians: readonly (Seat & { readonly side: 'employer' | 'worker'; readonly name: string })[];
  readonly enrolmentCode: string;
  stop(): Promise<void>;
}

/** How a local installation is set up. Port 0 lets the system choose. */
export interface InstallationSettings {
  readonly home: Home;
  readonly seed: number;
  readonly ports: { readonly collector: number; readonly witness: number } & Readonly<Record<PracticeApp, number>>;
  readonly coolingOffSeconds: number;
  readonly objectionWindowSeconds: number;
  /** The kind of age keys of custodians, days and builds; X25519 where left out. */
  readonly identities?: IdentityKind;
  /** Whether to run on a database of its own even where `DATABASE_URL` names another. */
  readonly embedded: boolean;
  /** Built pages for the collector to serve; none where left out. */
  readonly pages?: string;
  /** Ends the start. */
  readonly signal: AbortSignal;
}

/** Starts everything. What was made on an earlier start (keys, database, policy) is taken up again. */
export async function startInstallation(settings: InstallationSettings): Promise<Installation> {
  const { home } = settings;
  const owner = await localKeyFile(home.keys, 'owner', 'owner');
  const custodians = await Promise.all(
    practiceCustodians.map((each) => localKeyFile(home.keys, 'custodian', each.id, settings.identities)),
  );
  const enrolmentCode = await localEnrolmentCode(home);
  await requireFreePorts(settings.ports);
  const witness = await planWitness(home.witness, settings.ports.witness);
  const practice = await startPractice({ seed: settings.seed, ports: settings.ports });
  const running: (() => Promise<void>)[] = [() => practice.close()];
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((end) => end()));
    await home.record.close();
  };
  const { signal } = settings;
  const started = (what: string, pid: number) => home.record.add(what, pid);
  try {
    const collector = await startCollectorProcess({
      folder: home.collector,
      port: settings.ports.collector,
      program: practiceProgram,
      ownerKey: owner.signing.key,
      enrolmentCode,
      witnesses: `${witness.verifierKey} ${witness.url}`,
      embedded: settings.embedded,
      ...(settings.pages === undefined ? {} : { pages: settings.pages }),
      signal,
      started,
    });
    running.push(() => collector.stop());
    // It knows the ledger's key from the collector here. A witness elsewhere is given it on paper.
    running.push(await startWitnessProcess(witness, collector.verifierKey, { signal, started }));
    return {
      ...(await establish(settings, { owner, custodians, collector, witness, practice })),
      practice,
      enrolmentCode,
      stop,
    };
  } catch (error) {
    // Whatever came up must not keep running behind an error.
    await stop();
    throw error;
  }
}

/** Throws `port-taken` for the first port that something else listens on, and says what that is where it can be seen. */
async function requireFreePorts(ports: InstallationSettings['ports']): Promise<void> {
  for (const port of Object.values(ports)) {
    if (port === 0 || (await isFree(port))) continue;
    const holder = await listenerOn(port);
    const who = holder === null ? 'another program' : `process ${holder.pid} (${holder.command})`;
    const end = holder === null ? 'end that program' : `end it with \`kill ${holder.pid}\``;
    throw new CliError('port-taken', `port ${port} is taken by ${who}`, {
      remedy: `${end}, or use other ports: npm start -- --port 4700`,
    });
  }
}

interface Made {
  readonly owner: KeyFile;
  readonly custodians: readonly KeyFile[];
  readonly collector: CollectorProcess;
  readonly witness: WitnessPlan;
  readonly practice: Practice;
}

/** Brings the practice policy into force and gives every role its keys. */
async function establish(settings: InstallationSettings, made: Made) {
  const { home } = settings;
  const { collector } = made;
  const owner = await keyFileSigner(made.owner);
  const client = createClient({ baseUrl: collector.address, fetch: globalThis.fetch, now: () => Date.now() });
  const policy = await inForce(client, owner, await plannedPolicy(settings, made));
  return {
    home,
    collector,
    client,
    policy: { policy, digest: await digestOf(policy) },
    owner,
    trust: { program: practiceProgram, ownerKey: owner.publicKey, verifierKey: collector.verifierKey },
    custodians: await Promise.all(practiceCustodians.map((each, i) => custodianKeys(each, made.custodians[i]))),
  };
}

async function plannedPolicy(settings: InstallationSettings, made: Made): Promise<Policy> {
  return practicePolicy({
    issuedAt: Date.now(),
    origins: made.practice.origins,
    custodians: practiceCustodians.map((each, i) =>
      custodianSchema.parse({ ...each, ...publicKeysOf(made.custodians[i]) }),
    ),
    verifierKey: made.collector.verifierKey,
    witnessKey: made.witness.verifierKey,
    safeguards: { version: ruleSet.version, digest: await ruleSetDigest() },
    codeDigest: await buildCodeDigest(),
    coolingOffSeconds: settings.coolingOffSeconds,
    objectionWindowSeconds: settings.objectionWindowSeconds,
    ...(settings.identities === undefined ? {} : { identities: settings.identities }),
  });
}

/** Publishes the policy, or the next version of it where what is in force says something else. */
async function inForce(client: Client, owner: Signer, planned: Policy): Promise<Policy> {
  const current = await client.policy(planned.program).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'not-found') return null;
    throw error;
  });
  if (current !== null) {
    const { version, previous, issuedAt } = current.body;
    if ((await digestOf({ ...planned, version, previous, issuedAt })) === (await digestOf(current.body)))
      return current.body;
  }
  const next: Policy =
    current === null
      ? planned
      : { ...planned, version: current.body.version + 1, previous: await digestOf(current.body) };
  await client.publishPolicy(await signDocument(next, owner));
  return next;
}

async function custodianKeys(custodian: (typeof practiceCustodians)[number], keys: KeyFile | undefined) {
  const { id } = custodianSchema.pick({ id: true }).parse({ id: custodian.id });
  // Key files of custodians are made with an age identity, and there is one per custodian.
  if (keys === undefined || keys.age === null) throw new TypeError('a custodian without an identity');
  return {
    id,
    side: custodian.side,
    name: custodian.name,
    identity: keys.age.identity,
    signer: await keyFileSigner(keys),
  };
}

function publicKeysOf(keys: KeyFile | undefined) {
  return keys === undefined ? {} : publicKeys(keys);
}

/** The code people enrol with; made on first start. */
async function localEnrolmentCode(home: Home): Promise<string> {
  const path = join(home.keys, 'enrolment-code');
  const known = await readIfThere(path);
  if (known !== null) return known;
  const code = randomBytes(12).toString('base64url');
  await writeNew(path, code);
  return code;
}
