import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { CodedError } from '@assent/contracts';
import { CliError } from '../errors.ts';

/** Thrown when the local installation does not come up. */
export class InstallationError extends CodedError<
  'collector-failed' | 'witness-failed' | 'extension-failed' | 'console-failed' | 'no-chromium' | 'task-failed'
> {}

/** A server in a process of its own that lives no longer than this one. */
export interface ServerProcess {
  readonly pid: number;
  /** The line that said it was ready. */
  readonly ready: string;
  /** Ends it in order; by force when that takes too long. */
  stop(): Promise<void>;
}

/** How a server is started and known to be ready. */
export interface ServerSettings {
  /** For people: "the collector". */
  readonly what: string;
  readonly failure: 'collector-failed' | 'witness-failed';
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Gets what it prints. */
  readonly log: string;
  /** Whether a line it prints says that it is ready. */
  isReady(line: string): boolean;
  readonly signal?: AbortSignal | undefined;
  /** Called as soon as it has a number. */
  readonly started?: ((what: string, pid: number) => Promise<void>) | undefined;
}

const patienceMs = 30_000;

/**
 * Starts a server and waits until it is ready. It gets a group of its own, so that Ctrl-C reaches us first and it is stopped
 * in order; and a pipe as standard input that only this process holds: however this process ends, even by `kill -9`, the pipe
 * closes and the server ends itself (`--end-with-input`).
 */
export async function startServer(settings: ServerSettings): Promise<ServerProcess> {
  const { what, signal } = settings;
  if (signal?.aborted === true) throw stoppedError();
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...settings.args], {
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, ...settings.env },
  });
  // It may be gone before the pipe is closed.
  child.stdin.on('error', () => undefined);
  const file = createWriteStream(settings.log, { flags: 'a', mode: 0o600 });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    file.write(text);
    complaint = lastComplaint(text) ?? complaint;
  });
  const ready = Promise.withResolvers<string>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    file.write(`${line}\n`);
    if (settings.isReady(line)) ready.resolve(line);
  });
  const exited = new Promise<void>((resolve) => {
    child.once('error', () => resolve());
    // Streams and all: what it said last is wanted for the error.
    child.once('close', () => resolve());
  });
  const stop = async (): Promise<void> => {
    const force = setTimeout(() => child.kill('SIGKILL'), patienceMs);
    child.kill('SIGTERM');
    await exited;
    clearTimeout(force);
    file.end();
  };
  const abort = (): void => void child.kill('SIGTERM');
  signal?.addEventListener('abort', abort, { once: true });
  child.once('close', () => {
    if (signal?.aborted === true) ready.reject(stoppedError());
    else {
      const why = complaint === '' ? '' : `: ${complaint}`;
      ready.reject(new InstallationError(settings.failure, `${what} ended${why}; see ${settings.log}`));
    }
  });
  child.once('error', (cause) => {
    ready.reject(new InstallationError(settings.failure, `${what} could not be started`, { cause }));
  });
  try {
    if (child.pid !== undefined) await settings.started?.(what, child.pid);
    const line = await ready.promise;
    // It has answered, so it was started.
    return { pid: child.pid ?? 0, ready: line, stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/** The last line in which a server says itself why it ends. Anything else it prints belongs into the log alone. */
function lastComplaint(text: string): string | null {
  const lines = text.split('\n').flatMap((line) => /^(?:collector|assent [a-z ]+): (.+)$/.exec(line)?.[1] ?? []);
  return lines.at(-1) ?? null;
}

/** What is thrown where the user has stopped something before it was done. */
export function stoppedError(): CliError {
  return new CliError('stopped', 'stopped before it was done');
}
