import { mediaKinds } from '@assent/contracts';
import type { Page } from 'playwright-core';
import { step } from '@assent/testkit/step';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ParticipantRequest } from '@assent/device/requests';
import { codeOf, drawingOf, readCodes } from '../testing/codes.ts';
import { hasOpticalReader, readImage, recovered } from '../testing/optical.ts';
import { startJoined, type Joined } from '../testing/joined.ts';
import { pendingShots } from '../testing/pictures.ts';
import { sendAll } from '../testing/send-all.ts';

const canRead = await hasOpticalReader();
const secret = 'WIFI:S:Quorvex;P:Zq7-brambleshaw;;';
const code = codeOf(secret);
const source = (svg: string) => `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`;
const imageOf = (word: string) =>
  source(
    `<svg xmlns="http://www.w3.org/2000/svg" width="260" height="44"><rect width="260" height="44" fill="#eef"/><text x="6" y="32" font-family="Arial" font-size="28">${word}</text></svg>`,
  );
const codeImage = source(drawingOf(code, code.length * 5));
let height = 0;
/** A page around some content, each a little different, so that no two pictures are the same where all is covered. */
const around = (content: string) =>
  `<!doctype html><meta charset="utf-8"><title>Orders</title><style>img,video,canvas{margin:6px}body{font:20px Arial;margin:16px}</style>
<h1>Orders</h1><button>Save</button><p style="height:${(height += 3)}px"></p>${content}`;

/** Something of every kind, and what stays covered whatever is allowed. */
const everything = () =>
  around(`<img alt="A chart" src="${imageOf('Wickendale')}"><video poster="${imageOf('Dovercastle')}" width="260" height="44"></video>
<br><canvas id="own" width="260" height="44"></canvas><br>
<img alt="Portrait" src="${imageOf('Ombersley')}" style="border-radius:50%"> <span class="user-avatar"><img alt="" src="${imageOf('Tamberlyn')}"></span>
<video id="call" width="260" height="44" muted autoplay></video><br>
<img alt="Report on Falcon" src="${imageOf('Harrowgate')}"> <img alt="Diagnosis of diabetes" src="${imageOf('Millbrook')}">
<span style="position:relative"><img alt="" src="${imageOf('')}" width="260" height="44"><b style="position:absolute;left:14px;bottom:14px">Falcon Bellinghurst</b></span><br>
<div contenteditable aria-label="Notes"><img alt="" src="${imageOf('Yarrowdene')}"></div>
<div style="background:url(${imageOf('Kirkbramble')});width:260px;height:44px"></div>
<iframe srcdoc="<p style='font:24px Arial;margin:0'>Cravenholme</p>" width="260" height="50"></iframe>
<img alt="" src="${codeImage}" style="float:right">
<canvas id="stream" width="260" height="44" hidden></canvas><script>
const draw = (id, word) => { const canvas = document.getElementById(id), context = canvas.getContext('2d');
  context.fillStyle = '#eef'; context.fillRect(0, 0, 260, 44); context.fillStyle = '#000'; context.font = '28px Arial'; context.fillText(word, 6, 32); return canvas; };
draw('own', 'Larkspurton'); document.getElementById('call').srcObject = draw('stream', 'Pellingrove').captureStream();
</script>`);
const allowable = { images: 'Wickendale', video: 'Dovercastle', canvas: 'Larkspurton' } as const;
const never =
  'Ombersley Tamberlyn Pellingrove Harrowgate Millbrook Falcon Bellinghurst Yarrowdene Kirkbramble Cravenholme'.split(
    ' ',
  );
const paths = Array.from({ length: 8 }, (_, index) => `/page-${index}`);
const login = '<label>Password <input type="password"></label>';

let joined: Joined;
let work: Page;
let panel: Page;

async function ask(request: ParticipantRequest): Promise<{ readonly ok: boolean; readonly code?: string }> {
  return panel.evaluate(async (message) => chrome.runtime.sendMessage(message), {
    kind: 'participant-request' as const,
    request,
  });
}

async function allow(kind: keyof typeof allowable, allowed: boolean): Promise<void> {
  expect(await ask({ type: 'allow-media', kind, allowed })).toMatchObject({ ok: true });
}

/** What a picture of a page gives away after these kinds, and no others, were allowed. No code in it can be read. */
async function seenOn(path: string, kinds?: readonly (keyof typeof allowable)[]): Promise<readonly string[]> {
  await work.bringToFront();
  // What the page before may still be photographed for is over first.
  await work.goto('about:blank');
  let last = '';
  await expect
    .poll(
      async () => {
        const earlier = last;
        last = (await pendingShots(joined.browser)).map(({ digest }) => digest).join(' ');
        return last === earlier;
      },
      { timeout: 90_000, interval: 1500 },
    )
    .toBe(true);
  for (const kind of kinds === undefined ? [] : mediaKinds) await allow(kind, kinds?.includes(kind) === true);
  const before = new Set((await pendingShots(joined.browser)).map(({ digest }) => digest));
  await work.goto(joined.site.origin + path);
  return readNext(before);
}

