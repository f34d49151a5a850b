import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A collector in a process of its own, which can be killed. */
export interface RunningCollector {
  readonly address: string;
  readonly verifierKey: string;
  readonly child: ChildProcess;
  /** Ends it; resolves at once when it has already ended. */
  end(signal: NodeJS.Signals): Promise<void>;
}

/** Starts one on its embedded database in `folder`; rejects if it ends before it listens. */
export async function startCollector(folder: string, environment: Record<string, string>): Promise<RunningCollector> {
  const main = fileURLToPath(new URL('../main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, '--data', folder, '--port', '0'], {
    env: { ...process.env, DATABASE_URL: undefined, ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  };
  for await (const line of createInterface({ input: child.stdout })) {
    const said: unknown = JSON.parse(line);
    if (typeof said === 'object' && said !== null && 'address' in said && 'verifierKey' in said) {
      // Nobody reads on, so that a full pipe would stop the process otherwise.
      child.stdout.resume();
      return { child, address: String(said.address), verifierKey: String(said.verifierKey), end };
    }
  }
  throw new Error('collector ended before it listened');
}
