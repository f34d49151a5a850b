import { scanBytes } from '@assent/testkit';
import type { CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startListening, type Listening } from '../testing/joined.ts';
import type { EventListener } from '../testing/listen.ts';
import { waitingSteps } from '../testing/waiting.ts';

/** Secrets, and fields for them, after the ways in which other recorders let them out. `ID` stands for the field's id. */
const secrets: Readonly<Record<string, string>> = {
  password: '<input type="password" ID>',
  'toggled-half-way': '<input type="password" ID><button type="button" id="eye">Eye</button>',
  'shown-while-typing': '<input type="password" ID oninput="this.type=\'text\'">',
  'shown-at-load': '<input type="password" ID class="shown">',
  'css-discs': '<input ID style="-webkit-text-security:disc">',
  'css-squares-area': '<textarea ID style="-webkit-text-security:square"></textarea>',
  'css-discs-rich': '<div contenteditable ID style="-webkit-text-security:disc;min-height:20px"></div>',
  'new-password-as-text': '<input type="text" ID autocomplete="section-a new-password">',
  'card-number': '<input ID autocomplete="billing cc-number">',
  'card-code-by-name': '<input ID name="cardCvc" inputmode="numeric">',
  'one-time-code': '<input ID autocomplete="one-time-code">',
  'code-by-label': '<label>Verification code <input ID></label>',
  'pin-by-placeholder': '<input ID placeholder="PIN">',
  'rich-pin': '<div role="textbox" contenteditable ID aria-label="Your PIN" style="min-height:20px"></div>',
  'labelled-by-hidden': '<i id="labh" hidden>Password</i><input ID aria-labelledby="labh">',
  undone: '<input type="password" ID>',
  composed: '<input ID style="-webkit-text-security:disc">',
  pasted: '<input type="password" ID>',
  dropped: '<input type="password" ID>',
};
const idOf = (name: string) => `f-${name}`;
const secretOf = (name: string) => `Zq${Object.keys(secrets).indexOf(name) + 100}vkX`;

/**
 * Private words on ways that a name could take out of the page. Each stands in a control that is pressed; `W` stands for
 * the word, `ID` for the id of what is pressed.
 */
const names: Readonly<Record<string, string>> = {
  'label of a dialog': '<div role="dialog" aria-label="Edit W"><button ID>Save</button></div>',
  'label of a region': '<section aria-label="Orders of W"><button ID>Save</button></section>',
  'label of a row':
    '<div role="grid"><div role="row" aria-label="Row W"><div role="gridcell" ID>Open</div></div></div>',
  'caption around': '<table><caption>Sales of W</caption><tr><td><button ID>Delete</button></table>',
  'legend referred to':
    '<button ID aria-labelledby="n1">x</button><fieldset id="n1"><legend>Group W</legend></fieldset>',
  'caption referred to': '<button ID aria-labelledby="n2">x</button><table id="n2"><caption>Table W</caption></table>',
  'hidden reference': '<button ID aria-labelledby="n3">x</button><span id="n3" hidden>For <b hidden>W</b></span>',
  'other spelling': '<button ID aria-labeledby="n4">x</button><span id="n4">To W</span>',
  'tip of a reference': '<button ID aria-labelledby="n5">x</button><i id="n5" title="Tip W"></i>',
  'tip of a label': '<label for="ID2" title="Tip W"></label><input ID>',
  'tip of bare text': '<b ID title="Tip W">Open</b>',
  'alternative in decoration': '<img ID role="none" alt="Picture W" width=30 height=20>',
  'slotted text': '<button ID><slot-host>W</slot-host></button>',
  'style sheet text': '<button ID class="sheet">Save</button>',
  'style sheet alternative': '<button ID class="alternative">Save</button>',
  'data by style sheet': '<button ID class="data" data-word="W">Save</button>',
  'aria placeholder': '<div role="textbox" tabindex=0 ID aria-placeholder="Ask W"></div>',
  'unknown role with a field': '<div role="foo textbox" tabindex=0 ID>W</div>',
  'field behind another role': '<div role="button textbox" tabindex=0 ID>W</div>',
  'chosen in a list':
    '<button ID>To <span role="listbox"><span role="option" aria-selected="true">W</span></span></button>',
  'owned field': '<button ID aria-owns="n6">Own</button><input id="n6" value="W">',
  'option in an open list': '<select ID size=2><option>W<option>Open</select>',
  'option of many': '<select size=2 multiple><option ID>W<option>Open</select>',
  'group of options': '<select ID size=3><optgroup label="W"><option>Open</optgroup></select>',
  'label attribute of an option': '<select ID size=2><option label="W">Open<option>Sent</select>',
  'role made up': '<div ID role="W" tabindex=0>Open</div>',
  'tag made up': '<x-W ID>Open</x-W>',
  'value text': '<div ID role="slider" tabindex=0 aria-label="Level" aria-valuenow="1" aria-valuetext="W"></div>',
  'row header': '<table><tr><th ID>W<td>Open</table>',
  'grid cell': '<table role="grid"><tr><td ID>W<td>Open</table>',
  'mail in a button': '<button ID>Mail W@example.com</button>',
  'term of a list': '<dl><dt ID>W<dd>Open</dl>',
  'address in a link': '<a ID href="/reset/W?token=W#W" onclick="return false">Open</a>',
  'status message': '<div ID role="status">Saved W</div>',
  'echo of what is typed': '<input class="echo" value=""><button ID class="echoed">Save</button>',
};
/** Those of which the word is what a field holds. */
const held = ['unknown role with a field', 'field behind another role', 'chosen in a list', 'owned field'];
const letters = 'bdfgklmnprstvz';
const wordOf = (name: string) => {
  const index = Object.keys(names).indexOf(name);
  return `qu${letters[index % 14]}${letters[(index * 3 + 5) % 14]}oz${letters[(index * 5 + 2) % 14]}yx${letters[Math.floor(index / 14)]}a`;
};
const pressOf = (name: string) => `p${Object.keys(names).indexOf(name)}`;

