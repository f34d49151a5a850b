import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { createClient } from '@assent/client';
import {
  digestOf,
  openSigned,
  parseAs,
  recipientCardSchema,
  signDocument,
  type RecipientCard,
  type RecipientRegistration,
  type Signed,
} from '@assent/contracts';
import { keyFileSigner, publicKeys } from '@assent/sealing';
import { parseArguments, pathFrom } from '../arguments.ts';
import { exitCodes, UsageError, type Command, type ExitCode, type Terminal } from '../command.ts';
import { askForKeyFile, localKeyFile } from '../local/key-files.ts';

/** `assent recipient`: who may receive datasets. */
export const recipient: Command = {
  name: 'recipient',
  summary: 'make a card to receive datasets with; register and list recipients',
  help: `Usage: assent recipient card|register|list [options]

  card            the researcher: prints a signed card to be given to the program owner, for \`register\`
  register CARD   the program owner: lets the holder of the card in FILE CARD receive datasets; the ledger tells a digest only
  list            the owner or a custodian: everyone registered, by the digest that \`assent build --deliver-to\` takes

  --key FILE       your key file, NAME.key; \`card\` makes it where there is none. Keep it: it opens what is sealed to you
  --collector URL  the program's collector
  --program ID     for \`card\`: the program
  --name NAME      for \`card\`: who you are, for the owner and the custodians; no ledger or dataset tells it
  --json           for \`register\` and \`list\`: one JSON object`,
  async run(args, terminal) {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArguments(args, {
      options: { key: text, collector: text, program: text, name: text, json: { type: 'boolean' } },
      allowPositionals: true,
    });
    const [act, file] = positionals;
    const { key, collector, program, name, json = false } = values;
    if (act === 'card') {
      if (key === undefined || program === undefined || name === undefined) {
        throw new UsageError('card needs --key, --program and --name');
      }
      terminal.out(JSON.stringify(await makeCard(pathFrom(terminal, key), { program, name })));
      return exitCodes.ok;
    }
    if (act !== 'register' && act !== 'list') throw new UsageError('say what to do: card, register or list');
    if (key === undefined || collector === undefined) throw new UsageError(`${act} needs --key and --collector`);
    const asked = { collector, key: pathFrom(terminal, key), json };
    if (act === 'list') return list(asked, terminal);
    if (file === undefined) throw new UsageError('register needs the file of a card');
    return register(asked, pathFrom(terminal, file), terminal);
  },
};

/** A card for a key file, made where there is none. */
async function makeCard(
  path: string,
  wish: { readonly program: string; readonly name: string },
): Promise<Signed<RecipientCard>> {
  if (!/^[a-z0-9][a-z0-9-]{0,62}\.key$/.test(basename(path))) {
    throw new UsageError('--key ends in NAME.key, in small letters, digits and hyphens');
  }
  const keys = await localKeyFile(dirname(path), 'recipient', basename(path, '.key'));
  const { recipient: age, signingKey } = publicKeys(keys);
  const card = parseAs(recipientCardSchema, 'card', {
    type: 'recipient-card',
    v: 1,
    purpose: 'train-computer-use-models',
    ...wish,
    recipient: age,
    signingKey,
    salt: randomBytes(16).toString('base64url'),
  });
  return signDocument(card, await keyFileSigner(keys));
}

interface Asked {
  readonly collector: string;
  readonly key: string;
  readonly json: boolean;
}

async function register({ collector, key, json }: Asked, file: string, terminal: Terminal): Promise<ExitCode> {
  const card = await openSigned(recipientCardSchema, JSON.parse(await readFile(file, 'utf8')));
  const owner = await keyFileSigner(await askForKeyFile(key, terminal));
  const registration: RecipientRegistration = {
    type: 'recipient-registration',
    v: 1,
    program: card.body.program,
    at: Date.now(),
    recipient: await digestOf(card.body),
  };
  const client = createClient({ baseUrl: collector, fetch: globalThis.fetch, now: () => Date.now() });
  const done = await client.registerRecipient({ card, registration: await signDocument(registration, owner) });
  if (json) terminal.out(JSON.stringify(done));
  else terminal.out(`✓ ${done.recipient} may receive datasets, leaf ${done.leafIndex}`);
  return exitCodes.ok;
}

async function list({ collector, key, json }: Asked, terminal: Terminal): Promise<ExitCode> {
  const client = createClient({ baseUrl: collector, fetch: globalThis.fetch, now: () => Date.now() });
  const cards = await client.recipients(await keyFileSigner(await askForKeyFile(key, terminal)));
  const recipients = await Promise.all(
    cards.map(async ({ body }) => ({ recipient: await digestOf(body), name: body.name })),
  );
  if (json) terminal.out(JSON.stringify({ recipients }));
  else if (recipients.length === 0) terminal.out('Nobody is registered.');
  else for (const each of recipients) terminal.out(`${each.recipient}  ${each.name}`);
  return exitCodes.ok;
}
