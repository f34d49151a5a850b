import { readFile, readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { digestOf, sha256Hex, type Digest } from '@assent/contracts';

/** The packages whose code decides what a build opens, hides and writes. */
const packages = ['contracts', 'dataset', 'safeguards', 'sealing'] as const;

/**
 * The digest of the build code that runs here: over the sources of the packages above (tests and their helpers left out) and their
 * `package.json`, which pins what they use. A request names it, and custodians release to digests they allow only.
 */
export async function buildCodeDigest(): Promise<Digest> {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const files: { readonly path: string; readonly sha256: Digest }[] = [];
  for (const name of packages) {
    for (const path of [...(await sourcesOf(join(root, name, 'src'))), join(root, name, 'package.json')]) {
      files.push({
        path: relative(root, path).split(sep).join('/'),
        sha256: await sha256Hex(new Uint8Array(await readFile(path))),
      });
    }
  }
  return digestOf(files.sort((a, b) => (a.path < b.path ? -1 : 1)));
}

async function sourcesOf(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !/\.test\.|[\\/]testing[\\/]/.test(join(entry.parentPath, entry.name)))
    .map((entry) => join(entry.parentPath, entry.name));
}
