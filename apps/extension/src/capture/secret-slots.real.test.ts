import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Step } from '@assent/contracts';
import { startJoined, type Joined } from '../testing/joined.ts';
import { overhear, type EventListener } from '../testing/listen.ts';
import { sendAll } from '../testing/send-all.ts';

const login = `<!doctype html><title>Login</title>
<p><label>Password <input id="password" type="password"></label>
<button onclick="document.querySelector('#password').value = ''">Login</button></p>
<p><label>New password <input id="new" type="password" autocomplete="new-password"></label>
<label>Confirm password <input id="confirm" type="password" autocomplete="new-password"></label></p>
<p><label>Visible <input id="shown" type="password"></label>
<button onpointerdown="document.querySelector('#shown').type = 'text'">Show</button></p>
<p><label>Early <input id="early" type="password"></label></p>
<p><label>Card <input id="card" autocomplete="cc-number"></label></p>
<p><label>Code <input id="code" autocomplete="one-time-code"></label></p>
<p><label>Short <input id="short" type="password"></label></p>
<login-box></login-box>
<p><button>Save</button> <label>Search <input id="warm" type="password"></label></p>
<script>
  customElements.define('login-box', class extends HTMLElement {
    connectedCallback() {
      this.attachShadow({ mode: 'open' }).innerHTML = '<label>Inner <input id="inner" type="password"></label>';
    }
  });
  addEventListener('DOMContentLoaded', () => { document.querySelector('#early').type = 'text'; });
</script>`;

const [correct, other, fresh, card, code] = ['Zq1-correct', 'Zq2-other', 'Zq3-fresh', '4111111111111111', 'Zq4567'];

let joined: Joined;
let profileDir: string;
let heard: EventListener;
let work: Page;

/** Types into a field from scratch and ends the typing. */
async function enter(field: string | Locator, secret: string, end: (page: Page) => Promise<void>): Promise<void> {
  const locator = typeof field === 'string' ? work.locator(field) : field;
  await locator.evaluate((element: HTMLInputElement) => {
    element.value = '';
  });
  await locator.focus();
  await work.keyboard.type(secret);
  await end(work);
}

const press =
  (name: string) =>
  (page: Page): Promise<void> =>
    page.getByRole('button', { name, exact: true }).click();
const key =
  (name: string) =>
  (page: Page): Promise<void> =>
    page.keyboard.press(name);

/** The names of secrets that pages have told so far; empty ones left out. */
async function names(): Promise<readonly string[]> {
  return (await heard.events()).flatMap((event) => (event.kind === 'input' && event.slot ? [event.slot] : []));
}

/** Types into a field of its own until secrets are named: the key for it comes a moment after the page. */
async function warmUp(): Promise<void> {
  const before = (await names()).length;
  await expect
    .poll(
      async () => {
        await enter('#warm', 'warm-up', key('Tab'));
        return (await names()).length;
      },
      { timeout: 90_000, interval: 500 },
    )
    .toBeGreaterThan(before);
}

async function pauseAndResume(): Promise<void> {
  const popup = await joined.browser.openPopup();
  await popup.getByRole('button', { name: /Pause for/ }).click();
  await popup.getByRole('button', { name: 'Resume now' }).click();
  await popup.getByRole('heading', { level: 1, name: 'Recording on one site' }).waitFor();
  await popup.close();
  await work.bringToFront();
}

/** Sends everything and gives the steps that typed a secret, by episode. */
async function secretsSent(): Promise<readonly (readonly Step[])[]> {
  const review = await joined.browser.openReview();
  await review.getByRole('heading', { name: /^Episode 2/ }).waitFor();
  await sendAll(review);
  await review.close();
  const typed = async (): Promise<readonly Step[]> =>
    (await joined.collector.steps()).filter(({ action }) => action.type === 'type' && 'secret' in action.value);
  await expect.poll(async () => (await typed()).length, { timeout: 90_000 }).toBeGreaterThan(0);
  return [...Map.groupBy(await typed(), ({ episode }) => episode).values()];
}

/** Which secrets have equal slots: letters in the order in which they first come, warm-up left out, and their classes. */
function patternOf(steps: readonly Step[] | undefined): readonly string[] {
  const letters = new Map<string, string>();
  return (steps ?? []).flatMap(({ action, target }) => {
    if (action.type !== 'type' || !('secret' in action.value) || target?.name === 'Search') return [];
    const { secret, class: secretClass } = action.value;
    const letter = letters.get(secret) ?? String.fromCharCode(65 + letters.size);
    letters.set(secret, letter);
    return [`${letter} ${secretClass}`];
  });
}

/** Every slot of some steps, in order. */
function slotsOf(steps: readonly Step[] | undefined): readonly string[] {
  return (steps ?? []).flatMap(({ action }) =>
    action.type === 'type' && 'secret' in action.value ? [action.value.secret] : [],
  );
}

