/**
 * A check that cannot fail is no check: lint must refuse code that hides a missing case from the compiler.
 * The violations are written beside the tree, so that nothing else sees them.
 */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run, type Outcome } from './run.ts';

const colour = "type Colour = 'red' | 'green' | 'blue';\n";

/** File name → its text and the rule that must refuse it. */
const violations: Readonly<Record<string, readonly [text: string, rule: string]>> = {
  'label-before-default.ts': [
    `${colour}export function f(c: Colour): number {
      switch (c) { case 'red': return 1; case 'green': return 2; case 'blue': default: return 3; }
    }`,
    'assent(no-shared-default)',
  ],
  'comment-between.ts': [
    `${colour}export function f(c: Colour): number {
      switch (c) { case 'red': return 1; case 'green': return 2; case 'blue': /* The last one. */ ;
        // It represents the rest.
        default: return 3; }
    }`,
    'assent(no-shared-default)',
  ],
  'empty-block.ts': [
    `${colour}export function f(c: Colour): number {
      switch (c) { case 'red': return 1; case 'green': return 2; case 'blue': {} default: return 3; }
    }`,
    'assent(no-shared-default)',
  ],
  'default-first.ts': [
    `${colour}export function f(c: Colour): number {
      switch (c) { default: case 'red': return 1; case 'green': return 2; case 'blue': return 3; }
    }`,
    'assent(no-shared-default)',
  ],
  'missing-case.ts': [
    `${colour}export function f(c: Colour): number {
      switch (c) { case 'red': return 1; case 'green': return 2; default: return 3; }
    }`,
    'typescript(switch-exhaustiveness-check)',
  ],
};

/** What a switch should look like: lint must accept it, or the gate would hold for the wrong reason. */
const sound = `${colour}export function f(c: Colour): number {
  switch (c) {
    case 'red':
      return 1;
    case 'green':
    case 'blue':
      return 2;
    default:
      c satisfies never;
      throw new RangeError('an unknown colour');
  }
}
`;

/** Holds if each violation is refused by its rule and the sound file passes. */
export async function lintCanFail(): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'assent-lint-'));
  await writeFile(`${folder}/tsconfig.json`, JSON.stringify({ compilerOptions: { strict: true, target: 'ES2024' } }));
  await writeFile(`${folder}/sound.ts`, sound);
  for (const [name, [text]] of Object.entries(violations)) await writeFile(`${folder}/${name}`, text);
  try {
    const flags = ['--config', '.oxlintrc.json', '--type-aware', '--format=unix'];
    const { output } = await run('node_modules/.bin/oxlint', [...flags, folder]);
    const lines = output.split('\n');
    const missed = Object.entries(violations)
      .filter(([name, [, rule]]) => !lines.some((line) => line.includes(`/${name}:`) && line.includes(rule)))
      .map(([name, [, rule]]) => `${rule} did not refuse ${name}.`);
    const wrongly = lines
      .filter((line) => line.includes('/sound.ts:'))
      .map((line) => `A sound switch was refused: ${line}`);
    const problems = [...missed, ...wrongly];
    return { ok: problems.length === 0, output: problems.length === 0 ? '' : [...problems, output].join('\n') };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
