/** Every test that docs/promises.md names is there, and every promise of the design has a row. */
import { globSync, readFileSync } from 'node:fs';

const text = readFileSync('docs/promises.md', 'utf8');
const files = globSync('{packages,apps,e2e}/**/*.test.ts', { exclude: ['**/node_modules/**'] });
const named = [...text.matchAll(/`([\w./*-]+\.test\.ts)`/g)].map(([, path]) => path ?? '');
const attacks = [...text.matchAll(/RT-(\d\d)|(?<=, )(\d\d)(?=[,\s|;])/g)].map(([, a, b]) => a ?? b ?? '');
const problems = [
  ...named.filter((path) => !files.some((file) => fits(file, path))).map((path) => `${path} is not there`),
  ...attacks
    .filter((id) => globSync(`e2e/src/redteam/attacks/rt-${id}*.ts`).length === 0)
    .map((id) => `RT-${id} is not there`),
  ...Array.from({ length: 11 }, (_, i) => `**P${i + 1} `).filter((promise) => !text.includes(promise)),
];
for (const problem of problems) console.log(problem);
console.log(`${named.length} tests and ${attacks.length} attacks named`);
if (problems.length > 0 || named.length === 0) process.exitCode = 1;

/** `steps/x.test.ts` means any file of that folder with that name; `*` for any name. */
function fits(file: string, path: string): boolean {
  const [folder = '', ...rest] = path.split('/');
  const name = rest.at(-1) ?? folder;
  const pattern = new RegExp(`(^|/)${name.replaceAll('.', String.raw`\.`).replaceAll('*', '[^/]*')}$`);
  return pattern.test(file) && file.split('/').includes(folder);
}