/** Everything in the extension's database, as one text. */
async function databaseText(): Promise<string> {
  const [worker] = joined.browser.context.serviceWorkers();
  if (worker === undefined) throw new TypeError('no background');
  return worker.evaluate(async () => {
    const done = <Value>(request: IDBRequest<Value>): Promise<Value> =>
      new Promise((resolve, reject) => {
        request.addEventListener('success', () => resolve(request.result));
        request.addEventListener('error', () => reject(new Error('no database')));
      });
    const texts: string[] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await done(indexedDB.open(name ?? ''));
      for (const store of database.objectStoreNames) {
        for (const value of await done(database.transaction(store).objectStore(store).getAll())) {
          texts.push(
            JSON.stringify(value, (_, part: unknown) =>
              part instanceof Uint8Array ? new TextDecoder('latin1').decode(part) : part,
            ),
          );
        }
      }
      database.close();
    }
    return texts.join('\n');
  });
}

describe('secrets that are typed again', () => {
  beforeAll(async () => {
    profileDir = await mkdtemp(join(tmpdir(), 'assent-profile-'));
    joined = await startJoined({ '/': login }, { launch: { profileDir } });
    heard = await overhear(joined.browser);
    work = await joined.browser.context.newPage();
  });
  afterAll(async () => {
    await joined?.close();
    await rm(profileDir, { recursive: true, force: true });
  });

  test('have equal slots within one episode, whichever field they stand in, begin anew in the next, and are left nowhere', async () => {
    await work.goto(joined.site.origin);
    await warmUp();
    // Behind the idle callback in which the page script looks into shadow trees.
    await work.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 3000 })));
    await work.locator('#inner').evaluate((element: HTMLInputElement) => {
      element.type = 'text';
    });
    await enter('#password', correct, press('Login'));
    await enter('#password', correct, key('Enter'));
    await enter('#password', other, press('Login'));
    await enter('#new', fresh, key('Tab'));
    await enter('#confirm', fresh, key('Tab'));
    await press('Show')(work);
    await enter('#shown', correct, press('Save'));
    await enter('#early', correct, press('Save'));
    await enter('#inner', other, press('Save'));
    await enter('#card', card, key('Tab'));
    await enter('#card', card, key('Tab'));
    await enter('#code', code, key('Tab'));
    await enter('#code', code, key('Tab'));
    await enter('#short', 'abc', key('Tab'));
    await enter('#short', 'abc', key('Tab'));
    await press('Save')(work);
    await pauseAndResume();
    await warmUp();
    await enter('#password', other, press('Login'));
    await enter('#password', correct, press('Login'));
    await press('Save')(work);

    const [first, second] = await secretsSent();
    expect(patternOf(first)).toEqual([
      'A password',
      'A password',
      'B password',
      'C password',
      'C password',
      'A ever-password',
      'A ever-password',
      'B ever-password',
      'D card',
      'D card',
      // Not to be compared: each is a secret of its own.
      'E one-time-code',
      'F one-time-code',
      'G password',
      'H password',
    ]);
    expect(patternOf(second)).toEqual(['A password', 'B password']);
    // In the order in which they first come, from one up, in each episode: nothing joins the two.
    for (const slots of [slotsOf(first), slotsOf(second)]) {
      const distinct = [...new Set(slots)];
      expect(distinct).toEqual(distinct.map((_, index) => `s${index + 1}`));
    }
    expect(first?.every(({ duration }) => duration === 0)).toBe(true);

    // They leave nothing of themselves or of what compares them in database, segments or on the disk.
    const [worker] = joined.browser.context.serviceWorkers();
    const slotKey: unknown = await worker?.evaluate(async () => (await chrome.storage.session.get())['slot-key']);
    const digests = new Set(await names());
    // Warm-up, three passwords, the card: one name each, however often it was typed.
    expect(digests.size).toBe(5);
    expect(slotKey).toMatch(/^k_[\w-]{22}$/);
    const needles = [correct, other, fresh, card, code, String(slotKey), ...digests];
    const found = (text: string): readonly string[] => needles.filter((needle) => text.includes(needle));
    expect(found(await databaseText())).toEqual([]);
    expect(found(JSON.stringify(await joined.collector.records()))).toEqual([]);
    expect(found(JSON.stringify(await heard.events()))).toEqual([...digests]);
    await joined.browser.close();
    const files = (await readdir(profileDir, { recursive: true, withFileTypes: true })).filter((file) => file.isFile());
    expect(files.length).toBeGreaterThan(10);
    const leaks: string[] = [];
    for (const file of files) {
      // A database's log may hold what the database itself does not show any more.
      const hits = found((await readFile(join(file.parentPath, file.name))).toString('latin1'));
      if (hits.length > 0) leaks.push(`${file.name}: ${hits.join()}`);
    }
    expect(leaks).toEqual([]);
  });
});