const html = `<!doctype html><title>Orders</title><style>p{margin:8px} [id^=p]{min-width:24px;min-height:18px}
.sheet::before{content:"${wordOf('style sheet text')} "} .alternative::before{content:"*" / "${wordOf('style sheet alternative')} "} .data::after{content:attr(data-word)}</style>
${Object.entries(secrets)
  .map(([name, markup]) => `<p>${markup.replaceAll('ID', `id="${idOf(name)}"`)}</p>`)
  .join('\n')}
${Object.entries(names)
  .map(([name, markup]) => {
    const id = pressOf(name);
    return `<p>${markup.replaceAll('ID2', id).replaceAll('ID', `id="${id}"`).replaceAll('W', wordOf(name))}</p>`;
  })
  .join('\n')}
<p id="source">${secretOf('pasted')}</p><p id="carried"><span id="word">${secretOf('dropped')}</span></p>
<div id="open"></div><div id="closed"></div><button id="end">Archive</button>
<script>
  for (const host of document.querySelectorAll('slot-host')) host.attachShadow({ mode: 'closed' }).innerHTML = 'To <slot></slot>';
  eye.addEventListener('pointerdown', () => { document.getElementById('${idOf('toggled-half-way')}').type = 'text'; });
  addEventListener('load', () => { document.querySelector('.shown').type = 'text'; });
  document.querySelector('.echo').addEventListener('input', (event) => {
    const word = event.target.value;
    const echoed = document.querySelector('.echoed');
    echoed.textContent = 'Save ' + word; echoed.setAttribute('aria-label', 'Save ' + word); echoed.title = word;
    document.title = 'Orders ' + word; history.replaceState(null, '', '/' + '?q=' + word + '#' + word);
  });
  document.getElementById('open').attachShadow({ mode: 'open' }).innerHTML = '<input type="password" id="in-open">';
  document.getElementById('closed').attachShadow({ mode: 'closed' }).innerHTML = '<input type="password" id="in-closed" style="width:150px">';
</script>`;

let joined: Listening;
let page: Page;
let cdp: CDPSession;
let heard: EventListener;

const field = (name: string) => page.locator(`#${idOf(name)}`);
const typeInto = async (name: string) => {
  await field(name).click();
  await page.keyboard.type(secretOf(name));
};

