import { once } from 'node:events';
import { createClient, releaseToBuild, type ReleaseOutcome, type WitnessTrust } from '@assent/client';
import { custodianIdSchema, programIdSchema, type BuildStatus } from '@assent/contracts';
import { parseVerifierKey } from '@assent/ledger';
import { keyFileSigner, protectKeyFile } from '@assent/sealing';
import { defineCommand, defineCommands, exitCodes, UsageError, type ExitCode, type Terminal } from '../command.ts';
import { readIfThere, writeFileAtomic, writeNew } from '../files.ts';
import { askForOpeningKeys, loadKeyFile } from '../local/key-files.ts';
import { flag, optional, repeated, required, withDefault } from '../options/declare.ts';
import { buildId, ledgerKey, path, port, signingKey, url, witnessKey } from '../options/kinds.ts';
import { asMany } from '../options/parse.ts';
import { askSecret } from '../secret-input.ts';
import { shellQuote } from '../shell-quote.ts';
import { latestPath } from '../witness/server.ts';

const collector = required(url, 'the program’s collector');
const json = flag('one JSON object');

const list = defineCommand({
  name: 'custodian list',
  summary: 'the build requests and the state of each',
  about: 'Lists the build requests: purpose, scope, when the objection window ends, who has released and who refused.',
  options: { collector, json },
  examples: ['custodian list --collector https://collector.example'],
  async run(values, terminal) {
    const client = createClient({ baseUrl: values.collector, fetch: globalThis.fetch, now: () => Date.now() });
    const builds = await client.builds();
    if (values.json) terminal.out(JSON.stringify({ builds }));
    else if (builds.length === 0) terminal.out('No build has been requested.');
    else for (const status of builds) terminal.out(describeBuild(status));
    return exitCodes.ok;
  },
});

/** `release` and `refuse` differ in nothing but what is answered. */
function answer(word: 'release' | 'refuse', summary: string, about: string) {
  return defineCommand({
    name: `custodian ${word}`,
    summary,
    about,
    args: { build: required(buildId, 'the request, as `assent custodian list` names it') },
    options: {
      collector,
      key: required(path(), 'your key file, with or without a passphrase; its name says which custodian you are'),
      'owner-key': required(signingKey, 'the program owner’s key, as you were given it'),
      'verifier-key': required(ledgerKey, 'the ledger’s key, as you were given it'),
      memory: optional(
        path(),
        'the checkpoint of your last answer: a ledger that does not go on from it is refused; updated each time',
      ),
      witness: repeated(url, 'a witness that must have seen the request'),
      'witness-key': repeated(witnessKey, 'its key, as you were given it; one for each --witness'),
      json,
    },
    rules: [asMany('witness', 'witness-key')],
    groups: [{ title: 'Keys you rely on', names: ['owner-key', 'verifier-key', 'witness', 'witness-key', 'memory'] }],
    examples: [
      `custodian ${word} BUILD --collector https://collector.example --key works-council.key --owner-key KEY --verifier-key KEY`,
    ],
    finding: word === 'release' ? 'the build was refused or has to wait' : 'it was not refused',
    async run(values, terminal) {
      const client = createClient({ baseUrl: values.collector, fetch: globalThis.fetch, now: () => Date.now() });
      const keys = await askForOpeningKeys(values.key, terminal);
      const { program } = await client.join();
      const { memory } = values;
      const remembered = memory === null ? null : await readIfThere(memory);
      const outcome = await releaseToBuild({
        ...(remembered === null ? {} : { remembered }),
        ...(await witnessesFrom(values.witness, values['witness-key'], values['verifier-key'])),
        client,
        trust: {
          program: programIdSchema.parse(program),
          ownerKey: values['owner-key'],
          verifierKey: values['verifier-key'],
        },
        seat: {
          id: custodianIdSchema.parse(keys.name),
          identity: keys.age.identity,
          signer: await keyFileSigner(keys),
        },
        build: values.build,
        now: Date.now(),
        refuse: word === 'refuse',
      });
      if (memory !== null && outcome.checkpoint !== null) await writeFileAtomic(memory, outcome.checkpoint);
      return report(outcome, word, terminal, values.json);
    },
  });
}

const release = answer(
  'release',
  'check a request and release your share to this build, or refuse it with the reason',
  `Checks the request on this machine (signature, ledger proof, purpose, allowed code, scope, elapsed window) and releases your
share to this build and no other, or refuses it with the reason.`,
);
const refuse = answer('refuse', 'refuse a request', 'Refuses the request. The refusal is entered into the ledger.');

/** Fewer characters than this protect nothing from somebody who finds the file. */
const shortestPassphrase = 12;

