import { sessionIdSchema, type Event, type RawStep } from '@assent/contracts';
import { flush, initialState, reduce } from '@assent/steps';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { EventListener } from './listen.ts';

/** The control that ends each thing done: once its press has arrived, so has everything before it. */
export const markerHtml =
  '<button type="button" id="marker" style="position:fixed;left:4px;bottom:4px">Marker</button>';

/** Does something in a page and gives the steps that come of it, as the published rules make them. */
export type Doing = (act: () => Promise<unknown>) => Promise<readonly RawStep[]>;

/** Watches a page that holds {@link markerHtml}. */
export function doingIn(page: Page, listener: EventListener): Doing {
  let begun = false;
  return async (act) => {
    if (!begun) await pressMarker(page, listener);
    begun = true;
    await act();
    await pressMarker(page, listener);
    const steps = stepsOf(await listener.events());
    const markers = steps.flatMap((step, index) => (isMarker(step) ? [index] : []));
    return steps.slice((markers.at(-2) ?? -1) + 1, markers.at(-1));
  };
}

/** All steps of what was overheard. Documents are put in the order of time, as a sensor that waits for all would. */
function stepsOf(events: readonly Event[]): readonly RawStep[] {
  let state = initialState({ session: sessionIdSchema.parse(`s_${'t'.repeat(22)}`), sensor: 'browser' });
  const output = [];
  for (const event of events.toSorted((a, b) => a.t - b.t)) {
    const turn = reduce(state, event);
    state = turn.state;
    output.push(...turn.output);
  }
  output.push(...flush(state, events.at(-1)?.t ?? 0).output);
  return output.flatMap((out) => (out.kind === 'step' ? [out.step] : []));
}

function isMarker(step: RawStep): boolean {
  return step.action.type === 'click' && step.target?.name === 'Marker';
}

async function pressMarker(page: Page, listener: EventListener): Promise<void> {
  const before = eventsOnce(await listener.events()).filter(isMarkerPress).length;
  await page.mouse.move(2, 2);
  // Modified, so that two in a row are never one double click.
  await page.click('#marker', { modifiers: ['Shift'] });
  await listener.deliver();
  await expect
    .poll(async () => eventsOnce(await listener.events()).filter(isMarkerPress).length, { timeout: 60_000 })
    .toBe(before + 1);
}

/** Every event once: a page sends again what was not acknowledged. */
export function eventsOnce(events: readonly Event[]): readonly Event[] {
  return [...new Map(events.map((event) => [`${event.source} ${event.seq}`, event])).values()];
}

function isMarkerPress(event: Event): boolean {
  return event.kind === 'press' && event.target.name === 'Marker';
}
