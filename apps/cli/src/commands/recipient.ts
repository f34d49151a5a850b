import { randomBytes } from 'node:crypto';
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
import { defineCommand, defineCommands, exitCodes } from '../command.ts';
import { CliError } from '../errors.ts';
import { readJson } from '../files.ts';
import { askForKeyFile, localKeyFile } from '../local/key-files.ts';
import { flag, required } from '../options/declare.ts';
import { path, programId, text, url, type ValueKind } from '../options/kinds.ts';

const collector = required(url, 'the program’s collector');
const json = flag('one JSON object');

const namedKeyFile: ValueKind<string> = {
  placeholder: 'FILE',
  expected: 'a path that ends in NAME.key, NAME in small letters, digits and hyphens',
  parse: (value, context) =>
    /^[a-z0-9][a-z0-9-]{0,62}\.key$/.test(basename(value)) ? path().parse(value, context) : null,
};

const card = defineCommand({
  name: 'recipient card',
  summary: 'the researcher: print a signed card to be given to the program owner',
  about: 'Prints a signed card to be given to the program owner, for `assent recipient register`.',
  options: {
    key: required(
      namedKeyFile,
      'your key file, NAME.key; made where there is none. Keep it: it opens what is sealed to you',
    ),
    program: required(programId, 'the program'),
    name: required(text('NAME'), 'who you are, for the owner and the custodians; no ledger or dataset says it'),
  },
  examples: ["recipient card --key research-group.key --program practice --name 'Research group' > card.json"],
  async run(values, terminal) {
    terminal.out(JSON.stringify(await makeCard(values.key, values)));
    return exitCodes.ok;
  },
});

const register = defineCommand({
  name: 'recipient register',
  summary: 'the program owner: let the holder of a card receive datasets',
  about: 'Lets the holder of a card receive datasets. The ledger holds a digest of the card and nothing else of it.',
  args: { card: required(path('CARD'), 'the file of the card') },
  options: { key: required(path(), 'the program owner’s key file'), collector, json },
  examples: ['recipient register card.json --key owner.key --collector https://collector.example'],
  async run(values, terminal) {
    const signed = await readCard(values.card);
    const owner = await keyFileSigner(await askForKeyFile(values.key, terminal));
    const registration: RecipientRegistration = {
      type: 'recipient-registration',
      v: 1,
      program: signed.body.program,
      at: Date.now(),
      recipient: await digestOf(signed.body),
    };
    const client = createClient({ baseUrl: values.collector, fetch: globalThis.fetch, now: () => Date.now() });
    const done = await client.registerRecipient({
      card: signed,
      registration: await signDocument(registration, owner),
    });
    if (values.json) terminal.out(JSON.stringify(done));
    else terminal.out(`✓ ${done.recipient} may receive datasets, leaf ${done.leafIndex}`);
    return exitCodes.ok;
  },
});

const list = defineCommand({
  name: 'recipient list',
  summary: 'the owner or a custodian: everyone registered, by the digest that `assent build --deliver-to` takes',
  about: 'Lists everyone registered, by the digest that `assent build --deliver-to` takes.',
  options: { key: required(path(), 'the key file of the program owner or of a custodian'), collector, json },
  examples: ['recipient list --key owner.key --collector https://collector.example'],
  async run(values, terminal) {
    const signer = await keyFileSigner(await askForKeyFile(values.key, terminal));
    const client = createClient({ baseUrl: values.collector, fetch: globalThis.fetch, now: () => Date.now() });
    const cards = await client.recipients(signer);
    const recipients = await Promise.all(
      cards.map(async ({ body }) => ({ recipient: await digestOf(body), name: body.name })),
    );
    if (values.json) terminal.out(JSON.stringify({ recipients }));
    else if (recipients.length === 0) terminal.out('Nobody is registered.');
    else for (const each of recipients) terminal.out(`${each.recipient}  ${each.name}`);
    return exitCodes.ok;
  },
});

/** `assent recipient`: who may receive datasets. */
export const recipient = defineCommands(
  {
    name: 'recipient',
    summary: 'make a card to receive datasets with; register and list recipients',
    about: 'Who may receive datasets.',
  },
  [card, register, list],
);

/** Reads a card that its holder signed. Throws a `CliError` that names the file where it is none. */
async function readCard(file: string): Promise<Signed<RecipientCard>> {
  const document = await readJson(file, 'a card');
  try {
    return await openSigned(recipientCardSchema, document);
  } catch (cause) {
    throw new CliError('wrong-document', `${file}: is not a recipient’s signed card`, {
      cause,
      remedy: 'name the file that `assent recipient card` printed',
    });
  }
}

/** A card for a key file, made where there is none. */
async function makeCard(
  file: string,
  holder: { readonly program: string; readonly name: string },
): Promise<Signed<RecipientCard>> {
  const keys = await localKeyFile(dirname(file), 'recipient', basename(file, '.key'));
  const { recipient: age, signingKey } = publicKeys(keys);
  const body = parseAs(recipientCardSchema, 'card', {
    type: 'recipient-card',
    v: 1,
    purpose: 'train-computer-use-models',
    program: holder.program,
    name: holder.name,
    recipient: age,
    signingKey,
    salt: randomBytes(16).toString('base64url'),
  });
  return signDocument(body, await keyFileSigner(keys));
}
