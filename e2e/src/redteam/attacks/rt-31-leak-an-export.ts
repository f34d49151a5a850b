import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runBuild } from '@assent/cli';
import { openCanaryNotes, readExports } from '@assent/client';
import {
  custodianIdSchema,
  dayOf,
  digestOf,
  parseAs,
  recipientCardSchema,
  signDocument,
  type Digest,
  type KeptDelivery,
} from '@assent/contracts';
import { exportAgentNet, observeLeak, openArchive, readSteps, traceLeak, type StepRow } from '@assent/dataset';
import { generateIdentity } from '@assent/sealing';
import { judge, refusalOf, type Attack } from '../attack.ts';
import { answer, raise, custodianNamed } from '../world/builds.ts';
import { newSigner } from '../world/people.ts';
import type { World } from '../world/world.ts';

/** One of two recipients of the same release leaks it: whole, in part, in another format, without names, mixed with the other's. */
export const leakAnExport: Attack = {
  id: 'RT-31',
  attack: 'leak a delivered dataset: whole, a tenth, as AgentNet JSONL, without names, mixed with another recipient’s',
  async run(world) {
    const { client, policy, owner, scratch } = world;
    const [ada, ben] = [await letIn(world, 'Ada’s group'), await letIn(world, 'Ben’s group')];
    const answers: Promise<unknown>[] = [];
    const report = await runBuild({
      client,
      owner,
      policy,
      days: { from: dayOf(Date.now() - 86_400_000), to: dayOf(Date.now()) },
      outDir: join(scratch, 'rt-31'),
      deliverTo: [ada.digest, ben.digest],
      plain: false,
      signal: new AbortController().signal,
      // A refusal makes the build end: what an answer says is seen there.
      requested: (build) =>
        answers.push(...world.custodians.slice(0, 3).map((custodian) => answer(world, custodian, build))),
    });
    await Promise.all(answers);
    const exports = await readExports({ source: client.ledger, ...world.trust });
    const open = async (to: Recipient, as: Recipient, name: string): Promise<string> => {
      const archive = report.archives.find(({ recipient }) => recipient === to.digest) ?? raise('no archive');
      const expected = exports.find(({ delivery }) => delivery?.body.archive === archive.archive) ?? raise('no leaf');
      const outDir = join(scratch, name);
      await openArchive({ archive: archive.path, identity: as.identity, expected, outDir });
      return outDir;
    };
    const stolen = await refusalOf(() => open(ada, ben, 'rt-31-stolen'));
    const [copy, other] = [await open(ada, ada, 'rt-31-ada'), await open(ben, ben, 'rt-31-ben')];
    const agentNet = join(scratch, 'rt-31-agentnet');
    await exportAgentNet(copy, agentNet);
    const [rows, otherRows] = [await rowsOf(copy), await rowsOf(other)];

    const council = custodianNamed(world, 'works-council');
    const deliveries = await client.deliveries(council.signer);
    const { notes } = await openCanaryNotes({ deliveries, exports, identity: council.identity });
    const accused = async (path: string): Promise<string> => {
      const named = traceLeak(await observeLeak(path), notes).filter(({ evidence }) => evidence.identified);
      return named.map(({ copy: each }) => `${each.note.recipient} leaf ${each.leafIndex}`).join(' and ');
    };
    const accusationOf = ({ digest }: Recipient): string => {
      const delivered = report.deliveries.find(({ recipient }) => recipient === digest);
      return `${digest} leaf ${delivered?.leafIndex}`;
    };
    const leaks = join(scratch, 'rt-31-leaks');
    await mkdir(leaks);
    const leak = async (name: string, text: string): Promise<string> => {
      await writeFile(join(leaks, name), text);
      return join(leaks, name);
    };
    const tenth = rows.slice(Math.floor(rows.length / 2), Math.floor(rows.length / 2) + Math.ceil(rows.length / 10));
    const lines = await readFile(join(agentNet, 'train.jsonl'), 'utf8');
    const outcomes = {
      'the whole copy': await accused(copy),
      'a tenth of its rows without names': await accused(await leak('tenth', printed(tenth))),
      'AgentNet JSONL': await accused(agentNet),
      'a tenth of that without names': await accused(await leak('jsonl', middle(nameless(lines), 0.1))),
    };
    const mixture = await accused(
      await leak('mixed', printed(rows.map((row, i) => (i % 2 ? row : (otherRows[i] ?? row))))),
    );
    // What no watermark survives, stated openly: two recipients together who know the scheme.
    const averaged = await accused(
      await leak('averaged', printed(rows.map((row, i) => average(row, otherRows[i] ?? row)))),
    );
    const innocent = await accused(await leak('innocent', printed(rows.map(redrawn))));

    const swapped = deliveries.map((kept, i): KeptDelivery => {
      const { note } = deliveries[(i + 1) % deliveries.length] ?? kept;
      return Object.assign({}, kept, { note });
    });
    const framed = await openCanaryNotes({ deliveries: swapped, exports, identity: council.identity });
    const forAnother = await forgedDelivery(world, report.archives[0]?.recipient ?? raise('no archive'));
    const wrong = Object.entries(outcomes).filter(([, accusation]) => accusation !== accusationOf(ada));
    return judge(
      `two copies of ${rows.length} rows; traced to recipient and leaf: ${Object.keys(outcomes).join(', ')} (${tenth.length} rows a tenth); mixed: ${mixture.split(' and ').length} named; averaged by both without names: ${averaged === '' ? 'nobody named (out of reach)' : 'still named'}; another’s archive: ${stolen}; swapped notes: ${framed.leftOut} left out; a delivery by a stranger: ${forAnother}`,
      [
        {
          what: `each leak names its recipient and leaf (${wrong.map(([name]) => name).join(', ')})`,
          held: wrong.length === 0,
        },
        {
          what: 'a mixture names both',
          held: [accusationOf(ada), accusationOf(ben)].every((each) => mixture.includes(each)),
        },
        { what: 'data of nobody names nobody', held: innocent === '' },
        { what: 'an archive opens for nobody else', held: stolen === 'cannot-open' },
        {
          what: 'a lying collector cannot put one in another’s place',
          held: framed.notes.length === 0 && framed.leftOut > 1,
        },
        { what: 'nobody else enters a delivery', held: forAnother === 'forbidden' },
      ],
    );
  },
};