/** How those are entered that are not just typed. */
const entering: Readonly<Record<string, () => Promise<unknown>>> = {
  'toggled-half-way': async () => {
    const secret = secretOf('toggled-half-way');
    await field('toggled-half-way').click();
    await page.keyboard.type(secret.slice(0, 3));
    await page.click('#eye');
    await field('toggled-half-way').click();
    await page.keyboard.type(secret.slice(3));
  },
  undone: async () => {
    await typeInto('undone');
    for (const keys of ['Control+z', 'Control+Shift+z', 'Backspace']) await page.keyboard.press(keys);
  },
  composed: async () => {
    await field('composed').click();
    const text = secretOf('composed');
    await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
    await cdp.send('Input.insertText', { text });
  },
  pasted: async () => {
    await page.locator('#source').click({ clickCount: 3 });
    await page.keyboard.press('Control+c');
    await field('pasted').click();
    await page.keyboard.press('Control+v');
  },
  dropped: async () => {
    await page.locator('#word').dblclick();
    await page.locator('#word').dragTo(field('dropped'));
    await field('dropped').press('End');
  },
};

describe('the ways on which other recorders let out what is private', () => {
  beforeAll(async () => {
    joined = await startListening({ '/': html }, { launch: { viewport: { width: 1200, height: 2600 } } });
    ({ page, heard } = joined);
    cdp = await joined.browser.context.newCDPSession(page);
  });
  afterAll(() => joined?.close());

  test.each(Object.keys(secrets))('a secret is not even read: %s', async (name) => {
    await (entering[name] ?? (() => typeInto(name)))();
    await page.keyboard.press('Tab');
    await heard.deliver();
    const told = await heard.waitFor('input', ({ target }) => target.selectors.id === idOf(name));
    expect(told.secret).not.toBeNull();
    // The field did get it, so there was something to tell.
    const holds = await field(name).evaluate((element) => ('value' in element ? element.value : element.textContent));
    expect(holds).toContain(secretOf(name).slice(0, 5));
    const ofField = (await heard.events()).filter((event) => event.kind === 'input' || event.kind === 'key');
    expect(scanBytes('events', Buffer.from(JSON.stringify(ofField)), [secretOf(name)])).toEqual([]);
  });

  test('nor in shadow trees, open or closed', async () => {
    for (const id of ['open', 'closed']) {
      const box = await page.locator(`#${id}`).boundingBox();
      await page.mouse.click((box?.x ?? 0) + 20, (box?.y ?? 0) + 8);
      await page.keyboard.type(`Zq${id}vkX`);
      await page.keyboard.press('Tab');
      await heard.deliver();
      const told = await heard.waitFor('input', ({ target }) => target.selectors.id === `in-${id}`);
      expect(told.secret).toBe('password');
    }
    const events = Buffer.from(JSON.stringify(await heard.events()));
    expect(scanBytes('events', events, ['ZqopenvkX', 'ZqclosedvkX'])).toEqual([]);
  });

  test('and no private word leaves by the name of anything that is pressed', async () => {
    await page.locator('.echo').click();
    await page.keyboard.type(wordOf('echo of what is typed'));
    for (const name of Object.keys(names)) {
      const box = await page.locator(`#${pressOf(name)}`).boundingBox();
      if (box === null) throw new TypeError(`nothing to press: ${name}`);
      await page.mouse.click(box.x + Math.min(12, box.width / 2), box.y + Math.min(9, box.height / 2));
    }
    await page.locator('#end').click();
    const panel = await joined.browser.openPopup();
    const last = async () => (await waitingSteps(panel)).some(({ target }) => target?.name === 'Archive');
    await expect.poll(last, { timeout: 90_000 }).toBe(true);
    const steps = await waitingSteps(panel);
    expect(steps.filter(({ action }) => action.type === 'click').length).toBeGreaterThan(Object.keys(names).length - 8);
    const told = Buffer.from(JSON.stringify(steps));
    const words = Object.keys(names).map(wordOf);
    expect(new Set(words).size).toBe(words.length);
    expect(scanBytes('steps', told, words).map(({ needle }) => Object.keys(names)[needle])).toEqual([]);
    // What stands in a field, or is chosen, is not even read as a name.
    const contents = held.map(wordOf);
    const presses = (await heard.events()).filter(({ kind }) => kind === 'press');
    expect(scanBytes('events', Buffer.from(JSON.stringify(presses)), contents)).toEqual([]);
    const all = Object.keys(secrets).map(secretOf);
    expect(scanBytes('steps', told, all).map(({ needle }) => Object.keys(secrets)[needle])).toEqual([]);
  });
});
