import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createClient, type Client, type ProgramTrust, type Seat } from '@assent/client';
import { custodianSchema, digestOf, signDocument, type Digest, type Policy, type Signer } from '@assent/contracts';
import { buildCodeDigest } from '@assent/dataset';
import { startPractice, type Practice, type PracticeApp } from '@assent/practice';
import { ruleSet, ruleSetDigest } from '@assent/safeguards';
import { keyFileSigner, publicKeys, type KeyFile } from '@assent/sealing';
import { InstallationError, startCollectorProcess, type CollectorProcess } from './collector-process.ts';
import type { Home } from './home.ts';
import { localKeyFile } from './key-files.ts';
import { practicePolicy, practiceProgram, practiceSeats } from './practice-policy.ts';

/** A local program in full: collector, practice apps, keys of every role, a published policy. */
export interface Installation {
  readonly home: Home;
  readonly collector: CollectorProcess;
  readonly practice: Practice;
  readonly client: Client;
  readonly policy: { readonly policy: Policy; readonly digest: Digest };
  readonly owner: Signer;
  readonly trust: ProgramTrust;
  /** The custodians. On a real installation each sits at a machine of its own. */
  readonly seats: readonly (Seat & { readonly side: 'employer' | 'worker'; readonly name: string })[];
  readonly enrolmentCode: string;
  stop(): Promise<void>;
}

/** How a local installation is set up. Port 0 lets the system choose. */
export interface InstallationSettings {
  readonly home: Home;
  readonly seed: number;
  readonly ports: { readonly collector: number } & Readonly<Record<PracticeApp, number>>;
  readonly coolingOffSeconds: number;
  readonly objectionWindowSeconds: number;
  /** Whether to run on a database of its own even where `DATABASE_URL` names another. */
  readonly embedded: boolean;
  /** Built pages for the collector to serve; none where left out. */
  readonly pages?: string;
}

/** Starts everything. What was made on an earlier start (keys, database, policy) is taken up again. */
export async function startInstallation(settings: InstallationSettings): Promise<Installation> {
  const { home } = settings;
  const owner = await localKeyFile(home.keys, 'owner', 'owner');
  const seats = await Promise.all(practiceSeats.map((seat) => localKeyFile(home.keys, 'custodian', seat.id)));
  const enrolmentCode = await localEnrolmentCode(home);
  const practice = await startPractice({ seed: settings.seed, ports: settings.ports }).catch(explainTaken);
  const running: (() => Promise<void>)[] = [() => practice.close()];
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((end) => end()));
  };
  try {
    const collector = await startCollectorProcess({
      folder: home.collector,
      port: settings.ports.collector,
      program: practiceProgram,
      ownerKey: owner.signing.key,
      enrolmentCode,
      embedded: settings.embedded,
      ...(settings.pages === undefined ? {} : { pages: settings.pages }),
    });
    running.push(() => collector.stop());
    return { ...(await establish(settings, { owner, seats, collector, practice })), practice, enrolmentCode, stop };
  } catch (error) {
    // Whatever came up must not keep running behind an error.
    await stop();
    throw error;
  }
}

function explainTaken(error: unknown): never {
  if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
  throw new InstallationError('port-taken', 'the ports are taken: is the local system running already?');
}

interface Made {
  readonly owner: KeyFile;
  readonly seats: readonly KeyFile[];
  readonly collector: CollectorProcess;
  readonly practice: Practice;
}

/** Brings the practice policy into force and gives every role its keys. */
async function establish(settings: InstallationSettings, made: Made) {
  const { home } = settings;
  const { collector } = made;
  const owner = await keyFileSigner(made.owner);
  const client = createClient({ baseUrl: collector.address, fetch: globalThis.fetch, now: () => Date.now() });
  const policy = await inForce(client, owner, await wantedPolicy(settings, made));
  return {
    home,
    collector,
    client,
    policy: { policy, digest: await digestOf(policy) },
    owner,
    trust: { program: practiceProgram, ownerKey: owner.publicKey, verifierKey: collector.verifierKey },
    seats: await Promise.all(practiceSeats.map((seat, i) => seatOf(seat, made.seats[i]))),
  };
}

async function wantedPolicy(settings: InstallationSettings, made: Made): Promise<Policy> {
  return practicePolicy({
    issuedAt: Date.now(),
    origins: made.practice.origins,
    custodians: practiceSeats.map((seat, i) => custodianSchema.parse({ ...seat, ...publicKeysOf(made.seats[i]) })),
    verifierKey: made.collector.verifierKey,
    safeguards: { version: ruleSet.version, digest: await ruleSetDigest() },
    codeDigest: await buildCodeDigest(),
    coolingOffSeconds: settings.coolingOffSeconds,
    objectionWindowSeconds: settings.objectionWindowSeconds,
  });
}

/** Publishes the policy, or the next version of it where what is in force says something else. */
async function inForce(client: Client, owner: Signer, wanted: Policy): Promise<Policy> {
  const current = await client.policy(wanted.program).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'not-found') return null;
    throw error;
  });
  if (current !== null) {
    const { version, previous, issuedAt } = current.body;
    if ((await digestOf({ ...wanted, version, previous, issuedAt })) === (await digestOf(current.body)))
      return current.body;
  }
  const next: Policy =
    current === null
      ? wanted
      : { ...wanted, version: current.body.version + 1, previous: await digestOf(current.body) };
  await client.publishPolicy(await signDocument(next, owner));
  return next;
}

async function seatOf(seat: (typeof practiceSeats)[number], keys: KeyFile | undefined) {
  const { id } = custodianSchema.pick({ id: true }).parse({ id: seat.id });
  // Key files of custodians are made with an age identity, and there is one per seat.
  if (keys === undefined || keys.age === null) throw new TypeError('a custodian without an identity');
  return { id, side: seat.side, name: seat.name, identity: keys.age.identity, signer: await keyFileSigner(keys) };
}

function publicKeysOf(keys: KeyFile | undefined) {
  return keys === undefined ? {} : publicKeys(keys);
}

/** The code people enrol with; made on first start. */
async function localEnrolmentCode(home: Home): Promise<string> {
  const path = join(home.keys, 'enrolment-code');
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const code = randomBytes(12).toString('base64url');
  await writeFile(path, code, { mode: 0o600, flag: 'wx' });
  return code;
}
