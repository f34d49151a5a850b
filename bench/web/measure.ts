import { gzipSync } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { sendNow, stepsSince, type Bench } from './bench.ts';
import { findPlaces, turnsPerMinute, workTurns, type Places } from './hand.ts';
import { median } from './median.ts';
import { peerPath, type BenchSite } from './site.ts';
import { beginTrace, endTrace } from './trace.ts';

/** Who records. */
export const recorders = ['none', 'assent', 'rrweb'] as const;
export type Recorder = (typeof recorders)[number];

/** A page to measure, once for each recorder on an origin of its own. */
export interface Subject {
  readonly name: string;
  readonly path: string;
  readonly press: readonly string[];
  readonly field: string;
  readonly live: boolean;
  readonly sites: Readonly<Record<Recorder, BenchSite>>;
}

/** How long is worked on each page with each recorder: rounds of turns, one after the other on each, and again. */
export interface Load {
  readonly rounds: number;
  readonly turns: number;
}

/** What one recorder cost on one page. Times are ms of CPU. */
export interface Cost {
  /** All scripts on the page's main thread, the page's own included, a minute of use. The median of the rounds. */
  readonly script: number;
  /** Every call of the recorder's listeners, timers and observers in one more round, which was traced. */
  readonly calls: readonly number[];
  /** Its scripts while nobody acts, a minute; of pages that change by themselves. */
  readonly idle: number | null;
  /** Loading and starting its scripts. */
  readonly start: number;
  /** Bytes of JavaScript heap in use after the work, garbage collected. */
  readonly heap: number;
  /** What leaves the browser for a minute of use, gzip, without a snapshot of the page taken at the start. */
  readonly bytes: number;
  /** What is sent about the page at the start, gzip bytes. */
  readonly startBytes: number;
}

const settle = 2500;
const idleSeconds = 6;
/** Whose scripts count, by a part of their address. */
const scriptsOf: Readonly<Record<Recorder, string>> = { none: '/no-scripts/', assent: '/capture.js', rrweb: peerPath };

/** Opens a page once for each recorder, works on them in turns, and says what each recorder cost. */
export async function costsOf(bench: Bench, subject: Subject, load: Load): Promise<Readonly<Record<Recorder, Cost>>> {
  const open: Open[] = [];
  try {
    for (const recorder of recorders) open.push(await openWith(bench, subject, recorder));
    const segmentsBefore = bench.collector.segments.length;
    for (let round = 0; round < load.rounds; round++) {
      for (const each of open) {
        await beforeRound(each);
        const before = await scriptTime(each.session);
        await workTurns(each.page, each.places, load.turns);
        each.script.push(((await scriptTime(each.session)) - before) * (turnsPerMinute / load.turns));
        await afterRound(each);
      }
    }
    for (const each of open) {
      await beforeRound(each);
      await beginTrace(each.session);
      await workTurns(each.page, each.places, load.turns);
      each.calls = (await endTrace(each.session, scriptsOf[each.recorder])).calls;
      await afterRound(each);
    }
    const minutes = ((load.rounds + 1) * load.turns) / turnsPerMinute;
    const costs: [Recorder, Cost][] = [];
    for (const each of open) {
      costs.push([each.recorder, await costOf(bench, subject, each, segmentsBefore, minutes)]);
    }
    // Made from exactly the names in `recorders`.
    return Object.fromEntries(costs) as Record<Recorder, Cost>;
  } finally {
    for (const { page } of open) await page.close();
  }
}

/** A page with a recorder, in a tab of its own. */
interface Open {
  readonly recorder: Recorder;
  readonly site: BenchSite;
  readonly page: Page;
  readonly session: CDPSession;
  readonly places: Places;
  readonly start: number;
  readonly startBytes: number;
  readonly script: number[];
  calls: readonly number[];
  /** What rrweb has posted before the round, and in all rounds. */
  before: number;
  readonly sent: Buffer[];
}

async function openWith(bench: Bench, subject: Subject, recorder: Recorder): Promise<Open> {
  const { context } = bench.browser;
  const site = subject.sites[recorder];
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const scripts = scriptsOf[recorder];
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  // The measured load is the second: the renderer is there, as in a tab that somebody works in.
  await page.goto(`${site.origin}${subject.path}`);
  await sleep(settle);
  await beginTrace(session);
  const before = site.posted.length;
  await page.reload();
  await sleep(settle);
  const start = (await endTrace(session, scripts)).total;
  await post(page, recorder);
  const startBytes = recorder === 'rrweb' ? gzipSync(Buffer.concat(site.posted.slice(before))).length : 0;

  const places = await findPlaces(page, subject.press, subject.field);
  await workTurns(page, places, 2);
  if (recorder === 'assent') await sendNow(bench, page);
  return { recorder, site, page, session, places, start, startBytes, script: [], calls: [], before: 0, sent: [] };
}

/** Shows a page. What a page that changes by itself made its recorder tell meanwhile is not counted. */
async function beforeRound(open: Open): Promise<void> {
  await open.page.bringToFront();
  await sleep(300);
  await post(open.page, open.recorder);
  open.before = open.site.posted.length;
}

async function afterRound(open: Open): Promise<void> {
  await post(open.page, open.recorder);
  open.sent.push(...open.site.posted.slice(open.before));
}

async function costOf(
  bench: Bench,
  subject: Subject,
  open: Open,
  segmentsBefore: number,
  minutes: number,
): Promise<Cost> {
  const { recorder, page, session, script, calls, start, startBytes } = open;
  await page.bringToFront();
  const idle = subject.live ? await idleWork(session, scriptsOf[recorder]) : null;
  if (recorder === 'assent') await sendNow(bench, page);
  const sent = recorder === 'assent' ? await stepLines(bench, segmentsBefore) : open.sent;
  const bytes = gzipSync(Buffer.concat(sent)).length / minutes;
  return { script: median(script), calls, idle, start, heap: await heapOf(session), bytes, startBytes };
}

/**
 * What all scripts of a page have cost until now, ms of its main thread's own time, by the browser's count. Nothing is
 * traced for it: tracing costs something at every call, and would be counted with the recorder that is called most often.
 */
async function scriptTime(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  const found = metrics.find(({ name }) => name === 'ScriptDuration');
  if (found === undefined) throw new Error('the browser does not count script time');
  return found.value * 1000;
}

async function idleWork(session: CDPSession, scripts: string): Promise<number> {
  await beginTrace(session);
  await sleep(idleSeconds * 1000);
  return ((await endTrace(session, scripts)).total * 60) / idleSeconds;
}

async function post(page: Page, recorder: Recorder): Promise<void> {
  if (recorder !== 'rrweb') return;
  await page.evaluate(() => Reflect.get(globalThis, 'postNow')());
  await sleep(300);
}

async function stepLines(bench: Bench, segmentsBefore: number): Promise<readonly Buffer[]> {
  const steps = await stepsSince(bench, segmentsBefore);
  return steps.map((step) => Buffer.from(`${JSON.stringify(step)}\n`));
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}
