import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTar, writeTar } from './tar.ts';

let root: string;
let folders = 0;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'assent-tar-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function newFolder(files: Readonly<Record<string, Uint8Array>> = {}): Promise<string> {
  const folder = join(root, String(folders++));
  await mkdir(folder);
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
  return folder;
}

async function bytesOf(archive: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks = [];
  for await (const chunk of archive) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** The same bytes in pieces of some size. */
async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

describe('an archive', () => {
  it('gives back its files whatever they hold and however it arrives', async () => {
    const name = fc.stringMatching(/^[a-z][\w.-]{0,8}$/);
    const files = fc.dictionary(
      fc.oneof(
        name,
        fc.tuple(fc.constant('sub'), name).map((parts) => parts.join('/')),
      ),
      fc.uint8Array({ maxLength: 1500 }),
      { minKeys: 1, maxKeys: 4, noNullPrototype: true },
    );
    await fc.assert(
      fc.asyncProperty(files, fc.integer({ min: 1, max: 3000 }), async (content, size) => {
        fc.pre(!Object.hasOwn(content, 'sub'));
        const paths = Object.keys(content).sort();
        const archive = await bytesOf(writeTar(await newFolder(content), paths));
        const out = await newFolder();
        expect(await readTar(pieces(archive, size), out)).toEqual(paths);
        for (const path of paths) expect(new Uint8Array(await readFile(join(out, path)))).toEqual(content[path]);
      }),
      { numRuns: 25 },
    );
  });

  it('is the same bytes each time, and what any tar reads', async () => {
    const content = { 'v1/a.txt': Buffer.from('one'), 'v1/data/b': Buffer.alloc(1024, 7) };
    const archive = await bytesOf(writeTar(await newFolder(content), Object.keys(content)));
    expect(await bytesOf(writeTar(await newFolder(content), Object.keys(content)))).toEqual(archive);
    expect(execFileSync('tar', ['-tf', '-'], { input: archive }).toString()).toBe('v1/a.txt\nv1/data/b\n');
  });

  it('is refused when cut off, changed in a header or followed by anything, and never leaves its folder', async () => {
    const archive = await bytesOf(writeTar(await newFolder({ a: Buffer.from('one') }), ['a']));
    const evil = Buffer.from(archive);
    evil.write('../a', 0);
    const doubled = Buffer.concat([archive.subarray(0, 1024), archive]);
    for (const bad of [
      archive.subarray(0, -1),
      archive.subarray(0, 700),
      Buffer.concat([archive, Buffer.from('x')]),
      evil,
      doubled,
      Buffer.alloc(0),
    ]) {
      await expect(readTar(pieces(bad, 512), await newFolder())).rejects.toMatchObject({ code: 'archive-malformed' });
    }
  });

  it('holds no path it could not give back', async () => {
    const folder = await newFolder({ ok: Buffer.from('x') });
    await expect(bytesOf(writeTar(folder, ['../0/ok']))).rejects.toMatchObject({ code: 'not-representable' });
  });
});
