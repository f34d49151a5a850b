import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { signingKeySchema } from '@assent/contracts';
import { generateLogKey } from '@assent/ledger';
import { generateKeyFile } from '@assent/sealing';
import { processIdentity } from '@assent/store';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { writeNew } from './files.ts';
import { isFree } from './local/ports.ts';
import { startServer } from './local/child-process.ts';
import { shellQuote } from './shell-quote.ts';

const checkout = fileURLToPath(new URL('../../..', import.meta.url));
const node = [process.execPath, '--disable-warning=ExperimentalWarning'] as const;
const main = join(checkout, 'apps/cli/src/main.ts');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assent-stop-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** `script` of util-linux runs a command in a terminal of its own: real signals to a real foreground group. */
const hasTerminal = /util-linux/.test(spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '');
if (!hasTerminal) console.warn('Ctrl-C in a real terminal is not tested: `script` of util-linux is not installed.');

const recordSchema = z.object({
  keeper: z.object({ pid: z.int(), identity: z.string() }),
  children: z.array(z.object({ what: z.string(), pid: z.int(), identity: z.string() })),
});

/** Polls until something holds; the test's own time limit ends it otherwise. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 100));
}

/** Starts a program in a terminal of its own. */
function inTerminal(command: string) {
  const child = spawn('script', ['-qfec', command, '/dev/null'], { cwd: checkout, stdio: ['pipe', 'pipe', 'pipe'] });
  let shown = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (shown += text));
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  return {
    shown: () => shown,
    shows: (text: string) => until(async () => shown.includes(text)),
    press: (keys: string) => child.stdin.write(keys),
    close: () => child.kill('SIGKILL'),
    ended,
  };
}

describe.skipIf(!hasTerminal)('npm start in a real terminal', () => {
  const ports = [4741, 4742, 4743, 4744];
  const start = () => {
    const home = join(folder, 'home');
    const command = shellQuote('npm', 'start', '--', '--home', home, '--port', String(ports[0]));
    return { home, terminal: inTerminal(command) };
  };
  const recorded = async (home: string) => recordSchema.parse(JSON.parse(await readFile(`${home}.run.json`, 'utf8')));
  const allEnded = async ({ keeper, children }: z.infer<typeof recordSchema>): Promise<boolean> => {
    const now = await Promise.all([keeper, ...children].map(({ pid }) => processIdentity(pid)));
    return [keeper, ...children].every(({ identity }, i) => identity !== now[i]);
  };

  it('ends all that it started on Ctrl-C, and can be started again', async () => {
    const { home, terminal } = start();
    await terminal.shows('Ctrl-C stops all of it.');
    const record = await recorded(home);
    expect(record.children.map(({ what }) => what)).toEqual(['the collector', 'the witness']);
    terminal.press('\u0003');
    await terminal.ended;
    expect(await allEnded(record)).toBe(true);
    expect(await Promise.all(ports.map(isFree))).toEqual([true, true, true, true]);
    expect(existsSync(`${home}.run.json`)).toBe(false);
    expect(existsSync(join(home, 'collector', 'postgres', 'owner.pid'))).toBe(false);
  });

  it('ends all that it started when the terminal is gone while it comes up', async () => {
    const { home, terminal } = start();
    await until(async () => existsSync(`${home}.run.json`) && (await recorded(home)).children.length > 0);
    const record = await recorded(home);
    // With its own end of the terminal, as a window that is closed.
    terminal.close();
    await until(async () => allEnded(record));
    await until(async () => !existsSync(join(home, 'collector', 'postgres', 'owner.pid')));
  });
});

describe('a server of a local system', () => {
  it('ends itself and its database when the process that started it is gone', async () => {
    const owner = await generateKeyFile('owner', 'owner');
    const ownerKey = signingKeySchema.parse(owner.signing.key);
    const child = spawn(
      node[0],
      [node[1], join(checkout, 'apps/collector/src/main.ts'), '--data', folder, '--port', '0', '--end-with-input'],
      {
        stdio: ['pipe', 'pipe', 'ignore'],
        env: {
          ...process.env,
          DATABASE_URL: '',
          ASSENT_PROGRAM: 'practice',
          ASSENT_OWNER_KEY: ownerKey,
          ASSENT_ENROLMENT_CODE: 'a code for this test',
        },
      },
    );
    const lock = join(folder, 'postgres', 'owner.pid');
    await new Promise<void>((resolve) => {
      child.stdout.on('data', (text: Buffer) => {
        if (text.includes('"address"')) resolve();
      });
    });
    expect(existsSync(lock)).toBe(true);
    const ended = new Promise((resolve) => {
      child.once('exit', resolve);
    });
    // All that a process does when it is killed: its end of the pipe closes.
    child.stdin.destroy();
    expect(await ended).toBe(0);
    // Given back only once the database has stopped.
    expect(existsSync(lock)).toBe(false);
  });

  it('says why it ended: a port that is taken, by its number', async () => {
    const { signerKey } = await generateLogKey('council.example/w', 'cosignature');
    const log = (await generateLogKey('log.example')).verifierKey;
    const key = join(folder, 'witness.key');
    await writeNew(key, signerKey);
    const serve = (state: string, port: string) =>
      startServer({
        what: 'the witness',
        failure: 'witness-failed',
        args: [
          main,
          'witness',
          'serve',
          '--key',
          key,
          '--state',
          join(folder, state),
          '--verifier-key',
          log,
          '--port',
          port,
          '--end-with-input',
        ],
        log: join(folder, 'witness.log'),
        isReady: (line) => line.startsWith('http'),
      });
    const first = await serve('first.json', '0');
    try {
      const { port } = new URL(first.ready);
      await expect(serve('second.json', port)).rejects.toMatchObject({
        code: 'witness-failed',
        message: expect.stringContaining(`port ${port} is taken`),
      });
      await expect(serve('first.json', '0')).rejects.toMatchObject({
        message: expect.stringContaining(`process ${first.pid} uses this state file`),
      });
    } finally {
      await first.stop();
    }
  });
});
