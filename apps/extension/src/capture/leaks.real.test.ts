import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startListening, type Listening } from '../testing/joined.ts';
import type { EventListener } from '../testing/listen.ts';

const canaries = `<!doctype html><title>Canaries</title>
<form aria-label="Canaries">
  <p><label>Password <input id="password" type="password"></label></p>
  <p><label>Toggled <input id="toggled" type="password"></label>
     <button type="button" id="show" onpointerdown="document.getElementById('toggled').type='text'">Show</button></p>
  <p><label>Masked <input id="masked" style="-webkit-text-security: disc"></label></p>
  <p><label>Number <input id="card" autocomplete="cc-number"></label></p>
  <p><label>Code <input id="code" autocomplete="one-time-code"></label></p>
  <p><label>Security code <input id="cvc" inputmode="numeric" name="cvc"></label></p>
  <p><label id="wrap">Remind me in <input id="inside" value="canary-in-label"> days</label></p>
  <p><span id="named" aria-labelledby="holder" role="button" tabindex="0">Named by a field</span>
     <input id="holder" value="canary-labelledby"></p>
  <p><label>Covered later <input id="covered"></label> <label>Password later <input id="retyped"></label></p>
  <p><div id="rich" contenteditable="true">canary-in-rich-text</div></p>
  <p><textarea id="area">canary-in-textarea</textarea></p>
  <p><button type="button" id="deep">Send <span role="textbox">canary-in-button</span></button></p>
  <input type="hidden" value="canary-hidden">
</form>
<iframe id="blank"></iframe>
<style>.discs input { -webkit-text-security: disc }</style>
<script>
  addEventListener('keydown', ({ key, target }) => {
    if (key === 'Z' && target.id === 'covered') document.body.className = 'discs';
    if (key === 'Z' && target.id === 'retyped') target.type = 'password';
    if (key === 'Y') document.body.className = '';
  });
  const inner = document.getElementById('blank').contentDocument;
  inner.body.innerHTML = '<label>Inner <input type="password" id="inner"></label>';
</script>`;

let joined: Listening;
let page: Page;
let heard: EventListener;

/** Types into a secret field and gives everything that was told of it. */
async function typeSecret(focus: () => Promise<void>, secret: string): Promise<string> {
  await focus();
  await page.keyboard.type(secret);
  await page.keyboard.press('Backspace');
  await page.keyboard.press('Tab');
  await page.mouse.click(5, 5);
  return secret;
}

describe('what a page script never tells', () => {
  beforeAll(async () => {
    joined = await startListening({ '/': canaries });
    ({ page, heard } = joined);
  });
  afterAll(() => joined?.close());

  test.each(['password', 'masked', 'card', 'code', 'cvc'])('what is typed into the secret field #%s', async (id) => {
    await typeSecret(() => page.click(`#${id}`), `Zq7-${id}`);
    await heard.waitFor('key', ({ key, target }) => key === 'Tab' && target.selectors.id === id);
    const told = (await heard.events()).filter((event) => 'target' in event && event.target?.selectors.id === id);
    const inputs = told.filter((event) => event.kind === 'input');
    for (const input of inputs) expect(input).toMatchObject({ data: null, value: null, inputType: '' });
    // However much was typed: one event that it was, and at most one more with a name that tells nothing but equality.
    expect(inputs.filter(({ slot }) => slot === null)).toHaveLength(1);
    expect(inputs.length).toBeLessThanOrEqual(2);
    for (const { slot } of inputs) expect(slot ?? '').toMatch(/^(?:[\w-]{22})?$/);
    expect(told.flatMap((event) => (event.kind === 'key' ? [event.key] : []))).toEqual(['Tab']);
    expect(JSON.stringify(await heard.events())).not.toContain('Zq7');
  });

  test.each([
    ['covered', 'Zq5-c'],
    ['retyped', 'Zq6-r'],
  ])('what is typed on in #%s after a key made it a secret', async (id, secret) => {
    await page.click(`#${id}`);
    // A character that is told; some that wait to be told together; and then the key.
    await page.keyboard.type(`open${secret}`, { delay: 20 });
    await page.mouse.click(5, 5);
    await heard.waitFor('input', ({ target, secret: kind }) => target.selectors.id === id && kind !== null);
    await page.keyboard.press('Y');
    const told = JSON.stringify(await heard.events());
    expect(told).toContain(`"data":"o"`);
    expect(told).not.toContain(secret.slice(0, 3));
    expect(told).not.toContain('openZ');
  });

  test('a password that is shown in the clear', async () => {
    await page.click('#show');
    await typeSecret(() => page.click('#toggled'), 'Zq8-toggled');
    const input = await heard.waitFor('input', ({ target }) => target.selectors.id === 'toggled');
    expect(input.secret).toBe('ever-password');
    expect(JSON.stringify(await heard.events())).not.toContain('Zq8');
  });

  test('a password in a frame that has no address of its own', async () => {
    await typeSecret(() => page.frameLocator('#blank').locator('#inner').click(), 'Zq9-inner');
    await heard.waitFor('input', ({ target }) => target.selectors.id === 'inner');
    expect(JSON.stringify(await heard.events())).not.toContain('Zq9');
  });

  test('what stands in a field, as a name of anything', async () => {
    for (const id of ['inside', 'named', 'holder', 'rich', 'area']) await page.click(`#${id}`);
    // Beside the field inside it.
    await page.locator('#deep').click({ position: { x: 4, y: 4 } });
    await page.locator('#wrap').click({ position: { x: 3, y: 3 } });
    await heard.waitFor('press', ({ target }) => target.name === 'Send');
    await page.mouse.click(5, 5);
    const inside = await heard.waitFor('press', ({ target }) => target.selectors.id === 'inside');
    expect(inside.target.name).toBe('Remind me in days');
    expect(JSON.stringify(await heard.events())).not.toContain('canary');
  });
});
