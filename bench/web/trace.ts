import type { CDPSession } from 'playwright-core';

/** A stretch of main-thread work, as Chromium's tracing reports it. Times in µs; `tdur` is the thread's own CPU time. */
interface Slice {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args?: { readonly data?: { readonly url?: string; readonly type?: string } };
}

/** What a recorder's scripts did on the page's main thread. All in ms of thread CPU time. */
export interface ScriptWork {
  readonly total: number;
  /** One number for each time the recorder was called: all its handlers of one event together, or one timer or observer. */
  readonly calls: readonly number[];
}

/** Begins to trace. Give what is returned to {@link endTrace}. */
export async function beginTrace(session: CDPSession): Promise<void> {
  await session.send('Tracing.start', {
    transferMode: 'ReturnAsStream',
    streamFormat: 'json',
    traceConfig: { includedCategories: ['devtools.timeline'], excludedCategories: ['*'] },
  });
}

/** Ends tracing, and gives what scripts whose address contains `part` did meanwhile. */
export async function endTrace(session: CDPSession, part: string): Promise<ScriptWork> {
  const complete = new Promise<{ readonly stream?: string }>((resolve) => {
    session.once('Tracing.tracingComplete', resolve);
  });
  await session.send('Tracing.end');
  const { stream } = await complete;
  if (stream === undefined) throw new Error('the browser gave no trace');
  let text = '';
  for (let eof = false; !eof;) {
    const read = await session.send('IO.read', { handle: stream, size: 1 << 22 });
    text += read.base64Encoded === true ? Buffer.from(read.data, 'base64').toString() : read.data;
    eof = read.eof;
  }
  await session.send('IO.close', { handle: stream });
  // Chromium's own trace format.
  const { traceEvents } = JSON.parse(text) as { traceEvents: Slice[] };
  return workOf(traceEvents, part);
}

/** Outermost slices of the recorder only: what it calls itself is within them. */
function workOf(slices: readonly Slice[], part: string): ScriptWork {
  const byThread = Map.groupBy(
    slices.filter(({ ph }) => ph === 'X'),
    ({ pid, tid }) => `${pid} ${tid}`,
  );
  const calls: number[] = [];
  let total = 0;
  for (const thread of byThread.values()) {
    thread.sort((a, b) => a.ts - b.ts || (b.dur ?? 0) - (a.dur ?? 0));
    let within = -1;
    let event = -1;
    let ofEvent = 0;
    const closeEvent = () => {
      if (ofEvent > 0) calls.push(ofEvent);
      ofEvent = 0;
    };
    for (const slice of thread) {
      const end = slice.ts + (slice.dur ?? 0);
      if (slice.ts >= event) closeEvent();
      if (slice.name === 'EventDispatch' && slice.ts >= event) event = end;
      if (slice.ts < within || slice.args?.data?.url?.includes(part) !== true) continue;
      if (!['FunctionCall', 'EvaluateScript', 'v8.compile'].includes(slice.name)) continue;
      within = end;
      const ms = (slice.tdur ?? slice.dur ?? 0) / 1000;
      total += ms;
      if (slice.ts < event) ofEvent += ms;
      else calls.push(ms);
    }
    closeEvent();
  }
  return { total, calls };
}