const protect = defineCommand({
  name: 'custodian protect',
  summary: 'write your key file again, under a passphrase',
  about: `Writes your key file again, under a passphrase: asked for, or the first line of standard input. The new file is an ordinary
age file. Delete the old one once the new one opens.`,
  options: {
    key: required(path(), 'your key file'),
    out: required(path(), 'where the protected one goes; never over another file'),
  },
  examples: ['custodian protect --key works-council.key --out works-council.key.age'],
  async run(values, terminal) {
    const keys = await loadKeyFile(values.key);
    const passphrase = await askSecret(terminal, 'New passphrase:');
    if (passphrase.length < shortestPassphrase) {
      throw new UsageError(
        `the passphrase needs ${shortestPassphrase} characters or more; some random words are best`,
        'custodian protect',
      );
    }
    if (process.stdin.isTTY && (await askSecret(terminal, 'Once more:')) !== passphrase) {
      throw new UsageError('the two passphrases differ', 'custodian protect');
    }
    await writeNew(values.out, await protectKeyFile(keys, passphrase));
    terminal.out(`✓ ${values.out} opens with the passphrase only`);
    terminal.err(`Once it opens, delete the old one: ${shellQuote('rm', values.key)}`);
    return exitCodes.ok;
  },
});

const page = defineCommand({
  name: 'custodian page',
  summary: 'serve the custodian’s page from this checkout, so that its code does not come from the collector',
  about:
    'Serves the custodian’s page from this checkout until Ctrl-C, so that not even its code comes from the collector.',
  options: { collector, port: withDefault(port, '4610', 'where to serve it on this machine') },
  examples: ['custodian page --collector https://collector.example'],
  endsInOrder: true,
  async run(values, terminal) {
    const { servePages } = await import('@assent/collector');
    const { buildConsole } = await import('../local/builds.ts');
    const pagesDir = await buildConsole();
    const server = await servePages({ pagesDir, collector: new URL(values.collector), port: values.port });
    terminal.out(`The custodian’s page, from this checkout: ${server.address}/custody/`);
    terminal.err('Ctrl-C stops it.');
    if (!terminal.signal.aborted) await once(terminal.signal, 'abort');
    await server.close();
    return exitCodes.ok;
  },
});

/** `assent custodian`: what a custodian does about build requests. */
export const custodian = defineCommands(
  {
    name: 'custodian',
    summary: 'see build requests; release to or refuse one of them',
    about: 'For holders of a custody key: build requests, and the answers to them.',
  },
  [list, release, refuse, protect, page],
);

/** What each witness last saw of the ledger. A witness that does not answer has seen nothing. */
async function witnessesFrom(
  addresses: readonly string[],
  keys: readonly string[],
  ledger: string,
): Promise<{ readonly witnesses?: WitnessTrust }> {
  if (keys.length === 0) return {};
  const at = latestPath(parseVerifierKey(ledger).name);
  const answers = await Promise.all(
    addresses.map(async (address) => {
      const response = await fetch(new URL(at, address)).catch(() => null);
      return response?.ok === true ? [await response.text()] : [];
    }),
  );
  return { witnesses: { keys, quorum: keys.length, checkpoints: answers.flat() } };
}

function describeBuild({ build, request, state, windowEndsAt, released, refused }: BuildStatus): string {
  const { purpose, days, apps, tiers, deliverTo = [] } = request.body;
  return [
    `${build}  ${state}`,
    `  ${purpose}, days ${days.from} to ${days.to}, ${apps?.join(', ') ?? 'all apps'}, ${tiers?.join(', ') ?? 'all tiers'}`,
    // `assent recipient list` says who they are.
    ...deliverTo.map((recipient) => `  sealed copy to ${recipient}`),
    `  window ends ${new Date(windowEndsAt).toISOString()}; released: ${released.join(', ') || 'nobody'}; refused: ${refused.join(', ') || 'nobody'}`,
  ].join('\n');
}

function report(outcome: ReleaseOutcome, word: 'release' | 'refuse', terminal: Terminal, asJson: boolean): ExitCode {
  if (asJson) terminal.out(JSON.stringify(outcome));
  else if (outcome.outcome === 'released') {
    const erased = outcome.erased > 0 ? `; ${outcome.erased} erased days stay closed` : '';
    const without =
      outcome.withoutConsent > 0 ? `; ${outcome.withoutConsent} days without a valid consent stay closed` : '';
    terminal.out(`✓ released ${outcome.shares} shares to this build and no other${erased}${without}`);
  } else if (outcome.outcome === 'waiting')
    terminal.out(`The window is open until ${new Date(outcome.until).toISOString()}.`);
  else terminal.out(`Refused: ${outcome.reason}. The refusal is in the ledger.`);
  const asAsked = word === 'refuse' ? outcome.outcome === 'refused' : outcome.outcome === 'released';
  return asAsked ? exitCodes.ok : exitCodes.failed;
}
