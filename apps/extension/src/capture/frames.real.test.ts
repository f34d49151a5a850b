import type { RawStep } from '@assent/contracts';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventsOnce, markerHtml, type Doing } from '../testing/doing.ts';
import { startListening, type Listening } from '../testing/joined.ts';
import type { EventListener } from '../testing/listen.ts';

const longEnough = { timeout: 90_000 };

/** `localhost` and `127.0.0.1` are two origins, and two sites. */
const other = (origin: string) => origin.replace('localhost', '127.0.0.1');
const inner = `<!doctype html><title>Inner</title><style>body{margin:0}</style>
<button style="position:absolute;left:20px;top:30px;width:80px;height:30px">Inside</button>
<button style="position:absolute;left:180px;top:120px;width:80px;height:30px">Corner</button>
<input aria-label="Inner text" style="position:absolute;left:20px;top:80px;width:80px">`;
const frameAt = (id: string, src: string, style: string) =>
  `<iframe id="${id}" title="Private title" src="${src}" style="position:absolute;border:5px solid;padding:3px;${style}"></iframe>`;
const top = (foreign: string) => `<!doctype html><title>Top</title><style>body{margin:0;height:2000px}</style>
${frameAt('same', '/inner', 'left:40px;top:40px;width:300px;height:180px')}
${frameAt('small', '/inner', 'left:40px;top:260px;width:300px;height:180px;transform:scale(.5);transform-origin:0 0')}
${frameAt('foreign', `${foreign}/inner`, 'left:440px;top:40px;width:300px;height:180px')}
${frameAt('nested', `${foreign}/middle`, 'left:440px;top:460px;width:400px;height:260px')}
<button type="button" style="position:absolute;left:900px;top:40px" onclick="foreign.focus()">Go in</button>
<input aria-label="Before" style="position:absolute;left:900px;top:90px"><iframe id="last" src="${foreign}/inner" style="width:10px;height:10px"></iframe>
${markerHtml}`;

let joined: Listening;
let page: Page;
let heard: EventListener;
let doing: Doing;

/** In the other origin's frame once more one of the top document's origin. */
const middle = (origin: string) =>
  `<style>body{margin:0}</style>${frameAt('deep', `${origin}/inner`, 'left:30px;top:20px;width:300px;height:180px')}`;
const pages = (origin: string) => ({ '/': top(other(origin)), '/inner': inner, '/middle': middle(origin) });

async function start(listed: (origin: string) => readonly string[]): Promise<void> {
  joined = await startListening(pages, { listed });
  ({ page, heard, doing } = joined);
}

async function frame(...ids: string[]): Promise<Frame> {
  let at: Frame = page.mainFrame();
  for (const id of ids) {
    const inside = await (await at.waitForSelector(`#${id}`)).contentFrame();
    if (inside === null) throw new TypeError('no frame');
    at = inside;
  }
  return at;
}

/**
 * Where a frame's content lies in the top viewport, by the page's own styles: left, top, scale. Frames of another origin
 * that are made smaller are not among them: input by automation tells their places on the screen as if they were not
 * (`screen-place.test.ts` has what a real mouse tells).
 */
const frames = {
  'the same origin': [48, 48, 1],
  'the same origin, made smaller': [44, 264, 0.5],
  'another origin': [448, 48, 1],
  'the same origin in one of another': [486, 496, 1],
} as const;

function expectNear(actual: readonly number[], expected: readonly number[], within: number): void {
  expect(actual).toHaveLength(expected.length);
  for (const [index, value] of expected.entries())
    expect(Math.abs((actual[index] ?? 0) - value)).toBeLessThanOrEqual(within);
}

function placeOf({ action }: RawStep): readonly number[] {
  return 'x' in action ? [action.x, action.y] : [];
}

