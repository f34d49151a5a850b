import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/**
 * What keeps a build process apart from everything else. Said plainly, in the attestation too: where a system has less
 * to give, less was obtained.
 */
export interface Isolation {
  /** `namespaces`: no network but a dead loopback, no other process in sight. `none`: the build could have sent data out. */
  readonly network: 'namespaces' | 'none';
  /** `permission-model`: Node lets it read the code and write its output folder, and start no process or worker. */
  readonly files: 'permission-model';
  /** The same for people. */
  readonly words: string;
}

const permissionWords = 'Node permission model (reads code only, writes its output only, starts nothing)';

/** Ways to lose the network, best first; the second needs no privilege where the system allows user namespaces. */
const wrappers: readonly (readonly string[])[] = [
  ['unshare', '--net', '--ipc', '--pid', '--fork', '--kill-child'],
  ['unshare', '--user', '--map-root-user', '--net', '--ipc', '--pid', '--fork', '--kill-child'],
];

/** The wrapper that works here; null on systems without namespaces or that do not allow them. */
function workingWrapper(): readonly string[] | null {
  if (process.platform !== 'linux') return null;
  for (const [command = '', ...args] of wrappers) {
    // The very flags that will be used, on a program that does nothing.
    const probe = spawnSync(command, [...args, process.execPath, '--version'], { stdio: 'ignore', timeout: 10_000 });
    if (probe.status === 0) return [command, ...args];
  }
  return null;
}

/** A process that was started apart, and how far apart. */
export interface IsolatedProcess {
  readonly child: ChildProcess;
  readonly isolation: Isolation;
}

/** What an isolated process may touch. */
export interface Allowances {
  readonly read: readonly string[];
  readonly write: readonly string[];
}

/** The folders with the code that runs in a build: packages and what they use, and nothing beside. */
export function codeFolders(): readonly string[] {
  const checkout = new URL('../../../../', import.meta.url);
  return ['packages/', 'node_modules/', 'package.json'].map((path) => fileURLToPath(new URL(path, checkout)));
}

/**
 * Starts a script apart from network, files, environment and other processes, as far as this system can. It talks to us
 * over one channel: structured messages, bytes among them. What it says is as foreign as what it was given.
 */
export function startIsolated(script: string, allowed: Allowances): IsolatedProcess {
  const wrapper = workingWrapper();
  const node = [
    process.execPath,
    '--disable-warning=ExperimentalWarning',
    '--permission',
    ...allowed.read.map((path) => `--allow-fs-read=${path}`),
    ...allowed.write.flatMap((path) => [`--allow-fs-read=${path}`, `--allow-fs-write=${path}`]),
    script,
  ];
  const [command = process.execPath, ...args] = [...(wrapper ?? []), ...node];
  const child = spawn(command, args, {
    // Neither terminal nor log: an error's text may quote what it was working on.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
    // No secrets, no proxies, no NODE_OPTIONS.
    env: {},
    cwd: '/',
  });
  return {
    child,
    isolation: {
      network: wrapper === null ? 'none' : 'namespaces',
      files: 'permission-model',
      words:
        wrapper === null
          ? `no network isolation on this system; ${permissionWords}`
          : `network, process and IPC namespaces; ${permissionWords}`,
    },
  };
}
