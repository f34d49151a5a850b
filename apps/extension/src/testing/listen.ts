import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import { eventSchema, type Event, type EventKind, type EventOf } from '@assent/contracts';
import type { ExtensionBrowser } from './launch.ts';
import { handOver } from './waiting.ts';

/** How often pages are asked for what they hold while something is waited for, ms. */
const patience = 200;

/** Events as another of the extension's own pages overhears them on their way to the background. */
export interface EventListener {
  /** Every message's events so far, or since it began anew, parsed. */
  events(): Promise<readonly Event[]>;
  /** The first event of a kind that matches; waits for it. */
  waitFor<Kind extends EventKind>(kind: Kind, matching?: (event: EventOf<Kind>) => boolean): Promise<EventOf<Kind>>;
  /** Has every page hand over what it holds, instead of waiting until it does. */
  deliver(): Promise<void>;
  /** Has every page hand over what it holds, and leaves all of it out from now on. */
  beginAnew(): Promise<void>;
  /** Whether a page has reported that its indicator is gone. */
  indicatorLost(): Promise<boolean>;
}

/** Overhears the page scripts that run from now on, wherever they run. */
export async function overhear(browser: ExtensionBrowser): Promise<EventListener> {
  const panel = await browser.openPopup();
  await panel.evaluate(() => {
    const state: { seen: unknown[]; indicatorLost: boolean } = { seen: [], indicatorLost: false };
    Object.assign(globalThis, { heard: state });
    chrome.runtime.onMessage.addListener((message) => {
      if (message.kind === 'events') state.seen.push(...message.events);
      if (message.kind === 'indicator-lost') state.indicatorLost = true;
    });
  });

  const deliver = () => handOver(panel);
  const parsed: Event[] = [];
  let left = 0;
  const events = async (): Promise<readonly Event[]> => {
    const from = left + parsed.length;
    const seen: unknown[] = await panel.evaluate((at) => Reflect.get(globalThis, 'heard').seen.slice(at), from);
    // Somebody else may have asked meanwhile.
    if (left + parsed.length === from) parsed.push(...seen.map((event) => eventSchema.parse(event)));
    return [...parsed];
  };
  const waitFor: EventListener['waitFor'] = async (kind, matching = () => true) => {
    let found: EventOf<typeof kind> | undefined;
    let asked = performance.now();
    await expect
      .poll(
        async () => {
          // Pages send every few seconds. What is waited for has been done by now, and only waits to be sent.
          if (performance.now() - asked > patience) {
            await Promise.race([deliver(), sleep(patience)]);
            asked = performance.now();
          }
          const ofKind = (await events()).filter((event): event is EventOf<typeof kind> => event.kind === kind);
          found = ofKind.find((event) => matching(event));
          return found !== undefined;
        },
        { timeout: 60_000 },
      )
      .toBe(true);
    if (found === undefined) throw new TypeError('no such event');
    return found;
  };
  const beginAnew = async () => {
    await deliver();
    await events();
    left += parsed.length;
    parsed.length = 0;
  };
  return {
    events,
    waitFor,
    deliver,
    beginAnew,
    indicatorLost: () => panel.evaluate(() => Reflect.get(globalThis, 'heard').indicatorLost),
  };
}
