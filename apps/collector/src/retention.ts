import { expireRetention, type Ports } from '@assent/service';
import type { Log } from './log.ts';

/** How often the collector looks for what has been kept for long enough, ms. */
const everyMs = 3_600_000;

/**
 * Erases what has been kept for long enough: now, and then again and again. Failures are logged and tried again: a database that is
 * away for a moment must not end it. Resolves after the first time; what it returns stops it.
 */
export async function startRetention(ports: Ports, log: Log): Promise<() => Promise<void>> {
  let running = Promise.resolve();
  const run = () => {
    running = running.then(() => once(ports, log));
  };
  run();
  await running;
  const timer = setInterval(run, everyMs).unref();
  return async () => {
    clearInterval(timer);
    await running;
  };
}

async function once(ports: Ports, log: Log): Promise<void> {
  try {
    const count = await expireRetention(ports);
    if (count > 0) log.info({ count }, 'segments erased, their term is over');
  } catch (cause) {
    // Its class only, as everywhere: a message may quote a row.
    log.error({ error: cause instanceof Error ? cause.name : 'unknown' }, 'retention failed');
  }
}
