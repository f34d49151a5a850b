import type { CDPSession } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { accessibilityOf, type Named } from '../testing/accessibility-tree.ts';
import { startListening, type Listening } from '../testing/joined.ts';

/** Markup of one control each; `ID` stands for the id it is found by. */
const cases: readonly string[] = [
  '<button ID>Save</button>',
  '<button ID aria-label="Save it">S</button>',
  '<button ID aria-label="  ">Blank label</button>',
  '<button ID title="Tip"></button>',
  '<button ID title="Tip">Text and tip</button>',
  '<button ID><img alt="Picture" width=10 height=10></button>',
  '<button ID><img alt="" width=10 height=10>Text</button>',
  '<button ID>One <b>two</b><i>three</i></button>',
  '<button ID><span>Block</span><div>below</div></button>',
  '<button ID>Seen<span hidden>hidden</span></button>',
  '<button ID>Seen<span style="display:none">none</span></button>',
  '<button ID>Seen<span style="visibility:hidden">invisible</span></button>',
  '<button ID>Seen<span aria-hidden="true">aria</span></button>',
  '<button ID aria-labelledby="n1">No</button><span id="n1">By reference</span>',
  '<button ID aria-labelledby="n2 n3">No</button><span id="n2">First</span><span id="n3">second</span>',
  '<button ID aria-labelledby="n4">No</button><span id="n4" hidden>Hidden reference</span>',
  '<button ID aria-labelledby="n5">No</button><span id="n5" style="display:none">Not <b>displayed</b></span>',
  '<button ID aria-labelledby="n6">No</button><span id="n6" aria-label="Label of reference">text</span>',
  '<button ID aria-labelledby="n7">No</button><span id="n7" aria-labelledby="n7b">own text</span><span id="n7b">not followed</span>',
  '<button ID aria-labelledby="absent">Falls back</button>',
  '<button ID aria-label="Self" aria-labelledby="SELF n8">x</button><span id="n8">and other</span>',
  '<button ID class="before">after</button>',
  '<button ID class="icon"></button>',
  '<button ID><svg width=10 height=10><title>Drawing</title></svg></button>',
  '<button ID><svg width=10 height=10 aria-label="Drawn label"></svg></button>',
  '<button ID><span role="img" aria-label="Star"></span> rated</button>',
  '<button ID><a aria-label="inner label">inner</a> outer</button>',
  '<a ID href="#x">Link</a>',
  '<a ID href="#x"><img alt="Logo" width=10 height=10> Home</a>',
  '<a ID href="#x" title="Only title"><span aria-hidden="true">x</span></a>',
  '<a ID>Not a link</a>',
  '<label for="SELF">Label</label><input ID>',
  '<label>Around <input ID></label>',
  '<label>Before <input ID> after</label>',
  '<label>Two</label><label for="SELF">One</label> <label for="SELF">more</label><input ID>',
  '<input ID aria-label="Labelled">',
  '<input ID placeholder="Hint">',
  '<input ID title="Titled" placeholder="Hint">',
  '<input ID type="search" aria-label="Find">',
  '<input ID type="email" aria-label="Mail">',
  '<input ID type="tel" aria-label="Phone">',
  '<input ID type="url" aria-label="Site">',
  '<input ID type="number" aria-label="Count">',
  '<input ID type="range" aria-label="Level">',
  '<input ID type="password" aria-label="Key">',
  '<input ID list="dl" aria-label="Suggested"><datalist id="dl"><option>a</datalist>',
  '<input ID type="checkbox" aria-label="Tick">',
  '<label><input ID type="checkbox"> Agree to <a>terms</a></label>',
  '<label>Flash <input ID type="checkbox"> <input type="number" aria-label="times"> times</label>',
  '<input ID type="radio" aria-label="Pick">',
  '<input ID type="submit">',
  '<input ID type="submit" value="Send">',
  '<input ID type="reset">',
  '<input ID type="button" value="Push">',
  '<input ID type="image" alt="Go" width=20 height=20>',
  '<input ID type="image" title="Go there" width=20 height=20>',
  '<input ID type="button" title="Untitled">',
  '<textarea ID aria-label="Words"></textarea>',
  '<select ID aria-label="Choice"><option>A<option>B</select>',
  '<select ID multiple aria-label="Choices"><option>A<option>B</select>',
  '<select ID size="3" aria-label="Shown"><option>A<option>B</select>',
  '<div ID role="textbox" contenteditable aria-label="Rich role">x</div>',
  '<div ID role="button" tabindex="0">Made button</div>',
  '<div ID role="checkbox" tabindex="0" aria-checked="true">Made box</div>',
  '<div ID role="switch" tabindex="0" aria-checked="true">Made switch</div>',
  '<div ID role="tab" tabindex="0">Made tab</div>',
  '<div ID role="slider" tabindex="0" aria-label="Made slider" aria-valuenow="3"></div>',
  '<div ID role="combobox" tabindex="0" aria-label="Made combo" aria-expanded="false">Value</div>',
  '<div role="menu"><div ID role="menuitem" tabindex="0">Item</div></div>',
  '<div role="menu"><div ID role="menuitemcheckbox" tabindex="0" aria-checked="false">Checked item</div></div>',
  '<div role="listbox" aria-label="List"><div ID role="option" tabindex="0">Option</div></div>',
  '<div role="tree"><div ID role="treeitem" tabindex="0">Leaf</div></div>',
  '<div ID role="link" tabindex="0">Made link</div>',
  '<div ID role="presentation">Nothing</div>',
  '<h2 ID>Heading</h2>',
  '<div ID role="heading" aria-level="2">Made heading</div>',
  '<img ID alt="Alone" width=20 height=20>',
  '<img ID title="Title only" width=20 height=20>',
  '<svg ID role="img" width=20 height=20><title>Plain drawing</title><rect width=20 height=20 /></svg>',
  '<details><summary ID>More</summary>text</details>',
  '<fieldset ID><legend>Group</legend>x</fieldset>',
  '<fieldset ID aria-label="Own"><legend>Group</legend>x</fieldset>',
  '<div ID role="group" aria-labelledby="g1">x</div><span id="g1">Made group</span>',
  '<table><caption>Data</caption><thead><tr><th ID>Column<th>Other<tbody><tr><td>x<td>y</table>',
  '<table><caption>Data</caption><thead><tr><th>Column<th>Other<tbody><tr><td ID>Cell<td>y</table>',
  '<dialog ID open aria-label="Ask" style="position:static">x</dialog>',
  '<nav ID aria-label="Main">x</nav>',
  '<output ID aria-label="Result">x</output>',
  '<meter ID aria-label="Fuel" value=".5"></meter>',
  '<progress ID aria-label="Done" value=".5"></progress>',
  '<p ID>Paragraph</p>',
  '<ul><li ID>Entry</ul>',
  '<button ID><slot-host></slot-host></button>',
  '<button ID>Nested <span aria-labelledby="s1">text</span></button><span id="s1">reference</span>',
  '<button ID>Round <span id="r1" aria-labelledby="r2">one</span></button><span id="r2" aria-labelledby="r1">two</span>',
  '<button ID class="alternative">after</button>',
  '<button ID><img title="Titled picture" width=10 height=10></button>',
  '<button ID><div>One</div><div>two</div></button>',
  '<button ID>a<div>b</div>c</button>',
  '<button ID><span style="display:inline-block">in</span><span style="display:inline-block">block</span></button>',
  '<a ID href="#x"><table><tr><td>one<td>two</table></a>',
  '<a ID href="#x"><ul><li>one<li>two</ul></a>',
  '<button ID><svg width=10 height=10><text>drawn</text></svg> text</button>',
  '<button ID disabled>Off</button>',
  '<button ID>  Space \n around  </button>',
  '<button ID>Line<br>break</button>',
  '<button ID><span>in</span><span>line</span></button>',
  '<button ID><ruby>R<rt>t</rt></ruby></button>',
  '<button ID popovertarget="pop">Pops</button><div popover id="pop">x</div>',
  '<a ID href="#x"><h3>Card</h3><p>text</p></a>',
  '<div ID role="button" tabindex="0" aria-label="Filled"><input value="v" size=3></div>',
  '<input ID aria-labelledby="n9"><label id="n9">Referenced <span hidden>with hidden</span></label>',
  '<button ID aria-description="Described">Name</button>',
  '<b ID role="unknown button" tabindex="0">x</b>',
  '<button ID alt="No alt here">Alt is not for buttons</button>',
];

