import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { startCollectorProcess } from '@assent/cli';
import { createClient } from '@assent/client';
import {
  custodianIdSchema,
  parseAs,
  policySchema,
  programIdSchema,
  signDocument,
  type Side,
  type Signer,
} from '@assent/contracts';
import { buildCodeDigest } from '@assent/dataset';
import { ruleSet, ruleSetDigest } from '@assent/safeguards';
import { generateIdentity } from '@assent/sealing';
import { serveCanarySite } from '../browser/site.ts';
import { disksOf } from '../reading.ts';
import { newSigner, takePart } from './people.ts';
import type { Builds, Custodian, World } from './world.ts';

const program = programIdSchema.parse('pilot');
/** Real attacks, real clocks: the window has to pass while they run. */
const windowSeconds = 1;
const canaryCount = 200;
/** Enough for one in the middle of a chain. */
const segmentsPerPerson = 3;

/** Brings up a collector process with its own PostgreSQL, a policy, custodians and people whose recordings are sealed and sent. */
export async function startWorld(builds: Builds): Promise<World> {
  const root = await mkdtemp(join(tmpdir(), 'assent-redteam-'));
  const collectorDir = join(root, 'collector');
  const scratch = join(root, 'scratch');
  // As on a machine with other accounts: the folders can be passed through, and PostgreSQL's account reaches its own.
  await chmod(root, 0o755);
  await mkdir(collectorDir, { mode: 0o755 });
  await mkdir(scratch, { mode: 0o700 });
  const owner = await newSigner();
  const enrolmentCode = randomBytes(12).toString('base64url');
  const pages = await builds.pages();
  const start = async (port: number) =>
    startCollectorProcess({
      folder: collectorDir,
      port,
      program,
      ownerKey: owner.publicKey,
      enrolmentCode,
      embedded: true,
      pages,
    });
  const site = await serveCanarySite();
  let collector = await start(0);
  try {
    const port = Number(new URL(collector.address).port);
    const client = createClient({ baseUrl: collector.address, fetch: globalThis.fetch, now: () => Date.now() });
    const seats = await Promise.all([
      newSeat('program-owner', 'employer'),
      newSeat('privacy-officer', 'employer'),
      newSeat('works-council', 'worker'),
      newSeat('delegates', 'worker'),
    ]);
    const document = await signDocument(await pilotPolicy(seats, collector.verifierKey, site.origin), owner);
    const { policy: digest } = await client.publishPolicy(document);
    const policy = document.body;
    const marker = `zq${randomBytes(9).toString('hex')}`;
    const canaries = Array.from({ length: canaryCount }, (_, i) => `${marker}-${String(i).padStart(3, '0')}`);
    const programme = { client, policy, digest, enrolmentCode };
    const [ada = [], ben = []] = inParts(canaries, 2);
    return {
      get collector() {
        return collector;
      },
      collectorDir,
      extension: builds.extension,
      client,
      trust: { program, ownerKey: owner.publicKey, verifierKey: collector.verifierKey },
      policy: { policy, digest, document },
      owner,
      custodians: seats.map(({ seat }) => seat),
      people: [
        await takePart(programme, { name: 'Ada Quillfeather', texts: inParts(ada, segmentsPerPerson) }),
        await takePart(programme, { name: 'Ben Oxbowmaker', texts: inParts(ben, segmentsPerPerson) }),
      ],
      enrolmentCode,
      canaries,
      marker,
      site,
      scratch,
      whileStopped: async (act) => {
        await collector.stop();
        try {
          await act();
        } finally {
          collector = await start(port);
        }
      },
      join: async (name) => takePart(programme, { name, texts: [[`${marker}-${name}`]] }),
      stop: async () => {
        const disks = await disksOf(collectorDir);
        await Promise.all([collector.stop(), site.close()]);
        for (const disk of [root, ...disks.slice(1).map((moved) => dirname(moved))]) {
          await rm(disk, { recursive: true, force: true });
        }
      },
    };
  } catch (error) {
    await Promise.all([collector.stop(), site.close()]);
    await rm(root, { recursive: true, force: true });
    throw error;
  }
}

/** A list in so many parts of about one size. */
function inParts(list: readonly string[], parts: number): readonly (readonly string[])[] {
  const size = Math.ceil(list.length / parts);
  return Array.from({ length: parts }, (_, i) => list.slice(i * size, (i + 1) * size));
}

interface NewSeat {
  readonly seat: Custodian;
  readonly listed: {
    readonly id: string;
    readonly side: Side;
    readonly name: string;
    readonly recipient: string;
    readonly signingKey: string;
  };
}

async function newSeat(id: string, side: Side): Promise<NewSeat> {
  const signer: Signer = await newSigner();
  const { identity, recipient } = await generateIdentity();
  return {
    seat: { id: custodianIdSchema.parse(id), side, identity, signer },
    listed: { id, side, name: id, recipient, signingKey: signer.publicKey },
  };
}

async function pilotPolicy(seats: readonly NewSeat[], verifierKey: string, canaryOrigin: string) {
  return parseAs(policySchema, 'policy', {
    type: 'policy',
    v: 1,
    program,
    version: 1,
    previous: null,
    issuedAt: Date.now(),
    title: 'Pilot',
    organisation: 'Example',
    purpose: 'train-computer-use-models',
    summary: 'A deployment that exists to be attacked.',
    sites: [
      { origin: 'https://tickets.example.com', name: 'Tickets', mode: 'ambient', interfaceWords: [] },
      { origin: canaryOrigin, name: 'Orders', mode: 'ambient', interfaceWords: [] },
    ],
    tiers: ['steps-with-snapshots', 'steps-only', 'none'],
    pause: { capMinutes: 30 },
    review: { coolingOffSeconds: 0 },
    snapshots: { maxPerMinute: 60 },
    retentionDays: 30,
    safeguards: { version: ruleSet.version, digest: await ruleSetDigest() },
    custody: { custodians: seats.map(({ listed }) => listed), thresholds: { employer: 2, worker: 1 } },
    builds: { objectionWindowSeconds: windowSeconds, codeDigests: [await buildCodeDigest()], minParticipants: 1 },
    ledger: { verifierKey },
  });
}
