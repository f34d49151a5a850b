import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canaryNoteSchema, digestOf, digestSchema, fromBase64, fromUtf8 } from '@assent/contracts';
import { generateIdentity, openWith } from '@assent/sealing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAttestation } from '../attestation/statement.ts';
import { observeLeak } from '../canary/observe-leak.ts';
import { traceLeak } from '../canary/trace.ts';
import { archiveDigest, openArchive } from '../deliver/open-archive.ts';
import { buildInput, makeProgram } from '../testing/program.ts';
import { participantId, stepRecord } from '../testing/recordings.ts';
import { buildSealed, type SealedBuildReport } from './build-isolated.ts';

const tool = 'age';
/** Stands in the card of every dataset of the made-up program. */
const needle = 'Office work';
const program = await makeProgram([
  {
    participant: participantId(1),
    segments: [
      Array.from({ length: 20 }, (_, seq) =>
        stepRecord({
          seq,
          action: { type: 'click', x: 60 * seq + 5, y: 30 * seq + 7, button: 'left', modifiers: [] },
          target: null,
        }),
      ),
    ],
  },
]);
const recipients = await Promise.all(
  ['a', 'b'].map(async (fill) => {
    const { identity, recipient } = await generateIdentity();
    return { digest: digestSchema.parse(fill.repeat(64)), identity, recipient };
  }),
);
const [ada, ben] = recipients as [(typeof recipients)[0], (typeof recipients)[0]];

let folder: string;
let report: SealedBuildReport;
/** Names of files that were in the output folder while the build opened segments. */
const seen = new Set<string>();
let fetches = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assent-sealed-'));
  const input = buildInput(program, join(folder, 'out'));
  const watched = {
    ...input,
    // Asked for in both passes: in the second, tables are being written.
    fetchObject: async (ciphertext: Parameters<typeof input.fetchObject>[0]) => {
      fetches += 1;
      const entries = await readdir(input.outDir, { recursive: true, withFileTypes: true });
      for (const entry of entries) if (entry.isFile()) seen.add(entry.name);
      return input.fetchObject(ciphertext);
    },
  };
  report = await buildSealed(watched, {
    deliverTo: recipients.map(({ digest, recipient }) => ({ digest, age: recipient })),
    plain: false,
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Files directly in a folder that hold the needle in the open. */
async function filesWith(directory: string): Promise<readonly string[]> {
  const names = (await readdir(directory, { withFileTypes: true })).filter((entry) => entry.isFile());
  const texts = await Promise.all(
    names.map(async ({ name }) => [name, await readFile(join(directory, name))] as const),
  );
  return texts.filter(([, bytes]) => bytes.includes(needle)).map(([name]) => name);
}

let opened = 0;
async function open(n: 0 | 1, changes: Partial<Parameters<typeof openArchive>[0]> = {}) {
  const outDir = join(folder, `opened-${opened++}`);
  const { path, manifestDigest } = report.archives[n]!;
  await openArchive({
    archive: path,
    identity: recipients[n]!.identity,
    expected: { builder: program.builder.publicKey, output: manifestDigest },
    outDir,
    ...changes,
  });
  return outDir;
}

describe('a sealed build', () => {
  it('leaves one archive for each recipient and nothing in the open', async () => {
    expect(report.plain).toBeNull();
    expect((await readdir(join(folder, 'out'))).sort()).toEqual([
      'v1.0.0-aaaaaaaaaaaaaaaa.tar.age',
      'v1.0.0-bbbbbbbbbbbbbbbb.tar.age',
    ]);
    expect(await filesWith(join(folder, 'out'))).toEqual([]);
    for (const { path, archive } of report.archives) expect(await archiveDigest(path)).toBe(archive);
    // Plaintext was in memory where the system gives a file tree of its own.
    expect(report.plaintext).toBe(report.isolation.files === 'own-root' ? 'memory' : 'disk');
    expect(fetches).toBe(2 * program.inputs.manifests.length);
    if (report.plaintext === 'memory') expect([...seen]).toEqual([]);
    else expect([...seen]).not.toEqual([]);
  });

  it('opens for its recipient, verifies, and carries its attestation', async () => {
    const directory = await open(0);
    const attestation = new Uint8Array(await readFile(join(directory, 'attestation.json')));
    expect(await openAttestation(attestation, program.builder.publicKey)).toMatchObject({
      subject: [{ digest: { sha256: report.archives[0]!.manifestDigest } }],
      predicate: { isolation: report.isolation },
    });
    expect(await filesWith(directory)).toContain('README.md');
  });

  it.skipIf(spawnSync(tool, ['--version']).error !== undefined)(
    'opens with the stock age and tar (skipped only where `age` is not installed)',
    async () => {
      const key = join(folder, 'key');
      await writeFile(key, `${ben.identity}\n`);
      const tar = execFileSync(tool, ['-d', '-i', key, report.archives[1]!.path]);
      const names = execFileSync('tar', ['-tf', '-'], { input: tar }).toString().trim().split('\n');
      expect(names).toEqual([...names].sort());
      expect(names).toEqual(expect.arrayContaining(['README.md', 'attestation.json', 'manifest.json']));
    },
  );

  it('opens for nobody else, altered, cut off or as another copy, and then leaves nothing behind', async () => {
    await expect(open(0, { identity: ben.identity })).rejects.toMatchObject({ code: 'cannot-open' });
    const bytes = await readFile(report.archives[0]!.path);
    for (const [name, bad] of [
      ['flipped', Buffer.from(bytes.map((byte, i) => (i === bytes.length - 9 ? byte ^ 1 : byte)))],
      ['cut', bytes.subarray(0, -70_000)],
    ] as const) {
      const archive = join(folder, name);
      await writeFile(archive, bad);
      await expect(open(0, { archive })).rejects.toMatchObject({ code: 'cannot-open' });
    }
    const { publicKey } = program.builder;
    const another = { builder: publicKey, output: report.archives[1]!.manifestDigest };
    await expect(open(0, { expected: another })).rejects.toMatchObject({ code: 'damaged' });
    const foreign = { builder: program.owner.publicKey, output: report.archives[0]!.manifestDigest };
    await expect(open(0, { expected: foreign })).rejects.toMatchObject({ code: 'damaged' });
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
  });

  it('leaves notes that every custodian opens, and that name whose copy leaked', async () => {
    for (const [i, custodian] of program.custodians.entries()) {
      const notes = await Promise.all(
        report.archives.map(async ({ notes: sealed, canary }) => {
          const own = sealed.find((note) => note.custodian === custodian.id)!;
          const text = fromUtf8(await openWith(custodian.identity, fromBase64(own.sealed)));
          const note = canaryNoteSchema.parse(JSON.parse(text));
          expect(await digestOf(note)).toBe(canary);
          return { note };
        }),
      );
      const leak = await observeLeak(await open(i as 0 | 1));
      const named = traceLeak(leak, notes).filter(({ evidence }) => evidence.identified);
      expect(named.map(({ copy }) => copy.note.recipient)).toEqual([[ada, ben][i]!.digest]);
    }
  });

  it('refuses a version that exists already, sealed or not', async () => {
    await expect(
      buildSealed(buildInput(program, join(folder, 'out')), { deliverTo: [], plain: true }),
    ).rejects.toMatchObject({ code: 'exists' });
  });
});
