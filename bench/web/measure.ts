import { gzipSync } from 'node:zlib';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CDPSession, Page } from 'playwright-core';
import { sendNow, stepsSince, type Bench } from './bench.ts';
import { findPlaces, turnsPerMinute, workTurns } from './hand.ts';
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

/** What one recorder cost on one page. Times are ms of CPU. */
export interface Cost {
  /** The recorder's scripts on the page's main thread, a minute of use. */
  readonly script: number;
  readonly calls: readonly number[];
  /** Its scripts while nobody acts, a minute; of pages that change by themselves. */
  readonly idle: number | null;
  /** Loading and starting its scripts. */
  readonly start: number;
  /** Bytes of JavaScript heap in use after the work, garbage collected. */
  readonly heap: number;
  /** What leaves the browser for a minute of use, gzip, without a snapshot of the page taken at the start. */
  readonly bytes: number;
  /** What is told of the page at the start, gzip bytes. */
  readonly startBytes: number;
}

const settle = 2500;
const idleSeconds = 6;
/** Whose scripts count, by a part of their address. */
const scriptsOf: Readonly<Record<Recorder, string>> = { none: '/no-scripts/', assent: '/capture.js', rrweb: peerPath };

/** Opens a page in a tab of its own, works on it, and says what the recorder cost. */
export async function costOf(bench: Bench, subject: Subject, recorder: Recorder, turns: number): Promise<Cost> {
  const { context } = bench.browser;
  const site = subject.sites[recorder];
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  const scripts = scriptsOf[recorder];
  try {
    // The measured load is the second: the renderer is there, as in a tab that somebody works in.
    await page.goto(`${site.origin}${subject.path}`);
    await sleep(settle);
    await beginTrace(session);
    const before = site.posted.length;
    await page.reload();
    await sleep(settle);
    const start = await endTrace(session, scripts);
    await post(page, recorder);
    const startBytes = gzipSync(Buffer.concat(site.posted.slice(before))).length;

    const places = await findPlaces(page, subject.press, subject.field);
    await workTurns(page, places, 2);
    await handOver(bench, page, recorder);

    const [segmentsBefore, postedBefore] = [bench.collector.segments.length, site.posted.length];
    await beginTrace(session);
    await workTurns(page, places, turns);
    const work = await endTrace(session, scripts);
    await handOver(bench, page, recorder);
    const told = recorder === 'assent' ? await stepLines(bench, segmentsBefore) : site.posted.slice(postedBefore);

    const perMinute = turnsPerMinute / turns;
    return {
      script: work.total * perMinute,
      calls: work.calls,
      idle: subject.live ? await idleWork(session, scripts) : null,
      start: start.total,
      heap: await heapOf(session),
      bytes: gzipSync(Buffer.concat(told)).length * perMinute,
      startBytes: recorder === 'rrweb' ? startBytes : 0,
    };
  } finally {
    await page.close();
  }
}

async function idleWork(session: CDPSession, scripts: string): Promise<number> {
  await beginTrace(session);
  await sleep(idleSeconds * 1000);
  return ((await endTrace(session, scripts)).total * 60) / idleSeconds;
}

/** Has the recorder hand over all it holds, so that what follows is counted alone. */
async function handOver(bench: Bench, page: Page, recorder: Recorder): Promise<void> {
  if (recorder === 'rrweb') await post(page, recorder);
  if (recorder === 'assent') await sendNow(bench, page);
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