/** Where ours are others, and why. */
const different: readonly (readonly [string, Named, string])[] = [
  ['<div ID contenteditable aria-label="Rich">x</div>', { role: 'textbox', name: 'Rich' }, 'it is typed into'],
  ['<figure ID><figcaption>Figure</figcaption>x</figure>', { role: 'figure', name: 'Figure' }, 'HTML-AAM says so'],
  ['<button ID>Count <output>3</output></button>', { role: 'button', name: 'Count 3' }, 'the algorithm says so'],
  [
    '<button ID><i title="Inner tip"></i> text</button>',
    { role: 'button', name: 'Inner tip text' },
    'the algorithm says so',
  ],
];

/** Where a field's content would be part of the name: it never is. */
const values: readonly (readonly [string, Named])[] = [
  ['<button ID>Remind in <input value="secret"> days</button>', { role: 'button', name: 'Remind in days' }],
  [
    '<button ID aria-labelledby="v1 v2">x</button><input id="v1" value="secret"><b id="v2">ok</b>',
    { role: 'button', name: 'ok' },
  ],
  ['<button ID aria-labelledby="v3">Own</button><textarea id="v3">secret</textarea>', { role: 'button', name: 'Own' }],
  ['<div ID role="button" contenteditable title="Tip">secret</div>', { role: 'button', name: 'Tip' }],
  ['<div ID role="heading" contenteditable>secret</div>', { role: 'heading', name: '' }],
  ['<label>Name <input ID value="secret"></label>', { role: 'textbox', name: 'Name' }],
  [
    '<label for="SELF">Level <input type="range" value="7" aria-valuetext="secret"></label><input ID>',
    { role: 'textbox', name: 'Level' },
  ],
  ['<button ID>Pick <select><option>secret</select></button>', { role: 'button', name: 'Pick' }],
  [
    '<button ID>Pick <span role="listbox"><span role="option" aria-selected="true">secret</span></span></button>',
    { role: 'button', name: 'Pick' },
  ],
  ['<button ID>To <span role="foo textbox">secret</span></button>', { role: 'button', name: 'To' }],
  ['<div ID role="unknown textbox" tabindex="0" title="Tip">secret</div>', { role: 'textbox', name: 'Tip' }],
  ['<div ID role="button textbox" tabindex="0" title="Tip">secret</div>', { role: 'button', name: 'Tip' }],
  [
    '<div ID role="button" tabindex="0" aria-labeledby="v5">x</div><input id="v5" value="secret">',
    { role: 'button', name: 'x' },
  ],
  ['<button ID aria-owns="v4">Owner</button><input id="v4" value="secret">', { role: 'button', name: 'Owner' }],
];

