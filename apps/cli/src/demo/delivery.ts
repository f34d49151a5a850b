import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCanaryNotes, readExports } from '@assent/client';
import {
  digestOf,
  recipientCardSchema,
  signDocument,
  type Digest,
  type RecipientCard,
  type RecipientRegistration,
} from '@assent/contracts';
import { observeLeak, openArchive, traceLeak } from '@assent/dataset';
import { keyFileSigner } from '@assent/sealing';
import type { BuildRunReport } from '../build-run.ts';
import { localKeyFile } from '../local/key-files.ts';
import { InstallationError } from '../local/child-process.ts';
import type { Installation } from '../local/installation.ts';
import type { Check } from './checks.ts';

/** A research group that may receive datasets. */
interface Researcher {
  readonly digest: Digest;
  readonly name: string;
  readonly identity: string;
}

/** What was delivered. */
export interface DeliveryResult {
  readonly name: string;
  readonly leafIndex: number;
  /** Size of the sealed archive. */
  readonly bytes: number;
}

/** Makes a research group's keys and lets the owner register it. */
export async function letIn({ home, client, owner, trust }: Installation): Promise<Researcher> {
  const keys = await localKeyFile(home.keys, 'recipient', 'research-group');
  if (keys.age === null) throw new TypeError('a recipient without an identity');
  const card: RecipientCard = recipientCardSchema.parse({
    type: 'recipient-card',
    v: 1,
    program: trust.program,
    purpose: 'train-computer-use-models',
    name: 'Larkspur Research Group',
    recipient: keys.age.recipient,
    signingKey: keys.signing.key,
    salt: Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url'),
  });
  const digest = await digestOf(card);
  const registration: RecipientRegistration = {
    type: 'recipient-registration',
    v: 1,
    program: trust.program,
    at: Date.now(),
    recipient: digest,
  };
  await client.registerRecipient({
    card: await signDocument(card, await keyFileSigner(keys)),
    registration: await signDocument(registration, owner),
  });
  return { digest, name: card.name, identity: keys.age.identity };
}

/** Opens the researcher's archive as `assent open` does: only what the ledger knows, only if all of it verifies. */
export async function receive(
  { client, trust }: Installation,
  researcher: Researcher,
  build: BuildRunReport,
  outDir: string,
): Promise<DeliveryResult> {
  const [delivered] = build.deliveries;
  const exports = await readExports({ source: client.ledger, ...trust });
  const entry = exports.find(({ delivery }) => delivery !== null && delivery.body.archive === delivered?.archive);
  if (delivered === undefined || entry === undefined) {
    throw new InstallationError('task-failed', 'the ledger does not hold the delivery');
  }
  await openArchive({ archive: delivered.path, identity: researcher.identity, expected: entry, outDir });
  return { name: researcher.name, leafIndex: entry.leafIndex, bytes: (await stat(delivered.path)).size };
}

/** The export, without any name in it, is traced to whom the copy was sealed to. */
export async function leakIsTraced(
  { home, client, trust, custodians }: Installation,
  researcher: Researcher,
  exported: string,
): Promise<Check> {
  const council = custodians.find(({ id }) => id === 'works-council');
  if (council === undefined) throw new TypeError('the practice program has a works council');
  const { notes } = await openCanaryNotes({
    deliveries: await client.deliveries(council.signer),
    exports: await readExports({ source: client.ledger, ...trust }),
    identity: council.identity,
  });
  const leak = join(home.root, 'leaked.jsonl');
  const text = await readFile(join(exported, 'train.jsonl'), 'utf8');
  await writeFile(leak, text.replaceAll(/[pe]_[0-9a-f]{32}/g, 'nobody'));
  const [first] = traceLeak(await observeLeak(leak), notes);
  await rm(leak);
  const { positions, log10Chance } = first?.evidence ?? { positions: { axes: 0, hits: 0 }, log10Chance: 0 };
  return {
    name: 'a leak is traced to its recipient',
    ok: first?.evidence.identified === true && first.copy.note.recipient === researcher.digest,
    detail: `the export without any name: ${positions.hits} of ${positions.axes} coordinates are this copy’s, by chance less than 1 in 10^${Math.floor(-log10Chance)}`,
  };
}