async function readNext(before: ReadonlySet<string>): Promise<readonly string[]> {
  const fresh = async () => (await pendingShots(joined.browser)).findLast(({ digest }) => !before.has(digest));
  await expect.poll(async () => (await fresh()) !== undefined, { timeout: 90_000, interval: 300 }).toBe(true);
  const image = (await fresh())?.image ?? new Uint8Array();
  expect(await readCodes(work, image, [1, 2])).toEqual([]);
  const text = await readImage(work, image, [1, 2, 3]);
  expect(recovered(text, ['Orders'])).toEqual(['Orders']);
  expect(recovered(text, never)).toEqual([]);
  return recovered(text, Object.values(allowable));
}

async function start(keep: readonly (keyof typeof allowable)[] | undefined): Promise<void> {
  const pages = {
    ...Object.fromEntries(paths.map((path) => [path, everything()])),
    '/login': everything() + login,
  };
  joined = await startJoined(pages, {
    gives: 'snapshots',
    launch: { viewport: { width: 1000, height: 760 } },
    program: keep === undefined ? {} : { keep },
  });
  const { browser } = joined;
  panel = await browser.context.newPage();
  await panel.goto(`chrome-extension://${browser.extensionId}/decide.html`);
  work = await browser.context.newPage();
}

describe.skipIf(!canRead)('images, video and canvas where the program keeps them (needs tesseract-ocr)', () => {
  beforeAll(async () => {
    await start(['images', 'video', 'canvas']);
    expect(await ask({ type: 'change-rules', change: { what: 'add-words', words: 'Falcon' } })).toMatchObject({
      ok: true,
    });
  });
  afterAll(() => joined?.close());

  test('stay only while the participant allows them, and never beside secrets', { timeout: 1_500_000 }, async () => {
    await step('are covered until the participant allows them', async () => {
      expect(await seenOn('/page-0')).toEqual([]);
      // The readers can read: without the mask they do.
      const open = await work.screenshot();
      expect(
        recovered(await readImage(work, open, [2]), [...Object.values(allowable), ...never]).length,
      ).toBeGreaterThan(9);
      expect((await readCodes(work, open, [1, 2])).length).toBeGreaterThan(0);
    });

    await step('stay one kind at a time, as the participant ticks them, and nothing else ever does', async () => {
      await panel.bringToFront();
      await panel.getByText('It is covered in every snapshot unless you allow it here').waitFor();
      const box = panel.getByRole('checkbox', { name: /^Images/ });
      expect(await box.isChecked()).toBe(false);
      await box.click();
      await expect.poll(() => box.isChecked()).toBe(true);
      expect(await seenOn('/page-1')).toEqual(['Wickendale']);
      expect(await seenOn('/page-2', ['video'])).toEqual(['Dovercastle']);
      expect(await seenOn('/page-3', ['canvas'])).toEqual(['Larkspurton']);
    });

    await step('stay together, and both the participant and the data are told so', async () => {
      expect(await seenOn('/page-4', mediaKinds)).toEqual(Object.values(allowable));
      await work.getByRole('button', { name: 'Save' }).click();
      const review = await joined.browser.openReview();
      await review.getByText('Click “Save”').waitFor({ timeout: 90_000 });
      await review.getByText('Why was this not hidden?').click();
      await review.getByText('Images stay to be seen here').waitFor();
      await sendAll(review);
      await expect.poll(() => joined.collector.segments.length, { timeout: 90_000 }).toBeGreaterThan(0);
      await review.close();
      const clicks = (await joined.collector.steps()).filter(({ action }) => action.type === 'click');
      const told = clicks.flatMap(({ redactions }) => redactions.filter(({ reason }) => reason.startsWith('kept.')));
      expect(told.map(({ at, reason }) => `${at} ${reason}`)).toEqual([
        '/observation kept.images',
        '/observation kept.video',
        '/observation kept.canvas',
      ]);
    });

    await step('are covered beside a field for secrets, and on a site that the participant keeps strict', async () => {
      expect(await seenOn('/login')).toEqual([]);
      await ask({ type: 'change-rules', change: { what: 'add-strict', origin: joined.site.origin } });
      expect(await seenOn('/page-5')).toEqual([]);
      await ask({ type: 'change-rules', change: { what: 'remove-strict', origin: joined.site.origin } });
    });

    await step(
      'are covered from the next picture on when they are taken back, also of the page that is open',
      async () => {
        expect(await seenOn('/page-6')).toEqual(Object.values(allowable));
        const before = new Set((await pendingShots(joined.browser)).map(({ digest }) => digest));
        for (const kind of mediaKinds) await allow(kind, false);
        // Not one that shows them is left.
        expect((await pendingShots(joined.browser)).filter(({ digest }) => before.has(digest))).toEqual([]);
        expect(await readNext(before)).toEqual([]);
      },
    );
  });
});

test.skipIf(!canRead)('where the program keeps nothing, nobody can allow anything (needs tesseract-ocr)', async () => {
  await start(undefined);
  try {
    await panel.getByRole('heading', { name: 'What you always want hidden' }).waitFor();
    expect(await panel.getByText('What may stay visible in snapshots').count()).toBe(0);
    expect(await ask({ type: 'allow-media', kind: 'images', allowed: true })).toMatchObject({ ok: false });
    expect(await ask({ type: 'change-rules', change: { what: 'add-words', words: 'Falcon' } })).toMatchObject({
      ok: true,
    });
    expect(await seenOn('/page-7')).toEqual([]);
  } finally {
    await joined.close();
  }
});
