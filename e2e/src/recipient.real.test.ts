import { spawn } from 'node:child_process';
import { appendFile, copyFile, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runBuild } from '@assent/cli';
import { dayOf, digestOf, openSigned, recipientCardSchema, signDocument } from '@assent/contracts';
import { builtExtension, builtPages } from '@assent/testkit/shared';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answer } from './redteam/world/builds.ts';
import { startWorld } from './redteam/world/deployment.ts';
import type { World } from './redteam/world/world.ts';

/** A researcher at the command line: from a card to a dataset that the ledger knows. */

const main = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));

/** Runs the command as a user would. */
async function assent(args: readonly string[]): Promise<{ readonly code: number | null; readonly out: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let out = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
  const { promise, resolve } = Promise.withResolvers<number | null>();
  child.on('close', resolve);
  return { code: await promise, out };
}

describe('a recipient', () => {
  let world: World;
  let key: string;
  let archive: string;
  beforeAll(async () => {
    world = await startWorld({ extension: builtExtension, pages: builtPages });
    key = join(world.scratch, 'group.key');
    const made = await assent(['recipient', 'card', '--key', key, '--program', 'pilot', '--name', 'Group']);
    const card = await openSigned(recipientCardSchema, JSON.parse(made.out));
    const recipient = await digestOf(card.body);
    const { program } = world.trust;
    const registration = { type: 'recipient-registration', v: 1, program, at: Date.now(), recipient } as const;
    await world.client.registerRecipient({ card, registration: await signDocument(registration, world.owner) });
    const answers: Promise<unknown>[] = [];
    const report = await runBuild({
      client: world.client,
      owner: world.owner,
      policy: world.policy,
      days: { from: dayOf(Date.now() - 86_400_000), to: dayOf(Date.now()) },
      outDir: join(world.scratch, 'out'),
      deliverTo: [recipient],
      plain: false,
      signal: new AbortController().signal,
      requested: (build) =>
        answers.push(...world.custodians.slice(0, 3).map((custodian) => answer(world, custodian, build))),
    });
    await Promise.all(answers);
    archive = report.archives[0]!.path;
  });
  afterAll(async () => {
    await world?.stop();
  });

  const place = () => ['--ledger', world.collector.address, '--verifier-key', world.trust.verifierKey];

  it('opens what was sealed to it, and the ledger knows what it holds', async () => {
    const out = join(world.scratch, 'received');
    const opened = await assent(['open', archive, '--key', key, '--out', out, ...place(), '--json']);
    expect(opened.code).toBe(0);
    expect(JSON.parse(opened.out)).toMatchObject({ ok: true, counts: { steps: world.canaries.length } });
    const verified = await assent([
      'verify',
      'dataset',
      out,
      ...place(),
      '--owner-key',
      world.owner.publicKey,
      '--json',
    ]);
    expect(verified.code).toBe(0);
    expect(JSON.parse(verified.out)).toMatchObject({
      ok: true,
      ledger: { leafIndex: JSON.parse(opened.out).leafIndex },
    });
    // One byte of the card, and neither the manifest nor the ledger confirms it.
    await writeFile(join(out, 'README.md'), (await readFile(join(out, 'README.md'), 'utf8')).replace('Pilot', 'Pilet'));
    expect((await assent(['verify', 'dataset', out, ...place()])).code).toBe(1);
  });

  it('opens nothing that the ledger does not know, nor what another key was to open', async () => {
    const changed = join(world.scratch, 'changed.age');
    await copyFile(archive, changed);
    await appendFile(changed, 'x');
    const out = join(world.scratch, 'refused');
    expect((await assent(['open', changed, '--key', key, '--out', out, ...place()])).code).toBe(1);
    const other = join(world.scratch, 'other.key');
    await assent(['recipient', 'card', '--key', other, '--program', 'pilot', '--name', 'Other']);
    expect((await assent(['open', archive, '--key', other, '--out', out, ...place()])).code).toBe(3);
    // Another owner's program is not this one, whatever the ledger says.
    const stranger = ['--owner-key', world.custodians[0]!.signer.publicKey];
    expect((await assent(['open', archive, '--key', key, '--out', out, ...place(), ...stranger])).code).toBe(3);
    expect((await readdir(world.scratch)).filter((name) => name.startsWith('refused') || name.startsWith('.'))).toEqual(
      [],
    );
  });
});
