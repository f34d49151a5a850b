import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** How a thing is built into a folder of its own, and from what. */
interface Build {
  readonly workspace: string;
  readonly script: string;
  readonly sources: readonly string[];
  /** What says where to: arguments of the script and its environment. */
  into(folder: string): { readonly args: readonly string[]; readonly env: Readonly<Record<string, string>> };
  /** Where the result is in that folder. */
  readonly result: string;
}

const shared = ['packages/*/src/**', 'packages/*/package.json', 'package-lock.json'];
const builds = {
  extension: {
    workspace: '@assent/extension',
    script: 'build:demo',
    sources: [...shared, 'apps/extension/{src,public}/**', 'apps/extension/{package.json,wxt.config.ts}'],
    into: (folder) => ({ args: [], env: { ASSENT_EXTENSION_OUTPUT: folder } }),
    result: 'chrome-mv3-demo',
  },
  pages: {
    workspace: '@assent/console',
    script: 'build',
    sources: [...shared, 'apps/console/src/**', 'apps/console/{package.json,vite.config.ts}'],
    into: (folder) => ({ args: ['--', '--outDir', folder, '--emptyOutDir'], env: {} }),
    result: '.',
  },
} satisfies Readonly<Record<string, Build>>;

const root = fileURLToPath(new URL('../../', import.meta.url));
const cache = join(root, 'node_modules/.cache/assent/builds');

/** How many builds of a kind are kept: another run may still use the one before. */
const kept = 3;

/**
 * The folder of what these sources build to. It is named by a digest of the sources, made aside and renamed when whole:
 * several runs at once neither wait for each other nor see half a build, and nothing is built twice.
 */
export async function builtOnce(kind: keyof typeof builds): Promise<string> {
  const build: Build = builds[kind];
  const folder = join(cache, `${kind}-${digestOf(build.sources)}`);
  if (!existsSync(folder)) {
    await mkdir(cache, { recursive: true });
    const aside = `${folder}.${process.pid}`;
    await run(build, aside);
    await rename(aside, folder).catch(async (cause: unknown) => {
      await rm(aside, { recursive: true, force: true });
      // Another run was faster with the same.
      if (!existsSync(folder)) throw cause;
    });
    await removeOld(kind);
  }
  return resolve(folder, build.result);
}

function digestOf(patterns: readonly string[]): string {
  const hash = createHash('sha256');
  const files = globSync([...patterns], { cwd: root, withFileTypes: true, exclude: ({ name }) => name === 'testing' })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files.toSorted()) hash.update(file.slice(root.length)).update('\0').update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}

async function run({ workspace, script, into }: Build, folder: string): Promise<void> {
  const { args, env } = into(folder);
  const child = spawn('npm', ['run', '--silent', script, '-w', workspace, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    // The tests' own mode is none of the build's.
    env: { ...process.env, NODE_ENV: undefined, VITEST: undefined, ...env },
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
  }
  const code = await new Promise((done) => child.on('close', done));
  if (code !== 0) throw new Error(`npm run ${script} -w ${workspace} failed:\n${output.join('')}`);
}

async function removeOld(kind: string): Promise<void> {
  const folders = (await readdir(cache)).filter((name) => name.startsWith(`${kind}-`)).map((name) => join(cache, name));
  const ages = await Promise.all(folders.map(async (folder) => ({ folder, at: (await stat(folder)).mtimeMs })));
  const old = ages.toSorted((a, b) => b.at - a.at).slice(kept);
  await Promise.all(old.map(({ folder }) => rm(folder, { recursive: true, force: true })));
}
