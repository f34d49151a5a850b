import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createClient, releaseToBuild, type Client, type ReleaseOutcome, type WitnessTrust } from '@assent/client';
import {
  buildIdSchema,
  custodianIdSchema,
  programIdSchema,
  signingKeySchema,
  type BuildStatus,
} from '@assent/contracts';
import { parseVerifierKey } from '@assent/ledger';
import { keyFileSigner, protectKeyFile } from '@assent/sealing';
import { parseArguments, pathFrom } from '../arguments.ts';
import { exitCodes, UsageError, type Command, type ExitCode, type Terminal } from '../command.ts';
import { askForKeyFile, loadKeyFile } from '../local/key-files.ts';
import { askSecret } from '../secret-input.ts';
import { readIfThere, writeWhole } from '../whole-file.ts';
import { latestPath } from '../witness/server.ts';

/** `assent custodian`: what a seat does about build requests. */
export const custodian: Command = {
  name: 'custodian',
  summary: 'see build requests; release to or refuse one of them',
  help: `Usage: assent custodian list|release|refuse --collector URL [BUILD] [options]
       assent custodian protect --key FILE --out FILE
       assent custodian page --collector URL [--port PORT]

  list            the build requests and where they stand
  release BUILD   checks the request with this machine's own eyes (signature, ledger proof, purpose, allowed code, scope,
                  elapsed window) and releases your share to this build, or refuses it with the reason
  refuse BUILD    refuses; the refusal stands in the ledger
  protect         writes your key file again, under a passphrase (asked for, or the first line of standard input); it is an
                  ordinary age file. Delete the old one once the new one opens
  page            serves the custodian's page from this checkout, so that not even its code comes from the collector

  --collector URL      the program's collector
  --key FILE           your key file, with or without a passphrase; its name is your seat
  --owner-key KEY      the program owner's key, as you were given it
  --verifier-key KEY   the ledger's key, as you were given it
  --memory FILE        the checkpoint of your last act: a ledger that does not go on from it is refused; updated each time
  --witness URL        a witness that must have seen the request; may be repeated, with as many --witness-key
  --witness-key KEY    its key, as you were given it
  --json               one JSON object

Exit code 1 if the build was refused or has to wait.`,
  async run(args, terminal) {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArguments(args, {
      options: {
        collector: text,
        key: text,
        'owner-key': text,
        'verifier-key': text,
        memory: text,
        witness: { type: 'string', multiple: true },
        'witness-key': { type: 'string', multiple: true },
        out: text,
        port: text,
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    });
    const [act, id] = positionals;
    if (act === 'protect') return protect(values.key, values.out, terminal);
    if (act === 'page') return servePage(values.collector, values.port, terminal);
    if (values.collector === undefined) throw new UsageError('--collector is needed');
    const client = createClient({ baseUrl: values.collector, fetch: globalThis.fetch, now: () => Date.now() });
    if (act === 'list') return list(client, terminal, values.json ?? false);
    if (act !== 'release' && act !== 'refuse')
      throw new UsageError('say what to do: list, release, refuse, protect or page');
    const build = buildIdSchema.safeParse(id);
    const ownerKey = signingKeySchema.safeParse(values['owner-key']);
    const verifierKey = values['verifier-key'];
    if (!build.success || values.key === undefined || !ownerKey.success || verifierKey === undefined) {
      throw new UsageError('BUILD, --key, --owner-key and --verifier-key are needed');
    }
    const keys = await askForKeyFile(pathFrom(terminal, values.key), terminal);
    if (keys.age === null) throw new UsageError('the key file is not a custodian’s');
    const { program } = await client.join();
    const memory = values.memory === undefined ? null : pathFrom(terminal, values.memory);
    const remembered = memory === null ? null : await readIfThere(memory);
    const outcome = await releaseToBuild({
      ...(remembered === null ? {} : { remembered }),
      ...(await witnessesFrom(values.witness ?? [], values['witness-key'] ?? [], verifierKey)),
      client,
      trust: { program: programIdSchema.parse(program), ownerKey: ownerKey.data, verifierKey },
      seat: {
        id: custodianIdSchema.parse(keys.name),
        identity: keys.age.identity,
        signer: await keyFileSigner(keys),
      },
      build: build.data,
      now: Date.now(),
      refuse: act === 'refuse',
    });
    if (memory !== null && outcome.checkpoint !== null) await writeWhole(memory, outcome.checkpoint);
    return tell(outcome, act, terminal, values.json ?? false);
  },
};

/** Fewer characters than this protect nothing from whoever finds the file. */
const shortestPassphrase = 12;

async function protect(key: string | undefined, out: string | undefined, terminal: Terminal): Promise<ExitCode> {
  if (key === undefined || out === undefined) throw new UsageError('--key and --out are needed');
  const keys = await loadKeyFile(pathFrom(terminal, key));
  const passphrase = await askSecret(terminal, 'New passphrase:');
  if (passphrase.length < shortestPassphrase) {
    throw new UsageError(`the passphrase needs ${shortestPassphrase} characters or more; some random words are best`);
  }
  if (process.stdin.isTTY && (await askSecret(terminal, 'Once more:')) !== passphrase) {
    throw new UsageError('the two passphrases differ');
  }
  await writeFile(pathFrom(terminal, out), await protectKeyFile(keys, passphrase), { mode: 0o600, flag: 'wx' });
  terminal.out(`✓ ${out} opens with the passphrase only`);
  return exitCodes.ok;
}

async function servePage(
  collector: string | undefined,
  port: string | undefined,
  terminal: Terminal,
): Promise<ExitCode> {
  const target = URL.parse(collector ?? '');
  if (target === null) throw new UsageError('--collector is needed');
  const number = Number(port ?? 4610);
  if (!Number.isInteger(number) || number < 0 || number > 65_535) throw new UsageError('--port is not a port');
  const { servePages } = await import('@assent/collector');
  const { buildConsole } = await import('../local/console.ts');
  const server = await servePages({ pagesDir: await buildConsole(), collector: target, port: number });
  terminal.out(`The custodian’s page, from this checkout: ${server.address}/custody/`);
  terminal.err('Ctrl-C stops it.');
  if (!terminal.signal.aborted) await once(terminal.signal, 'abort');
  await server.close();
  return exitCodes.ok;
}

/** What each witness last saw of the ledger. A witness that does not answer has seen nothing. */
async function witnessesFrom(
  addresses: readonly string[],
  keys: readonly string[],
  ledgerKey: string,
): Promise<{ readonly witnesses?: WitnessTrust }> {
  if (addresses.length !== keys.length) throw new UsageError('each --witness needs its --witness-key');
  if (keys.length === 0) return {};
  const path = latestPath(parseVerifierKey(ledgerKey).name);
  const answers = await Promise.all(
    addresses.map(async (address) => {
      const response = await fetch(new URL(path, address)).catch(() => null);
      return response?.ok === true ? [await response.text()] : [];
    }),
  );
  return { witnesses: { keys, quorum: keys.length, checkpoints: answers.flat() } };
}

async function list(client: Client, terminal: Terminal, json: boolean): Promise<ExitCode> {
  const builds = await client.builds();
  if (json) terminal.out(JSON.stringify({ builds }));
  else if (builds.length === 0) terminal.out('No build has been requested.');
  else for (const status of builds) terminal.out(describeBuild(status));
  return exitCodes.ok;
}

function describeBuild({ build, request, state, windowEndsAt, released, refused }: BuildStatus): string {
  const { purpose, days, apps, tiers, deliverTo = [] } = request.body;
  return [
    `${build}  ${state}`,
    `  ${purpose}, days ${days.from} to ${days.to}, ${apps?.join(', ') ?? 'all apps'}, ${tiers?.join(', ') ?? 'all tiers'}`,
    // Who they are, `assent recipient list` tells.
    ...deliverTo.map((recipient) => `  sealed copy to ${recipient}`),
    `  window ends ${new Date(windowEndsAt).toISOString()}; released: ${released.join(', ') || 'nobody'}; refused: ${refused.join(', ') || 'nobody'}`,
  ].join('\n');
}

function tell(outcome: ReleaseOutcome, act: 'release' | 'refuse', terminal: Terminal, json: boolean): ExitCode {
  if (json) terminal.out(JSON.stringify(outcome));
  else if (outcome.outcome === 'released')
    terminal.out(
      `✓ released ${outcome.shares} shares to this build and no other${outcome.erased > 0 ? `; ${outcome.erased} erased days stay closed` : ''}${outcome.withoutConsent > 0 ? `; ${outcome.withoutConsent} days without a consent that stands stay closed` : ''}`,
    );
  else if (outcome.outcome === 'waiting')
    terminal.out(`The window is open until ${new Date(outcome.until).toISOString()}.`);
  else terminal.out(`Refused: ${outcome.reason}. The refusal stands in the ledger.`);
  const asWished = act === 'refuse' ? outcome.outcome === 'refused' : outcome.outcome === 'released';
  return asWished ? exitCodes.ok : exitCodes.failed;
}
