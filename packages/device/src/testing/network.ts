import type { DevicePorts, Http } from '../ports.ts';
import { TestClock } from './clock.ts';
import type { TestCollector } from './collector.ts';

/** Requests straight into a test collector. */
export function requestTo(collector: TestCollector): Http {
  return async (url, init) => {
    const headers = new Headers(init.headers);
    const body = new Uint8Array(await new Response(init.body ?? null).arrayBuffer());
    const { pathname } = new URL(url);
    return collector.respond({ path: pathname, header: (name) => headers.get(name) ?? '', body });
  };
}

/** The way to a test collector, at a moment that does not pass. */
export function networkOf(collector: TestCollector, now: number): Pick<DevicePorts, 'http' | 'clock'> {
  const clock = new TestClock(now);
  return {
    http: requestTo(collector),
    clock: {
      now: () => clock.now(),
      uptime: () => clock.steady(),
      run: 'one-run-of-this-test',
      after: (ms, call) => clock.after(ms, call),
    },
  };
}
