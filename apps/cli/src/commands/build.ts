import { createClient } from '@assent/client';
import {
  dayOf,
  daySchema,
  digestOf,
  digestSchema,
  openSigned,
  originSchema,
  policySchema,
  recordingTierSchema,
  type BuildStatus,
  type Day,
  type Digest,
  type RecordingTier,
} from '@assent/contracts';
import { keyFileSigner } from '@assent/sealing';
import { parseArguments, pathFrom } from '../arguments.ts';
import { runBuild } from '../build-run.ts';
import { exitCodes, UsageError, type Command } from '../command.ts';
import { loadKeyFile } from '../local/key-files.ts';

/** `assent build`: asks for a dataset, waits for both sides, builds it. */
export const build: Command = {
  name: 'build',
  summary: 'request a dataset, wait for both sides, build it',
  help: `Usage: assent build --collector URL --key FILE --out DIR (--deliver-to RECIPIENT … | --plain) [--from DAY] [--to DAY]
                    [--app ORIGIN …] [--tier TIER …]

Enters a build request into the ledger, waits for the objection window and for the releases of both sides, then opens,
checks and assembles the dataset, and seals a marked copy of it to each recipient: DIR/v1.0.0-….tar.age, for \`assent open\`.
Leave it running: the build's keys exist in this process only.

  --collector URL  the program's collector
  --key FILE       the program owner's key file
  --from, --to     first and last UTC day, YYYY-MM-DD (default: the last 30 days)
  --app ORIGIN     only what was recorded in this app; may be repeated (default: all that the policy lists)
  --tier TIER      only what was given as steps-with-snapshots, or as steps-only; may be repeated (default: both)
  --out DIR        where the archives go
  --deliver-to ID  a registered recipient (\`assent recipient list\`); may be repeated. The request names them all in public
  --plain          writes the dataset in the open to DIR/v1.0.0, readable by whoever reads this disk and traceable to
                   nobody: for a demo on your own machine
  --json           the report as one JSON object

Exit code 1 if a side refuses.`,
  async run(args, terminal) {
    const text = { type: 'string' } as const;
    const { values } = parseArguments(args, {
      options: {
        collector: text,
        key: text,
        out: text,
        from: text,
        to: text,
        app: { type: 'string', multiple: true },
        tier: { type: 'string', multiple: true },
        'deliver-to': { type: 'string', multiple: true },
        plain: { type: 'boolean' },
        json: { type: 'boolean' },
      },
    });
    const { collector, key, out } = values;
    if (collector === undefined || key === undefined || out === undefined) {
      throw new UsageError('--collector, --key and --out are needed');
    }
    const deliverTo = [...new Set(values['deliver-to'] ?? [])].map(recipientFrom);
    const plain = values.plain ?? false;
    if (deliverTo.length === 0 && !plain) throw new UsageError('say who gets it: --deliver-to RECIPIENT, or --plain');
    const owner = await keyFileSigner(await loadKeyFile(pathFrom(terminal, key)));
    const client = createClient({ baseUrl: collector, fetch: globalThis.fetch, now: () => Date.now() });
    const { program } = await client.join();
    const { body: policy } = await openSigned(policySchema, await client.policy(program), { key: owner.publicKey });
    const today = Date.now();
    const report = await runBuild({
      client,
      owner,
      policy: { policy, digest: await digestOf(policy) },
      days: { from: dayFrom(values.from, dayOf(today - 30 * 86_400_000)), to: dayFrom(values.to, dayOf(today)) },
      ...(values.app === undefined ? {} : { apps: values.app.map(appFrom) }),
      ...(values.tier === undefined ? {} : { tiers: values.tier.map(tierFrom) }),
      outDir: pathFrom(terminal, out),
      deliverTo,
      plain,
      signal: terminal.signal,
      requested: (id, status) => {
        terminal.err(`Build ${id} stands in the ledger as leaf ${status.leafIndex}.`);
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
};

function recipientFrom(text: string): Digest {
  const parsed = digestSchema.safeParse(text);
  if (!parsed.success) throw new UsageError('--deliver-to is the 64 hex digits that name a recipient');
  return parsed.data;
}

function appFrom(text: string): string {
  const parsed = originSchema.safeParse(text);
  if (!parsed.success) throw new UsageError('--app is an origin, such as https://desk.example.com');
  return parsed.data;
}

function tierFrom(text: string): RecordingTier {
  const parsed = recordingTierSchema.safeParse(text);
  if (!parsed.success) throw new UsageError('--tier is steps-with-snapshots or steps-only');
  return parsed.data;
}

function dayFrom(text: string | undefined, otherwise: Day): Day {
  if (text === undefined) return otherwise;
  const parsed = daySchema.safeParse(text);
  if (!parsed.success) throw new UsageError('--from and --to are UTC days, YYYY-MM-DD');
  return parsed.data;
}

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
