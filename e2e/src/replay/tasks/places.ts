import { task, type WebTask } from '../task.ts';

const frameForm = `<label>City <input id="city"></label> <button type="button" id="go">Go</button>`;
const shadowForm = (mode: 'open' | 'closed') =>
  `const root = $('host').attachShadow({ mode: '${mode}' });
   root.innerHTML = '<label>Name <input id="name"></label> <button type="button">Join</button>';
   root.querySelector('button').onclick = () => win(root.querySelector('input').value === 'heron');`;

/** Tasks in frames, shadow trees, other pages and other tabs. */
export const placeTasks: readonly WebTask[] = [
  task(
    'nested-frames',
    'Enter "Oslo" in the inner form and press Go.',
    `<iframe src="outer" style="margin:13px 0 0 47px;width:600px;height:260px"></iframe>`,
    `onmessage = (e) => { if (e.data.city) win(e.data.city === 'Oslo'); };`,
    async (page) => {
      const inner = page.frameLocator('iframe').frameLocator('iframe');
      await inner.locator('#city').click();
      await page.keyboard.type('Oslo');
      await inner.locator('#go').click();
    },
    {
      more: {
        outer: `<!doctype html><p>Outer</p><iframe src="inner" style="width:400px;height:120px;border:5px solid"></iframe>`,
        inner: `<!doctype html>${frameForm}<script>document.getElementById('go').onclick = () => top.postMessage({ city: document.getElementById('city').value }, '*');</script>`,
      },
    },
  ),
  task(
    'foreign-frame',
    'Enter "Lima" in the form of the other site and press Go.',
    `<iframe id="frame" style="margin-left:33px;width:400px;height:120px"></iframe>`,
    `$('frame').src = location.href.replace('localhost', '127.0.0.1') + 'form'; onmessage = (e) => { if (e.data.city) win(e.data.city === 'Lima'); };`,
    async (page) => {
      const inner = page.frameLocator('iframe');
      // No pointer gets into a frame but over the page.
      await page.mouse.move(5, 5);
      await page.mouse.move(20, 30);
      await inner.locator('#city').click();
      await page.keyboard.type('Lima');
      await inner.locator('#go').click();
    },
    {
      more: {
        form: `<!doctype html>${frameForm}<script>document.getElementById('go').onclick = () => top.postMessage({ city: document.getElementById('city').value }, '*');</script>`,
      },
    },
  ),
  task('open-shadow', 'Join as "heron".', '<div id="host"></div>', shadowForm('open'), async (page) => {
    await page.click('#host input');
    await page.keyboard.type('heron');
    await page.click('#host button');
  }),
  task(
    'closed-shadow',
    'Join as "heron".',
    '<div id="host"></div>',
    shadowForm('closed'),
    async (page) => {
      await page.mouse.click(150, 90);
      await page.keyboard.type('heron');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
    },
    { cannot: { target: 'no replayer is let into a closed shadow tree' } },
  ),
  task(
    'upload',
    'Attach the document and send it.',
    '<label>Document <input type="file" id="file"></label> <button type="button" id="ok">Send</button>',
    `$('ok').onclick = () => win($('file').files[0]?.name.endsWith('.pdf') === true);`,
    async (page, { file }) => {
      await page.setInputFiles('#file', file);
      await page.click('#ok');
    },
    { cannot: { place: 'the format has no call for a file' } },
  ),
  task(
    'follow-links',
    'Go to Settings and then Privacy, and click Save.',
    '<a href="settings">Settings</a>',
    '',
    async (page) => {
      await page.click('text="Settings"');
      await page.click('text="Privacy"');
      await page.click('text="Save"');
    },
    {
      more: {
        settings: '<!doctype html><title>Settings</title><p><a href="privacy">Privacy</a></p>',
        privacy: `<!doctype html><title>Privacy</title><p><button type="button" onclick="document.body.dataset.reward = 1">Save</button></p>`,
      },
    },
  ),
  task(
    'send-form',
    'Search for "moss".',
    '<form action="found"><label>Search <input type="search" name="q"></label> <button>Find</button></form>',
    '',
    async (page) => {
      await page.click('input');
      await page.keyboard.type('moss');
      await page.keyboard.press('Enter');
      await page.waitForURL(/found/);
    },
    {
      more: {
        found: `<!doctype html><title>Found</title><body><script>document.body.dataset.reward = new URL(location).searchParams.get('q') === 'moss' ? 1 : -1;</script>`,
      },
    },
  ),
  task(
    'single-page-app',
    'Open the second message and archive it.',
    `<div id="view"></div>`,
    `const show = () => { const id = location.hash.slice(1); $('view').innerHTML = id ? '<h2>Message ' + id + '</h2><button type="button" data-id="' + id + '">Archive</button>' : '<a href="#1">First</a> <a href="#2">Second</a>'; };
     onhashchange = show; show(); $('view').onclick = (e) => { if (e.target.dataset.id) win(e.target.dataset.id === '2'); };`,
    async (page) => {
      await page.click('text="Second"');
      await page.click('text="Archive"');
    },
  ),
  task(
    'two-tabs',
    'Open the other page, confirm there, come back and finish.',
    '<a href="other" target="_blank">Other page</a> <button type="button" id="ok">Finish</button>',
    `$('ok').onclick = () => win(localStorage.getItem('two-tabs') === 'yes');`,
    async (page) => {
      const [other] = await Promise.all([page.context().waitForEvent('page'), page.click('text="Other page"')]);
      await other.click('text="Confirm"');
      await page.bringToFront();
      await page.click('#ok');
    },
    {
      more: {
        other: `<!doctype html><title>Other</title><button type="button" onclick="localStorage.setItem('two-tabs', 'yes')">Confirm</button>`,
      },
      cannot: { place: 'the format has no call for a tab' },
    },
  ),
];
