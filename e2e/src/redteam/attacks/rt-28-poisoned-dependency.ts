import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { judge, type Attack } from '../attack.ts';

const checkout = fileURLToPath(new URL('../../../../', import.meta.url));

/** A dependency turns bad: it runs a script when it is installed, or wants to load code from elsewhere. */
export const poisonedDependency: Attack = {
  id: 'RT-28',
  attack:
    'install a dependency with an install script the way the checkout does; find unpinned packages; load remote code into pages',
  async run(world) {
    const lock = JSON.parse(await readFile(join(checkout, 'package-lock.json'), 'utf8')) as Lockfile; // Written by npm.
    const packages = Object.entries(lock.packages).filter(
      ([path, entry]) => path.includes('node_modules/') && entry.link !== true,
    );
    // The lockfile names no address for what comes from the registry; whatever has one comes from elsewhere.
    const loose = packages.filter(
      ([, { integrity, resolved }]) => integrity?.startsWith('sha512-') !== true || resolved !== undefined,
    );
    const scripts = packages.filter(([, { hasInstallScript }]) => hasInstallScript === true).length;
    const setup = await readFile(join(checkout, 'tools/setup.mjs'), 'utf8');
    const withFlag = await installRuns(join(world.scratch, 'poison-held'), ['--ignore-scripts']);
    const without = await installRuns(join(world.scratch, 'poison-control'), ['--ignore-scripts=false']);
    const page = await fetch(world.collector.address);
    const policy = page.headers.get('content-security-policy') ?? '';
    const extension = await readFile(join(checkout, 'apps/extension/wxt.config.ts'), 'utf8');
    const scriptSource = /script-src ([^;"]+)/.exec(extension)?.[1]?.trim();
    return judge(
      `${packages.length} packages, ${loose.length} of them not pinned by hash; ${scripts} want to run a script at install, none does; collector pages: ${policy.split(';')[0]}; extension scripts: ${scriptSource}`,
      [
        {
          what: `every package is pinned by hash (${loose
            .slice(0, 3)
            .map(([path]) => path)
            .join(', ')})`,
          held: loose.length === 0 && packages.length > 0,
        },
        { what: 'the checkout installs without scripts', held: setup.includes("'--ignore-scripts'") && !withFlag },
        { what: 'the poison works where nothing stops it', held: without },
        {
          what: 'collector pages run no script at all',
          held: policy.includes("default-src 'none'") && !policy.includes('script-src'),
        },
        { what: 'extension pages run their own scripts only', held: scriptSource === "'self'" },
      ],
    );
  },
};

interface Lockfile {
  readonly packages: Readonly<
    Record<
      string,
      {
        readonly integrity?: string;
        readonly resolved?: string;
        readonly link?: boolean;
        readonly hasInstallScript?: boolean;
      }
    >
  >;
}

/** Whether a dependency's install script ran. Offline: the dependency is a folder. */
async function installRuns(folder: string, flags: readonly string[]): Promise<boolean> {
  const proof = join(folder, 'ran');
  await mkdir(join(folder, 'poison'), { recursive: true });
  await writeFile(
    join(folder, 'poison', 'package.json'),
    JSON.stringify({
      name: 'poison',
      version: '1.0.0',
      scripts: {
        postinstall: `node -e "require('fs').writeFileSync(${JSON.stringify(proof).replaceAll('"', "'")}, '')"`,
      },
    }),
  );
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({ name: 'victim', version: '1.0.0', dependencies: { poison: 'file:./poison' } }),
  );
  await finished(
    spawn('npm', ['install', '--offline', '--no-audit', '--no-fund', '--install-links', ...flags], {
      cwd: folder,
      stdio: 'ignore',
    }),
  );
  return existsSync(proof);
}

async function finished(child: ReturnType<typeof spawn>): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  child.once('exit', () => resolve());
  child.once('error', reject);
  await promise;
}
