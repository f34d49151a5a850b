import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { sendNow, stepsSince, type Bench } from './bench.ts';

/** The page for counting: twenty buttons, one field, and how many samples of the pointer's way have arrived. */
export const lossPage = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Counting</title></head><body>
<label>Subject <input id="field" size="60"></label><div style="display:grid;grid-template-columns:repeat(5,200px);gap:20px">
${Array.from({ length: 20 }, () => '<button style="height:60px">Save</button>').join('')}</div>
<script>
globalThis.samples = 0; globalThis.presses = 0; globalThis.keys = 0;
addEventListener('pointermove', (event) => { samples += event.getCoalescedEvents().length; });
addEventListener('pointerdown', () => { presses++; });
addEventListener('input', () => { keys++; });
</script></body></html>`;

/** What went in and what came out. */
export interface Loss {
  readonly moves: number;
  /** Samples of the pointer's way that reached the page. */
  readonly samples: number;
  readonly presses: number;
  readonly clicks: number;
  readonly keys: number;
  /** Characters of the steps that type, where they are exactly those typed; else null. */
  readonly characters: number | null;
  /** Events that the recording itself says it has lost. */
  readonly missed: number;
}

const text = 'the order is open ';

/** Moves the pointer at 1 kHz with four clicks a second, then types at 50 keys a second, and counts. */
export async function measureLoss(bench: Bench, origin: string, seconds: number): Promise<Loss> {
  const page = await bench.browser.context.newPage();
  await page.goto(origin);
  const session = await bench.browser.context.newCDPSession(page);
  await sendNow(bench, page);
  const before = bench.collector.segments.length;
  const moves = await rush(page, session, seconds);
  const sent = await typeFast(page, session, Math.min(seconds, 30));
  const counted = await page.evaluate(() => ({
    samples: Number(Reflect.get(globalThis, 'samples')),
    presses: Number(Reflect.get(globalThis, 'presses')),
    keys: Number(Reflect.get(globalThis, 'keys')),
  }));
  await sendNow(bench, page);
  const steps = await stepsSince(bench, before);
  await page.close();
  const typed = steps.flatMap(({ action }) =>
    action.type === 'type' && 'text' in action.value ? [action.value.text] : [],
  );
  return {
    ...counted,
    moves,
    clicks: steps.filter(({ action }) => action.type === 'click').length,
    characters: typed.join('') === sent ? sent.length : null,
    missed: steps.reduce((sum, step) => sum + step.missed, 0),
  };
}

async function rush(page: Page, session: CDPSession, seconds: number): Promise<number> {
  const boxes = await page
    .locator('button')
    .evaluateAll((all) => all.map((button) => button.getBoundingClientRect().toJSON()));
  const places: { readonly x: number; readonly y: number }[] = boxes.map(({ x, y }) => ({ x: x + 30, y: y + 20 }));
  const sending: Promise<unknown>[] = [];
  const begin = performance.now();
  let moves = 0;
  let clicks = 0;
  for (let now = begin; now - begin < seconds * 1000; now = performance.now()) {
    // As many as a 1 kHz device would have sent by now: timers alone are too coarse.
    for (; moves < now - begin; moves++) {
      const [x, y] = [400 + 300 * Math.sin(moves / 90), 300 + 150 * Math.cos(moves / 70)];
      sending.push(session.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y }));
    }
    for (; now - begin > clicks * 250; clicks++) {
      const at = { ...(places[clicks % places.length] ?? { x: 5, y: 5 }), button: 'left', clickCount: 1 } as const;
      sending.push(session.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...at }));
      sending.push(session.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...at }));
    }
    await sleep(1);
  }
  await Promise.all(sending);
  return moves;
}

async function typeFast(page: Page, session: CDPSession, seconds: number): Promise<string> {
  await page.click('#field');
  const sending: Promise<unknown>[] = [];
  const begin = performance.now();
  let sent = '';
  while (sent.length < seconds * 50) {
    const key = text[sent.length % text.length] ?? ' ';
    sending.push(session.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text: key }));
    sending.push(session.send('Input.dispatchKeyEvent', { type: 'keyUp', key }));
    sent += key;
    await sleep(Math.max(0, begin + sent.length * 20 - performance.now()));
  }
  await Promise.all(sending);
  return sent;
}