describe('frames whose origins are all recorded', () => {
  beforeAll(() => start((origin) => [origin, other(origin)]));
  afterAll(() => joined?.close());

  test.each(Object.entries(frames))('a click in a frame of %s lies where it is in the tab', async (_name, place) => {
    const [left, upper, scale] = place;
    const at = (x: number, y: number) => [left + x * scale, upper + y * scale] as const;
    const steps = await doing(async () => {
      await page.mouse.click(...at(60, 45));
      await page.mouse.click(...at(220, 135));
    });
    expect(steps.map(({ target }) => target?.name)).toEqual(['Inside', 'Corner']);
    const [first, second] = steps;
    if (first === undefined || second === undefined) throw new TypeError('two steps were expected');
    expectNear(placeOf(first), at(60, 45), 1);
    expectNear(placeOf(second), at(220, 135), 1);
    expectNear(second.target?.box ?? [], [...at(180, 120), 80 * scale, 30 * scale], 2);
    expect(second.view).toMatchObject({ width: 1280, height: 800 });
    // The frame's own coordinates can be had back.
    const [x = 0, y = 0] = placeOf(second);
    const offset = second.frame.offset ?? [0, 0, 0];
    expectNear([(x - offset[0]) / offset[2], (y - offset[1]) / offset[2]], [220, 135], 3);
  });

  test('a click in a frame that tells of itself is told once', async () => {
    const at = await frame('foreign');
    const steps = await doing(() => at.getByRole('button', { name: 'Inside' }).click());
    expect(steps.map(({ target }) => [target?.role, target?.name])).toEqual([['button', 'Inside']]);
  });

  test('what is done in a document, then in a frame of it, and back is sent in that order', async () => {
    await heard.beginAnew();
    const at = await frame('foreign');
    for (let round = 0; round < 2; round++) {
      await page.getByLabel('Before').click();
      await page.keyboard.type('top', { delay: 30 });
      await at.getByLabel('Inner text').click();
      await page.keyboard.type('frame', { delay: 30 });
    }
    await page.getByLabel('Before').click();
    const done = async () =>
      eventsOnce(await heard.events()).filter(({ kind }) => kind === 'press' || kind === 'input');
    // Nobody asks for it: each document sends when it does.
    await expect.poll(async () => (await done()).filter(({ kind }) => kind === 'press').length, longEnough).toBe(5);
    const times = (await done()).map(({ t }) => t);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(new Set((await done()).map(({ source }) => source)).size).toBe(2);
  });
});

describe('a frame whose origin is not recorded', () => {
  beforeAll(() => start((origin) => [origin]));
  afterAll(() => joined?.close());

  test('a click into it is a click on a frame, and nothing of what is in it', async () => {
    const at = await frame('foreign');
    const steps = await doing(async () => {
      // Right after something done in the page itself, the focus may have gone into the frame by that.
      await page.waitForTimeout(700);
      await at.getByRole('textbox').click();
      await page.keyboard.type('private');
    });
    expect(steps).toHaveLength(1);
    const [step] = steps;
    expect(step).toMatchObject({
      action: { type: 'click' },
      complete: false,
      frame: { path: [] },
      target: { role: 'frame', name: '', tag: 'iframe', field: { kind: 'none' } },
    });
    expectNear(step?.target?.box ?? [], [440, 40, 316, 196], 1);
    expect(JSON.stringify(steps)).not.toMatch(/[Pp]rivate|Inner text/);
  });

  test('the focus that a key or a script moves into it is no click', async () => {
    const focused = async (id: string) => (await frame(id)).waitForFunction(() => document.hasFocus());
    const byScript = await doing(async () => {
      await page.getByRole('button', { name: 'Go in' }).click();
      await focused('foreign');
    });
    expect(byScript.map(({ target }) => target?.name)).toEqual(['Go in']);
    const byTab = await doing(async () => {
      await page.getByLabel('Before').click();
      await page.keyboard.press('Tab');
      await focused('last');
    });
    expect(byTab.map(({ target }) => target?.name)).toEqual(['Before', 'Before']);
  });
});
