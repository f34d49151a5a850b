import { chromiumPath, participantAt, type Participant } from '@assent/cli';
import { readImage } from '@assent/extension/optical';
import { launchWithExtension, type ExtensionBrowser } from '@assent/extension/launch';
import { openReleases, openSegment, type SegmentRecord } from '@assent/sealing';
import type { Page } from 'playwright-core';
import { releasedBuild, raise } from '../world/builds.ts';
import type { World } from '../world/world.ts';
import { inputPaths, pressEverything } from './canary-input.ts';

/** A stretch of time, by the clock of this machine, ms. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/** What a real browser session gave to the collector, opened by both sides as a build would. */
export interface Session {
  readonly records: readonly SegmentRecord[];
  /** What is read, magnified once, twice and four times, in each snapshot that was sent; null without a reader. */
  readonly readings: readonly string[] | null;
  /** What is read on the screen itself, so that an empty reading of a snapshot means something. */
  readonly control: string | null;
  /** When recording was off, and when pages had hidden the indicator. */
  readonly off: Readonly<Record<'paused' | 'withoutIndicator', readonly Stretch[]>>;
}

const sessions = new WeakMap<World, Promise<Session>>();

/** The session of a deployment; carried out the first time that it is asked for. */
export function browserSession(world: World): Promise<Session> {
  const known = sessions.get(world) ?? carryOut(world);
  sessions.set(world, known);
  return known;
}

async function carryOut(world: World): Promise<Session> {
  const before = new Set(await segmentsOf(world));
  const browser = await launchWithExtension({
    extensionDir: await world.extension(),
    executablePath: chromiumPath() ?? raise('no Chromium'),
    viewport: { width: 1024, height: 768 },
  });
  try {
    const who = participantAt(browser);
    await who.join({ collector: world.collector.address, code: world.enrolmentCode });
    const page = await browser.context.newPage();
    await useEverything(world, page);
    const control = await optical(page, [await page.screenshot()], [2]);
    const withoutIndicator = [await hideTheMark(world, browser), await coverTheMark(world, browser)];
    const paused = [await workWhilePaused(world, browser, who)];
    await who.sendNow();
    const records = await opened(world, before);
    const snapshots = records.flatMap((record) => (record.kind === 'snapshot' ? [record.bytes] : []));
    return {
      records,
      readings: await optical(page, snapshots, [1, 2, 4]),
      control: control?.join('\n') ?? null,
      off: { paused, withoutIndicator },
    };
  } finally {
    await browser.close();
  }
}

/** Types, pastes, composes, drags and presses private things in a page that is being recorded. */
async function useEverything(world: World, page: Page): Promise<void> {
  const { site, scratch } = world;
  await page.goto(site.origin);
  for (const { way, use } of inputPaths) await use(page, site.word(`input: ${way}`), scratch);
  await page.goto(site.origin);
  await pressEverything(page);
  await page.goto(`${site.origin}/notes`);
  for (const { typed } of site.recall) {
    for (const field of ['#note', '#long']) {
      await page.locator(field).click();
      await page.keyboard.press('Control+A');
      await page.keyboard.type(typed, { delay: 2 });
    }
    await page.getByRole('button', { name: 'Save' }).click();
  }
  // What is seen and read: a page at rest for as long as a snapshot takes.
  await page.waitForTimeout(2500);
  await page.getByRole('button', { name: 'Save' }).click();
}

/** A page removes the indicator and goes on being used. */
async function hideTheMark(world: World, browser: ExtensionBrowser): Promise<Stretch> {
  const page = await browser.context.newPage();
  await page.goto(`${world.site.origin}/plain`);
  await page.locator('#text').click();
  await page.evaluate(`document.querySelectorAll('html > div').forEach((host) => host.remove())`);
  return usedWhileOff(page, world, 'input: while the indicator was removed');
}

/** A page styles the indicator away. */
async function coverTheMark(world: World, browser: ExtensionBrowser): Promise<Stretch> {
  const page = await browser.context.newPage();
  await page.goto(`${world.site.origin}/plain`);
  await page.locator('#text').click();
  await page.evaluate(
    `document.querySelectorAll('html > div').forEach((host) => host.setAttribute('style', 'opacity: 0'))`,
  );
  return usedWhileOff(page, world, 'input: while the indicator was styled away');
}

/** Goes on working in open and new tabs after a pause, and after the background was killed. */
async function workWhilePaused(world: World, browser: ExtensionBrowser, who: Participant): Promise<Stretch> {
  const page = await browser.context.newPage();
  await page.goto(`${world.site.origin}/plain`);
  await page.locator('#text').click();
  await who.pause();
  const from = Date.now();
  await page.bringToFront();
  await page.locator('#text').click();
  await page.keyboard.type(world.site.word('input: while paused'));
  await killBackground(browser);
  await page.reload();
  await page.locator('#text').click();
  await page.keyboard.type(world.site.word('input: while paused, after a crash'));
  const fresh = await browser.context.newPage();
  const { to } = await usedWhileOff(fresh, world, 'input: while paused, in a new tab');
  await who.resume();
  return { from, to };
}

async function usedWhileOff(page: Page, world: World, way: string): Promise<Stretch> {
  const from = Date.now();
  if (page.url() === 'about:blank') await page.goto(`${world.site.origin}/plain`);
  await page.locator('#text').click();
  await page.keyboard.type(world.site.word(way));
  await page.locator('h1').click();
  await page.keyboard.press('Control+A');
  const to = Date.now();
  return { from, to };
}

/** Ends the extension's background as a crash would. It comes back with the next message. */
async function killBackground(browser: ExtensionBrowser): Promise<void> {
  const page = await browser.context.newPage();
  const session = await page.context().newCDPSession(page);
  await session.send('ServiceWorker.enable');
  await session.send('ServiceWorker.stopAllWorkers');
  await page.close();
}

async function segmentsOf(world: World): Promise<readonly string[]> {
  const { inputs } = await releasedBuild(world);
  return inputs.manifests.map(({ body }) => body.ciphertext);
}

/** Opens what has come since, with the shares of both sides. */
async function opened(world: World, before: ReadonlySet<string>): Promise<readonly SegmentRecord[]> {
  const wanted = await releasedBuild(world);
  const releases = await openReleases({
    releases: wanted.inputs.releases,
    policy: world.policy.policy,
    build: wanted.build,
    buildIdentity: wanted.identity,
  });
  const records: SegmentRecord[] = [];
  for (const manifest of wanted.inputs.manifests.filter(({ body }) => !before.has(body.ciphertext))) {
    const { ciphertext, context } = manifest.body;
    const deposit = wanted.inputs.deposits.find(({ body }) => body.dayKey === context.dayKey);
    const identity = await releases.recover(deposit ?? raise('a segment without its day key'));
    const bytes = await world.client.buildObject(wanted.build, ciphertext, wanted.builder);
    records.push(...(await openSegment({ ciphertext: bytes, manifest, identity })).records);
  }
  return records;
}

async function optical(
  page: Page,
  images: readonly Uint8Array[],
  enlargements: readonly number[],
): Promise<readonly string[] | null> {
  const texts: string[] = [];
  for (const image of images) {
    const text = await readImage(page, image, enlargements).catch(() => null);
    if (text === null) return null;
    texts.push(text);
  }
  return texts;
}
