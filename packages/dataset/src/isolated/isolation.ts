import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, realpathSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * What keeps a build process apart from everything else. Said plainly, in the attestation too: where a system has less
 * to give, less was obtained.
 */
export interface Isolation {
  /** `namespace`: no network at all and no other process in sight. `none`: the build could have sent data out. */
  readonly network: 'namespace' | 'none';
  /**
   * `own-root`: a file tree of its own with system libraries, code and output folder, so that not even local sockets are
   * there. `permission-model`: Node alone keeps it from files; sockets in the file system stay within reach.
   */
  readonly files: 'own-root' | 'permission-model';
  /** The same for people. */
  readonly words: string;
}

const permissions = 'Node permission model: reads code, writes its output folder, starts nothing';

/** Ways to keep a process apart, best first. Those with `--user` need no privilege where the system allows it. */
const flags = ['--net', '--ipc', '--pid', '--fork', '--kill-child'];
const ways: readonly { readonly unshare: readonly string[] | null; readonly isolation: Isolation }[] = [
  ...[[], ['--user', '--map-root-user']].map((privilege) => ({
    unshare: [...privilege, ...flags, '--mount'],
    isolation: {
      network: 'namespace',
      files: 'own-root',
      words: `network, process, IPC and mount namespaces with a file tree of its own; ${permissions}`,
    } as const,
  })),
  ...[[], ['--user', '--map-root-user']].map((privilege) => ({
    unshare: [...privilege, ...flags],
    isolation: {
      network: 'namespace',
      files: 'permission-model',
      words: `network, process and IPC namespaces; ${permissions}; local sockets are within reach`,
    } as const,
  })),
  {
    unshare: null,
    isolation: {
      network: 'none',
      files: 'permission-model',
      words: `no network isolation on this system; ${permissions}`,
    },
  },
];

/** Where programs and their libraries are; a link among them is made again as a link. */
const systemFolders = ['/usr', '/lib', '/lib64', '/bin'];

/** Builds a file tree of nothing but the paths given (up to `--`) on an empty folder, and runs the rest inside it. */
const ownRoot = `set -e
root=$1; shift
mount -t tmpfs none "$root"
mkdir "$root/scratch"
while [ "$1" != -- ]; do
  path=$1; shift
  mkdir -p "$root$(dirname "$path")"
  if [ -L "$path" ]; then ln -s "$(readlink "$path")" "$root$path"; continue; fi
  [ -e "$path" ] || continue
  if [ -d "$path" ]; then mkdir -p "$root$path"; else : > "$root$path"; fi
  mount --rbind "$path" "$root$path"
done
shift
exec chroot "$root" "$@"`;

function commandLine(
  way: (typeof ways)[number],
  node: readonly string[],
  visible: readonly string[],
  root: string,
): readonly [string, ...string[]] {
  const [program = '', ...args] = node;
  if (way.unshare === null) return [program, ...args];
  if (way.isolation.files === 'permission-model') return ['unshare', ...way.unshare, program, ...args];
  const paths = [...systemFolders, program, ...visible];
  return ['unshare', ...way.unshare, 'sh', '-c', ownRoot, 'sh', root, ...paths, '--', ...node];
}

/** The best way that works here, tried out on a program that does nothing. */
function bestWay(root: string): (typeof ways)[number] {
  const found = ways.find((way) => {
    if (way.unshare === null) return true;
    if (process.platform !== 'linux') return false;
    const [command, ...args] = commandLine(way, [realpathSync(process.execPath), '--version'], [], root);
    return spawnSync(command, args, { stdio: 'ignore', timeout: 60_000, env: path }).status === 0;
  });
  // The last way always works.
  return found ?? raise();
}

/** For `unshare`, `mount` and the like. */
const path = { PATH: '/usr/sbin:/usr/bin:/sbin:/bin' };

function raise(): never {
  throw new TypeError('there is always a way');
}

/** A process that was started apart, and how far apart. */
export interface IsolatedProcess {
  readonly child: ChildProcess;
  readonly isolation: Isolation;
  /** A folder in memory that exists for this process only and goes with it; null where it was not asked for or cannot be had. */
  readonly scratch: string | null;
}

/** What an isolated process may touch. */
export interface Allowances {
  readonly read: readonly string[];
  readonly write: readonly string[];
  /** Whether it needs a folder for what nobody else may see. */
  readonly scratch?: boolean;
}

/** Where the folder in memory is, in a file tree that is the process's own. */
const scratchFolder = '/scratch';

/** The folders with the code that runs in a build: packages and what they use, and nothing beside. */
export function codeFolders(): readonly string[] {
  const checkout = new URL('../../../../', import.meta.url);
  return ['packages', 'node_modules', 'package.json'].map((each) => fileURLToPath(new URL(each, checkout)));
}

/**
 * Starts a script apart from network, files, environment and other processes, as far as this system can. It talks to us
 * over one channel: structured messages, bytes among them. What it says is as foreign as what it was given.
 */
export function startIsolated(script: string, allowed: Allowances): IsolatedProcess {
  const root = mkdtempSync(join(tmpdir(), 'assent-root-'));
  const way = bestWay(root);
  const scratch = allowed.scratch === true && way.isolation.files === 'own-root' ? scratchFolder : null;
  const node = [
    realpathSync(process.execPath),
    '--disable-warning=ExperimentalWarning',
    '--permission',
    ...allowed.read.map((each) => `--allow-fs-read=${each}`),
    ...[...allowed.write, ...(scratch === null ? [] : [scratch])].flatMap((each) => [
      `--allow-fs-read=${each}`,
      `--allow-fs-write=${each}`,
    ]),
    script,
  ];
  const [command, ...args] = commandLine(way, node, [...allowed.read, ...allowed.write], root);
  const child = spawn(command, args, {
    // Neither terminal nor log: an error's text may quote what it was working on.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    serialization: 'advanced',
    // No secrets, no proxies, no NODE_OPTIONS.
    env: path,
    cwd: '/',
  });
  child.once('exit', () => dropRoot(root));
  child.once('error', () => dropRoot(root));
  return { child, isolation: way.isolation, scratch };
}

/** What was mounted on it went with the process: outside it was empty all along. */
function dropRoot(root: string): void {
  try {
    rmdirSync(root);
  } catch {
    // An empty folder in the system's own place for such is no harm.
  }
}
