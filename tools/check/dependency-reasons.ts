/** Every dependency has a line with its reason in docs/dependencies.md, and every line there is a dependency. */
import { globSync, readFileSync } from 'node:fs';

const manifests = [
  'package.json',
  ...globSync('{packages,apps}/*/package.json'),
  'practice/package.json',
  'e2e/package.json',
  ...globSync('bench/package.json'),
];
const used = new Set<string>();
for (const path of manifests) {
  // Our own manifests, checked by npm on every install.
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Record<string, Record<string, string> | undefined>;
  for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
    for (const name of Object.keys(manifest[kind] ?? {})) if (!name.startsWith('@assent/')) used.add(name);
  }
}
const rows = readFileSync('docs/dependencies.md', 'utf8')
  .split('\n')
  .filter((line) => /^\| (?!dependency \||---)/.test(line));
const listed = new Set(rows.flatMap((line) => (line.split('|')[1] ?? '').split(',').map((name) => name.trim())));
const covered = (name: string): boolean => listed.has(name) || (name.startsWith('@types/') && listed.has('@types/*'));

const missing = [...used].filter((name) => !covered(name));
const stale = [...listed].filter((name) => name !== '@types/*' && !used.has(name));
for (const name of missing) console.log(`${name} has no line in docs/dependencies.md`);
for (const name of stale) console.log(`docs/dependencies.md has a line for ${name}, which nothing uses`);
console.log(`${used.size} dependencies, ${rows.length} reasons`);
if (missing.length > 0 || stale.length > 0 || used.size === 0) process.exitCode = 1;