let at: Listening;
let cdp: CDPSession;
/** What the presses on each control told. */
const ours = new Map<string, Named>();

const all = [...cases, ...different.map(([source]) => source), ...values.map(([source]) => source)];
const idOf = (source: string) => `c${all.indexOf(source)}`;
const markup = all.map(
  (source) =>
    `<div class="case">${source.replaceAll('ID', `id="${idOf(source)}"`).replaceAll('SELF', idOf(source))}</div>`,
);
const html = `<!doctype html><title>Names</title>
<style>.case{margin:14px;min-height:20px} .case > *, .case summary, .case label > input{padding:6px;min-width:30px;min-height:14px}
.before::before{content:"Before "} .alternative::before{content:"*" / "Star "} .icon::before{content:"Icon"} </style>
${markup.join('\n')}
<script>
  for (const kind of ['click', 'mousedown', 'submit']) addEventListener(kind, (e) => e.preventDefault());
  for (const host of document.querySelectorAll('slot-host')) host.attachShadow({ mode: 'open' }).innerHTML = 'In shadow';
</script>`;

describe('names and roles', () => {
  beforeAll(async () => {
    at = await startListening({ '/': html });
    const { page, heard } = at;
    cdp = await at.browser.context.newCDPSession(page);
    await cdp.send('Accessibility.enable');
    for (const source of all) await page.locator(`#${idOf(source)}`).click({ position: { x: 2, y: 3 }, force: true });
    await heard.deliver();
    for (const event of await heard.events()) {
      if (event.kind !== 'press') continue;
      const { selectors, role, name } = event.target;
      ours.set(selectors.id ?? '', { role, name });
    }
  });
  afterAll(() => at?.close());

  test('are those of the browser itself', async () => {
    const theirs: (readonly [string, Named])[] = [];
    // One after the other: each asks for the document anew.
    for (const source of cases) theirs.push([source, await accessibilityOf(cdp, idOf(source))]);
    expect(cases.map((source) => [source, ours.get(idOf(source))])).toEqual(theirs);
  });

  test.each(different)('%s is %o: %s', async (source, expected) => {
    expect(ours.get(idOf(source))).toEqual(expected);
    expect(await accessibilityOf(cdp, idOf(source))).not.toEqual(expected);
  });

  test.each(values)('%s is %o, without what stands in the field', (source, expected) => {
    expect(ours.get(idOf(source))).toEqual(expected);
  });
});
