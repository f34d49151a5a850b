import { readFile, writeFile } from 'node:fs/promises';
import { createClient } from '@assent/client';
import { generateLogKey, LedgerError, noteSigner, parseVerifierKey, type VerifierKey } from '@assent/ledger';
import { parseArguments, pathFrom } from '../arguments.ts';
import { exitCodes, UsageError, type Command, type ExitCode, type Terminal } from '../command.ts';
import { serveWitness } from '../witness/server.ts';
import { openStateFile } from '../witness/state-file.ts';
import { createWitness, type Witness, type WitnessReply } from '../witness/witness.ts';

/** `assent witness`: an independent witness of ledgers. */
export const witness: Command = {
  name: 'witness',
  summary: 'watch a ledger and cosign it while it goes on honestly',
  help: `Usage: assent witness key --name NAME --key FILE
       assent witness pull --collector URL --key FILE --state FILE [--verifier-key KEY]
       assent witness serve --key FILE --state FILE --verifier-key KEY … [--host HOST] [--port PORT]

A witness remembers the largest ledger it has seen and cosigns a new checkpoint only if it continues that one. Custodians
and auditors who know its key then notice a ledger that shows different people different things.

  key    makes a witness key; prints the public part for those who will rely on it
  pull   fetches the collector's checkpoint, checks it against the state and prints it with the cosignature
  serve  answers POST /add-checkpoint (C2SP tlog-witness); serves what it cosigned

  --key FILE          the witness's secret key
  --state FILE        its memory; never shared between processes, never put back from a backup
  --verifier-key KEY  the ledger's key as you were given it; may be repeated when serving. Without it "pull" takes it
                      from the collector itself and says so.

Exit code 1 if the ledger does not go on honestly (409, 422): keep what was printed, it is evidence.`,
  async run(args, terminal) {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArguments(args, {
      options: {
        name: text,
        key: text,
        state: text,
        collector: text,
        'verifier-key': { type: 'string', multiple: true },
        host: text,
        port: text,
      },
      allowPositionals: true,
    });
    const [act, ...more] = positionals;
    if (values.key === undefined || more.length > 0) throw new UsageError('one of key, pull, serve; and --key');
    const keyFile = pathFrom(terminal, values.key);
    if (act === 'key') return makeKey(values.name, keyFile, terminal);
    if (values.state === undefined) throw new UsageError('--state is needed');
    const logs = (values['verifier-key'] ?? []).map(logKeyFrom);
    if (act === 'pull' && values.collector === undefined) throw new UsageError('--collector is needed');
    if (act === 'serve' && logs.length === 0) throw new UsageError('--verifier-key is needed');
    if (act !== 'pull' && act !== 'serve') throw new UsageError('say what to do: key, pull or serve');
    const signer = await noteSigner((await readFile(keyFile, 'utf8')).trim());
    const state = await openStateFile(pathFrom(terminal, values.state));
    try {
      const withLogs = (watched: readonly VerifierKey[]) =>
        createWitness({ state, signer, logs: watched, now: () => Date.now() });
      if (act === 'serve') {
        const port = Number(values.port ?? '0');
        if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new UsageError('--port is not a port');
        return await serve(withLogs(logs), logs, { host: values.host ?? '127.0.0.1', port }, terminal);
      }
      return await pull(withLogs, values.collector ?? '', logs[0], terminal);
    } finally {
      await state.close();
    }
  },
};

async function makeKey(name: string | undefined, path: string, terminal: Terminal): Promise<ExitCode> {
  if (name === undefined) throw new UsageError('--name is needed, for example works-council.example/witness');
  const { signerKey, verifierKey } = await generateLogKey(name, 'cosignature').catch((error: unknown) => {
    if (error instanceof LedgerError) throw new UsageError('--name may have no spaces, plus signs or controls');
    throw error;
  });
  // Never over another key: a witness's name is worth what people remember of it.
  await writeFile(path, `${signerKey}\n`, { mode: 0o600, flag: 'wx' });
  terminal.out(verifierKey);
  return exitCodes.ok;
}

async function pull(
  withLogs: (logs: readonly VerifierKey[]) => Witness,
  collector: string,
  known: VerifierKey | undefined,
  terminal: Terminal,
): Promise<ExitCode> {
  const client = createClient({ baseUrl: collector, fetch: globalThis.fetch, now: () => Date.now() });
  const log = known ?? logKeyFrom((await client.join()).verifierKey);
  if (known === undefined)
    terminal.err('The ledger’s key was taken from the collector itself; compare it with one you got elsewhere.');
  const witness = withLogs([log]);
  const reply = await witness.pull(client.ledger, log);
  if (reply.status === 200) {
    terminal.out((witness.latest(log.name) ?? '').trimEnd());
    return exitCodes.ok;
  }
  terminal.err(complaint(reply));
  return exitCodes.failed;
}

function complaint({ status, body }: WitnessReply): string {
  const seen = status === 409 ? ` It was seen with ${body.trim()} leaves before.` : '';
  return `✗ ${status}: the ledger does not go on from what this witness has seen; nothing was cosigned.${seen}`;
}

async function serve(
  witness: Witness,
  logs: readonly VerifierKey[],
  at: { readonly host: string; readonly port: number },
  terminal: Terminal,
): Promise<ExitCode> {
  const server = await serveWitness(witness, logs, at);
  terminal.out(server.address);
  const { promise, resolve } = Promise.withResolvers<void>();
  if (terminal.signal.aborted) resolve();
  terminal.signal.addEventListener('abort', () => resolve(), { once: true });
  await promise;
  await server.close();
  return exitCodes.ok;
}

function logKeyFrom(text: string): VerifierKey {
  try {
    return parseVerifierKey(text);
  } catch (error) {
    if (error instanceof LedgerError) throw new UsageError('--verifier-key is not a ledger’s key');
    throw error;
  }
}
