import { createClient } from '@assent/client';
import { dayOf, digestOf, openSigned, policySchema, type BuildStatus } from '@assent/contracts';
import { keyFileSigner } from '@assent/sealing';
import { runBuild } from '../build-run.ts';
import { defineCommand, exitCodes } from '../command.ts';
import { askForKeyFile } from '../local/key-files.ts';
import { flag, optional, repeated, required } from '../options/declare.ts';
import { day, digest, origin, path, tier, url } from '../options/kinds.ts';
import { atLeastOneOf } from '../options/parse.ts';

/** `assent build`: asks for a dataset, waits for both sides, builds it. */
export const build = defineCommand({
  name: 'build',
  summary: 'request a dataset, wait for both sides, build it',
  about: `Enters a build request into the ledger, waits for the objection window and for the releases of both sides, then opens, checks
and assembles the dataset, and seals a marked copy of it to each recipient: DIR/v1.0.0-….tar.age, for \`assent open\`. Leave it
running: the build's keys exist in this process only.`,
  options: {
    collector: required(url, 'the program’s collector'),
    key: required(path(), 'the program owner’s key file'),
    out: required(path('DIR'), 'where the archives go'),
    from: optional(day, 'the first UTC day (left out: 30 days ago)'),
    to: optional(day, 'the last UTC day (left out: today)'),
    app: repeated(origin, 'only what was recorded in this app (left out: all that the policy lists)'),
    tier: repeated(tier, 'only what was given as steps-with-snapshots, or as steps-only (left out: both)'),
    'deliver-to': repeated(
      digest('RECIPIENT'),
      'a registered recipient (`assent recipient list`); the request names them all in public',
    ),
    plain: flag(
      'writes the dataset in the open to DIR/v1.0.0, readable by everybody who reads this disk and traceable to nobody: for a demo on your own machine',
    ),
    json: flag('the report as one JSON object'),
  },
  rules: [
    atLeastOneOf(['deliver-to', 'plain'], 'say who gets it: --deliver-to RECIPIENT, or --plain'),
    (written) => {
      const [from, to] = [written.get('from')?.[0], written.get('to')?.[0]];
      return from !== undefined && to !== undefined && from > to ? '--from is after --to' : null;
    },
  ],
  groups: [
    { title: 'Who gets it (one of them is needed)', names: ['deliver-to', 'plain'] },
    { title: 'What of it', names: ['from', 'to', 'app', 'tier'] },
  ],
  examples: ['build --collector https://collector.example --key owner.key --out datasets --deliver-to RECIPIENT'],
  endsInOrder: true,
  async run(values, terminal) {
    const owner = await keyFileSigner(await askForKeyFile(values.key, terminal));
    const client = createClient({ baseUrl: values.collector, fetch: globalThis.fetch, now: () => Date.now() });
    const { program } = await client.join();
    const { body: policy } = await openSigned(policySchema, await client.policy(program), { key: owner.publicKey });
    const today = Date.now();
    const report = await runBuild({
      client,
      owner,
      policy: { policy, digest: await digestOf(policy) },
      days: { from: values.from ?? dayOf(today - 30 * 86_400_000), to: values.to ?? dayOf(today) },
      ...(values.app.length === 0 ? {} : { apps: [...values.app] }),
      ...(values.tier.length === 0 ? {} : { tiers: [...values.tier] }),
      outDir: values.out,
      deliverTo: [...new Set(values['deliver-to'])],
      plain: values.plain,
      signal: terminal.signal,
      requested: (id, status) => {
        terminal.err(`Build ${id} is in the ledger as leaf ${status.leafIndex}.`);
        terminal.err(`Custodians may release from ${new Date(status.windowEndsAt).toISOString()}.`);
      },
      waiting: (status) => terminal.err(describeWait(status)),
      progress: ({ phase, done, total }) => terminal.err(`${phase}: ${done} of ${total} segments`),
    });
    const { counts } = report.result.body;
    const deliveries = report.deliveries.map(({ recipient, path, leafIndex }) => ({ recipient, path, leafIndex }));
    if (values.json)
      terminal.out(JSON.stringify({ directory: report.plain, manifest: report.manifestDigest, counts, deliveries }));
    else {
      terminal.out(`✓ ${counts.episodes} episodes, ${counts.steps} steps`);
      for (const { recipient, path, leafIndex } of deliveries)
        terminal.out(`  sealed to ${recipient.slice(0, 16)}…, leaf ${leafIndex}: ${path}`);
      if (report.plain !== null) terminal.out(`  in the open, marked for nobody: ${report.plain}`);
    }
    if (report.plaintext === 'disk') terminal.err('Plaintext was on disk while the build ran; nothing is left of it.');
    terminal.err(`isolation: ${report.isolation.words}`);
    return exitCodes.ok;
  },
});

/** A build's public state in words. */
function describeWait({ state, released, refused }: BuildStatus): string {
  const answers = [
    ...(released.length > 0 ? [`released by ${released.join(', ')}`] : []),
    ...(refused.length > 0 ? [`refused by ${refused.join(', ')}`] : []),
  ];
  const words = {
    window: 'objection window open',
    releasing: 'waiting for releases',
    released: 'both sides released',
    refused: 'refused',
    finished: 'finished',
  };
  return [words[state], ...answers].join('; ');
}