interface Recipient {
  readonly digest: Digest;
  readonly identity: string;
}

async function letIn({ client, owner, trust }: World, name: string): Promise<Recipient> {
  const { identity, recipient } = await generateIdentity();
  const signer = await newSigner();
  const card = parseAs(recipientCardSchema, 'card', {
    type: 'recipient-card',
    v: 1,
    program: trust.program,
    purpose: 'train-computer-use-models',
    name,
    recipient,
    signingKey: signer.publicKey,
    salt: randomBytes(16).toString('base64url'),
  });
  const digest = await digestOf(card);
  const registration = {
    type: 'recipient-registration',
    v: 1,
    program: trust.program,
    at: Date.now(),
    recipient: digest,
  } as const;
  await client.registerRecipient({
    card: await signDocument(card, signer),
    registration: await signDocument(registration, owner),
  });
  return { digest, identity };
}

async function rowsOf(copy: string): Promise<readonly StepRow[]> {
  const rows: StepRow[] = [];
  for await (const row of readSteps(copy)) rows.push(row);
  return rows;
}

/** Rows as somebody would print them, without what names them. */
function printed(rows: readonly { readonly action: StepRow['action'] }[]): string {
  return rows.map(({ action }) => JSON.stringify({ action })).join('\n');
}

function nameless(text: string): string {
  return text.replaceAll(/[pe]_[0-9a-f]{32}/g, 'x');
}

function middle(text: string, share: number): string {
  const from = Math.floor(text.length * (0.5 - share / 2));
  return text.slice(from, from + Math.ceil(text.length * share));
}

function average(a: StepRow, b: StepRow): StepRow {
  const mean = (x: number | null, y: number | null) => (x === null || y === null ? null : (x + y) / 2);
  const [x, y] = [mean(a.action.x_norm, b.action.x_norm), mean(a.action.y_norm, b.action.y_norm)];
  return { ...a, action: { ...a.action, x_norm: x, y_norm: y } };
}

function redrawn(row: StepRow, i: number): StepRow {
  return {
    ...row,
    action: { ...row.action, x_norm: ((i * 7919) % 9973) / 9973, y_norm: ((i * 104_729) % 9949) / 9949 },
  };
}

/** Somebody without the build's key says that something was delivered; the code it is refused with. */
async function forgedDelivery({ client, trust, owner }: World, recipient: Digest): Promise<string | null> {
  const finished = (await client.builds()).find(({ state }) => state === 'finished') ?? raise('no build has finished');
  const nothing = await digestOf('nothing');
  const body = {
    type: 'export-delivered',
    v: 1,
    program: trust.program,
    build: finished.build,
    at: Date.now(),
    recipient,
    release: nothing,
    output: nothing,
    archive: nothing,
    canary: nothing,
  } as const;
  const notes = [{ custodian: custodianIdSchema.parse('works-council'), sealed: 'AAAA' }];
  return refusalOf(async () => client.recordDelivery({ delivery: await signDocument(body, owner), notes }));
}
