import {
  erasedAmong,
  readLedgerFacts,
  releaseToBuild,
  requestBuild,
  type ReleaseInput,
  type ReleaseOutcome,
} from '@assent/client';
import {
  dayOf,
  type BuildId,
  type BuildInputs,
  type BuildStatus,
  type CustodianId,
  type Signer,
} from '@assent/contracts';
import { buildDataset, type BuildDatasetInput } from '@assent/dataset';
import { recheckNote, recheckStep, ruleSetDigest } from '@assent/safeguards';
import { generateIdentity } from '@assent/sealing';
import { join } from 'node:path';
import { newSigner } from './people.ts';
import type { Custodian, World } from './world.ts';

/** A requested build with its ephemeral keys. */
export interface WantedBuild {
  readonly build: BuildId;
  readonly status: BuildStatus;
  readonly builder: Signer;
  readonly identity: string;
}

/** The owner asks for everything up to today. */
export async function askForBuild(world: World): Promise<WantedBuild> {
  const { identity, recipient } = await generateIdentity();
  const builder = await newSigner();
  const days = world.people.map(({ deposit }) => deposit.body.day).sort();
  const asked = await requestBuild({
    client: world.client,
    owner: world.owner,
    policy: world.policy,
    days: { from: days[0] ?? dayOf(Date.now()), to: dayOf(Date.now()) },
    code: world.policy.policy.builds.codeDigests[0] ?? raise('the policy allows no code'),
    recipient,
    builder: builder.publicKey,
    now: Date.now(),
  });
  return { ...asked, builder, identity };
}

/** One custodian's honest client answers; waits for the window where it has to. */
export async function answer(
  world: World,
  custodian: Custodian,
  build: BuildId,
  more: Partial<ReleaseInput> = {},
): Promise<ReleaseOutcome> {
  for (;;) {
    const outcome = await releaseToBuild({
      client: world.client,
      trust: world.trust,
      custodian: custodian,
      build,
      now: Date.now(),
      ...more,
    });
    if (outcome.outcome !== 'waiting') return outcome;
    await sleep(Math.max(20, outcome.until - Date.now()));
  }
}

/** The least that opens a build: both employer custodians and one worker custodian. */
async function releaseByAll(world: World, build: BuildId, more: Partial<ReleaseInput> = {}): Promise<void> {
  for (const custodian of world.custodians.slice(0, 3)) await answer(world, custodian, build, more);
}

/** A build that both sides have released to, with what its builder gets. */
export async function releasedBuild(world: World): Promise<WantedBuild & { readonly inputs: BuildInputs }> {
  const wanted = await askForBuild(world);
  await releaseByAll(world, wanted.build);
  return { ...wanted, inputs: await world.client.buildInputs(wanted.build, wanted.builder) };
}

/** What a builder hands to the build code. */
export async function buildInputOf(
  world: World,
  wanted: WantedBuild & { readonly inputs: BuildInputs },
  folder: string,
): Promise<BuildDatasetInput> {
  const ledger = await readLedgerFacts({
    source: world.client.ledger,
    verifierKey: world.trust.verifierKey,
    ownerKey: world.trust.ownerKey,
    leafIndex: wanted.status.leafIndex,
    policy: world.policy.digest,
  });
  if (ledger === null) raise('the ledger does not check out');
  return {
    request: wanted.status.request,
    inputs: wanted.inputs,
    erased: erasedAmong(wanted.inputs, ledger.tombstones),
    fetchObject: async (ciphertext) => world.client.buildObject(wanted.build, ciphertext, wanted.builder),
    buildIdentity: wanted.identity,
    builder: wanted.builder,
    outDir: join(world.scratch, folder),
    recheck: recheckStep,
    recheckNote,
    safeguards: await ruleSetDigest(),
  };
}

/** Runs the build code on what a builder has. */
export async function runBuild(world: World, wanted: WantedBuild & { readonly inputs: BuildInputs }, folder: string) {
  return buildDataset(await buildInputOf(world, wanted, folder));
}

/** The custodian with an id. */
export function custodianNamed(world: World, id: CustodianId | string): Custodian {
  return world.custodians.find((custodian) => custodian.id === id) ?? raise('no such custodian');
}

/** Ends an attack whose world is not as it has to be. */
export function raise(why: string): never {
  throw new Error(why);
}

async function sleep(ms: number): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  setTimeout(resolve, ms);
  await promise;
}
