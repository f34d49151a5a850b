import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWitness, openStateFile, serveWitness } from '@assent/cli';
import { createClient, readLedgerFacts } from '@assent/client';
import { createCollector, createLog } from '@assent/collector';
import {
  digestOf,
  generateSigningKeyPair,
  parseAs,
  policySchema,
  programIdSchema,
  sha256Hex,
  signDocument,
  signerFromKeyPair,
  utf8,
} from '@assent/contracts';
import { generateLogKey, noteSigner, openCosignatures, parseNote, parseVerifierKey } from '@assent/ledger';
import { generateIdentity } from '@assent/sealing';
import { freshDatabase } from '@assent/testkit/shared';
import { afterAll, beforeAll, expect, it } from 'vitest';

/** A real collector over a real PostgreSQL, and a witness with a key and a memory of its own that comes and goes. */

const program = programIdSchema.parse('pilot');
const owner = await signerFromKeyPair(await generateSigningKeyPair());
const witnessKeys = await generateLogKey('council.example/witness', 'cosignature');

let folder: string;
let port: number;
let collector: Awaited<ReturnType<typeof createCollector>>;
let client: ReturnType<typeof createClient>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assent-witnessed-'));
  port = await freePort();
  collector = await createCollector({
    program,
    ownerKey: owner.publicKey,
    enrolmentCode: await sha256Hex(utf8('welcome-to-the-pilot')),
    dataDir: folder,
    databaseUrl: await freshDatabase(),
    // Nobody listens there yet.
    witnesses: [{ url: `http://127.0.0.1:${port}`, verifierKey: witnessKeys.verifierKey }],
    log: createLog(() => undefined),
  });
  const baseUrl = await collector.listen();
  client = createClient({ baseUrl, fetch: (url, init) => fetch(url, init), now: () => Date.now() });
});
afterAll(async () => {
  await collector?.close();
  await rm(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  // It listens on TCP, and does so now.
  const chosen = (server.address() as AddressInfo).port;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return chosen;
}

/** Starts the witness; returns what stops it. */
async function startWitness(): Promise<() => Promise<void>> {
  const log = parseVerifierKey(collector.verifierKey);
  const state = await openStateFile(join(folder, 'witness.json'));
  const signer = await noteSigner(witnessKeys.signerKey);
  const witness = createWitness({ state, signer, logs: [log], now: () => Date.now() });
  const server = await serveWitness(witness, [log], { host: '127.0.0.1', port });
  return async () => {
    await server.close();
    await state.close();
  };
}

const seat = async (id: string, side: string) => ({
  id,
  side,
  name: id,
  recipient: (await generateIdentity()).recipient,
  signingKey: (await signerFromKeyPair(await generateSigningKeyPair())).publicKey,
});

async function publish(version: number, previous: string | null) {
  const policy = parseAs(policySchema, 'policy', {
    type: 'policy',
    v: 1,
    program,
    version,
    previous,
    issuedAt: Date.now(),
    title: 'Pilot',
    organisation: 'Example',
    purpose: 'train-computer-use-models',
    summary: 'For tests.',
    sites: [{ origin: 'https://tickets.example.com', name: 'Tickets', mode: 'ambient', interfaceWords: [] }],
    tiers: ['steps-only'],
    pause: { capMinutes: 30 },
    review: { coolingOffSeconds: 60 },
    snapshots: { maxPerMinute: 0 },
    retentionDays: 30,
    safeguards: { version: '1', digest: '5'.repeat(64) },
    custody: {
      custodians: [await seat('privacy-office', 'employer'), await seat('works-council', 'worker')],
      thresholds: { employer: 1, worker: 1 },
    },
    builds: { objectionWindowSeconds: 1, codeDigests: ['c'.repeat(64)], minParticipants: 1 },
    ledger: {
      verifierKey: collector.verifierKey,
      witnesses: { keys: [witnessKeys.verifierKey], quorum: 1 },
    },
  });
  const { leafIndex } = await client.publishPolicy(await signDocument(policy, owner));
  return { leafIndex, policy: await digestOf(policy) };
}

/** What a custodian's client makes of the ledger. */
const facts = async (at: Awaited<ReturnType<typeof publish>>) =>
  readLedgerFacts({
    source: client.ledger,
    verifierKey: collector.verifierKey,
    ownerKey: owner.publicKey,
    ...at,
  });

it('goes on without its witness, is believed with it, and is believed again when it comes back', async () => {
  const first = await publish(1, null);
  expect(await client.ledger.cosigned?.()).toEqual([]);
  await expect(facts(first)).rejects.toMatchObject({ code: 'unwitnessed' });

  const stop = await startWitness();
  const key = parseVerifierKey(witnessKeys.verifierKey);
  await expect
    .poll(async () => openCosignatures(parseNote(await client.ledger.checkpoint()), [key]), { timeout: 90_000 })
    .toHaveLength(1);
  expect((await facts(first))?.policy?.digest).toBe(first.policy);
  await stop();

  const second = await publish(2, first.policy);
  await expect(facts(second)).rejects.toMatchObject({ code: 'unwitnessed' });
  expect((await facts(first))?.policy?.digest).toBe(first.policy);

  const stopAgain = await startWitness();
  await expect
    .poll(
      async () =>
        facts(second).then(
          (found) => found?.policy?.digest,
          () => null,
        ),
      { timeout: 90_000 },
    )
    .toBe(second.policy);
  await stopAgain();
});
