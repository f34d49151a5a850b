import { once } from 'node:events';
import { createClient } from '@assent/client';
import {
  generateLogKey,
  LedgerError,
  noteSigner,
  parseVerifierKey,
  type NoteSigner,
  type VerifierKey,
} from '@assent/ledger';
import { defineCommand, defineCommands, exitCodes, type Terminal } from '../command.ts';
import { CliError } from '../errors.ts';
import { readText, writeNew } from '../files.ts';
import { claimedKeyWarning } from '../ledger-address.ts';
import { flag, optional, repeated, required, withDefault } from '../options/declare.ts';
import { host, ledgerKey, path, port, url, type ValueKind } from '../options/kinds.ts';
import { serveWitness } from '../witness/server.ts';
import { openStateFile } from '../witness/state-file.ts';
import { createWitness, type Witness, type WitnessReply } from '../witness/witness.ts';

const finding = 'the ledger does not go on honestly (409, 422): keep what was printed, it is evidence';

const witnessName: ValueKind<string> = {
  placeholder: 'NAME',
  expected: 'a name without spaces, plus signs or controls, such as works-council.example/witness',
  parse: (value) => (/^[^\s\p{Z}\p{Cc}+]{1,400}$/u.test(value) && value.isWellFormed() ? value : null),
};

const memory = {
  key: required(path(), 'the witness’s secret key'),
  state: required(path(), 'its memory; never shared between processes, never put back from a backup'),
};

const key = defineCommand({
  name: 'witness key',
  summary: 'make a witness key; print the public part for those who will rely on it',
  about: 'Makes a secret key for a witness and prints the public key to give to those who will rely on it.',
  options: {
    name: required(witnessName, 'what the witness is called, such as works-council.example/witness'),
    key: required(path(), 'where the secret key goes; never over another file'),
  },
  examples: ['witness key --name works-council.example/witness --key witness.key'],
  async run(values, terminal) {
    const { signerKey, verifierKey } = await generateLogKey(values.name, 'cosignature');
    // Never over another key: a witness's name is worth what people remember of it.
    await writeNew(values.key, `${signerKey}\n`);
    terminal.out(verifierKey);
    return exitCodes.ok;
  },
});

const pull = defineCommand({
  name: 'witness pull',
  summary: 'fetch a checkpoint, check it against the memory, print it with the cosignature',
  about: 'Fetches the collector’s checkpoint, checks it against the memory and prints it with the cosignature.',
  options: {
    collector: required(url, 'the collector whose ledger is witnessed'),
    ...memory,
    'verifier-key': optional(
      ledgerKey,
      'the ledger’s key as you were given it; left out, the collector is asked for it',
    ),
  },
  examples: ['witness pull --collector https://collector.example --key witness.key --state witness.json'],
  finding,
  async run(values, terminal) {
    const signer = await witnessSigner(values.key);
    const state = await openStateFile(values.state);
    try {
      const client = createClient({ baseUrl: values.collector, fetch: globalThis.fetch, now: () => Date.now() });
      const known = values['verifier-key'];
      if (known === null) terminal.err(claimedKeyWarning);
      const log = parseVerifierKey(known ?? (await client.join()).verifierKey);
      const witness = createWitness({ state, signer, logs: [log], now: () => Date.now() });
      const reply = await witness.pull(client.ledger, log);
      if (reply.status === 200) {
        terminal.out((witness.latest(log.name) ?? '').trimEnd());
        return exitCodes.ok;
      }
      terminal.err(complaint(reply));
      return exitCodes.failed;
    } finally {
      await state.close();
    }
  },
});

const serve = defineCommand({
  name: 'witness serve',
  summary: 'answer POST /add-checkpoint (C2SP tlog-witness); serve what was cosigned',
  about: 'Answers POST /add-checkpoint (C2SP tlog-witness) and serves what it has cosigned, until Ctrl-C.',
  options: {
    ...memory,
    'verifier-key': repeated(ledgerKey, 'the key of a ledger to watch, as you were given it', { required: true }),
    host: withDefault(host, '127.0.0.1', 'where to listen'),
    port: withDefault(port, '0', 'where to listen; 0 picks a free one, which is printed'),
    'end-with-input': flag('end when standard input closes: for programs that start it and must not leave it behind'),
  },
  examples: ['witness serve --key witness.key --state witness.json --verifier-key KEY --port 4603'],
  endsInOrder: true,
  async run(values, terminal) {
    const signer = await witnessSigner(values.key);
    const state = await openStateFile(values.state);
    try {
      const logs = values['verifier-key'].map(parseVerifierKey);
      const witness = createWitness({ state, signer, logs, now: () => Date.now() });
      await serveUntilStopped(witness, logs, values, terminal, values['end-with-input']);
      return exitCodes.ok;
    } finally {
      await state.close();
    }
  },
});

/** `assent witness`: an independent witness of ledgers. */
export const witness = defineCommands(
  {
    name: 'witness',
    summary: 'watch a ledger and cosign it while it goes on honestly',
    about: `A witness remembers the largest ledger it has seen and cosigns a new checkpoint only if it continues that one. Custodians
and auditors who know its key then notice a ledger that shows different people different things.`,
  },
  [key, pull, serve],
);

async function witnessSigner(file: string): Promise<NoteSigner> {
  const text = (await readText(file)).trim();
  let signer: NoteSigner;
  try {
    signer = await noteSigner(text);
  } catch (error) {
    if (!(error instanceof LedgerError)) throw error;
    // Without the cause: the file is secret.
    throw new CliError('wrong-document', `${file}: is not a witness’s secret key`, {
      remedy: 'name the file that `assent witness key` made',
    });
  }
  if (signer.key.type === 'cosignature') return signer;
  throw new CliError('wrong-key', `${file}: is a ledger’s key, and a witness’s is needed`, {
    remedy: 'make one with `assent witness key`',
  });
}

function complaint({ status, body }: WitnessReply): string {
  const seen = status === 409 ? ` It was seen with ${body.trim()} leaves before.` : '';
  return `✗ ${status}: the ledger does not go on from what this witness has seen; nothing was cosigned.${seen}`;
}

async function serveUntilStopped(
  witness: Witness,
  logs: readonly VerifierKey[],
  at: { readonly host: string; readonly port: number },
  terminal: Terminal,
  endWithInput: boolean,
): Promise<void> {
  const ends: Promise<unknown>[] = [];
  if (!terminal.signal.aborted) ends.push(once(terminal.signal, 'abort'));
  if (endWithInput) ends.push(inputClosed());
  try {
    const server = await serveWitness(witness, logs, at);
    terminal.out(server.address);
    // Stopped before it listened: nothing is left to wait for.
    if (!terminal.signal.aborted) await Promise.race(ends);
    await server.close();
  } finally {
    // An open pipe would keep the process alive, also where it could not listen.
    process.stdin.destroy();
  }
}

/** Resolves when standard input closes, which is when the process that held its other end has ended. */
async function inputClosed(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const event of ['end', 'close', 'error']) process.stdin.once(event, () => resolve());
  process.stdin.resume();
  return promise;
}
