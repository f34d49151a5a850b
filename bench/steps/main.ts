import { AgentNetReader, noFacts, RecordingImport } from '@assent/steps/import';
import { sessionIdSchema, type Event } from '@assent/contracts';
import { flush, initialState, parseEventLine, reduce } from '@assent/steps';
import { EventScript, scriptField, scriptTarget } from '@assent/testkit';

/**
 * `node bench/steps/main.ts [EVENTS]`: how fast, and in how much memory, a day-long recording is reduced. Two inputs,
 * both made as they are read so that nothing but the reducer holds memory: another tool's recording (four of five
 * lines are moves of the pointer, as in real ones) and our own events. Prints one JSON object per input.
 */
const total = Number(process.argv[2] ?? 1_000_000);

/** Pointer, wheel, keys and clicks of someone at work, ten hours of it, as AgentNetTool writes them. */
function* foreignLines(count: number): Generator<string> {
  const words = Array.from('the quick brown fox ');
  for (let at = 0; at < count; at++) {
    const time = (at * 36_000) / count;
    const place = `"x": ${(at * 7) % 1920}, "y": ${(at * 3) % 1080}`;
    const beat = at % 50;
    const name = words[at % words.length] === ' ' ? 'space' : (words[at % words.length] ?? 'a');
    if (beat < 40) yield `{"time_stamp": ${time}, "action": "move", ${place}, "event_idx": ${at}}`;
    else if (beat < 42) {
      yield `{"time_stamp": ${time}, "action": "click", "x": 5, "y": 5, "button": "left", "pressed": ${beat === 40}, "event_idx": ${at}}`;
    } else if (beat < 44)
      yield `{"time_stamp": ${time}, "action": "scroll", ${place}, "dx": 0, "dy": -1, "event_idx": ${at}}`;
    else
      yield `{"time_stamp": ${time}, "action": "${beat % 2 === 0 ? 'press' : 'release'}", "name": "${name}", "event_idx": ${at}}`;
  }
}

/** A browser's events of clicks, typing, choices and scrolling, over and over with a clock that goes on. */
function* ownEvents(count: number): Generator<Event> {
  const script = new EventScript().document();
  const subject = scriptField('subject');
  script.click(scriptTarget('save')).type('quick brown', subject).wait(3000);
  for (let part = 0; part < 5; part++) script.scroll();
  const [document, ...rest] = script.events;
  if (document === undefined) return;
  yield document;
  const span = (rest.at(-1)?.t ?? document.t) - document.t + 2000;
  for (let at = 0; at < count; at++) {
    const event = rest[at % rest.length] ?? document;
    yield { ...event, seq: document.seq + 1 + at, t: event.t + Math.floor(at / rest.length) * span };
  }
}

function measure(name: string, work: (watch: () => void) => number): void {
  let peak = 0;
  let seen = 0;
  const watch = (): void => {
    seen += 1;
    if (seen % 20_000 === 0) peak = Math.max(peak, process.memoryUsage.rss());
  };
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  const begin = process.cpuUsage();
  const steps = work(watch);
  const { user, system } = process.cpuUsage(begin);
  const seconds = (user + system) / 1e6;
  const mb = (bytes: number) => Math.round(bytes / 1e6);
  const perSecond = Math.round(seen / seconds);
  console.log(
    JSON.stringify({
      name,
      events: seen,
      steps,
      cpuSeconds: seconds,
      perSecond,
      rssMb: mb(peak),
      grownMb: mb(peak - before),
    }),
  );
}

const session = sessionIdSchema.parse(`s_${'0'.repeat(22)}`);

measure('agentnet', (watch) => {
  const reader = new AgentNetReader();
  const run = new RecordingImport({ session, facts: noFacts });
  for (const line of foreignLines(total)) {
    for (const input of reader.read(line)) run.take(input);
    watch();
  }
  run.end();
  return run.report().steps;
});

measure('events', (watch) => {
  let state = initialState({ session, sensor: 'browser' });
  let steps = 0;
  let lineNumber = 0;
  for (const event of ownEvents(total)) {
    lineNumber += 1;
    const turn = reduce(state, parseEventLine(JSON.stringify(event), lineNumber));
    state = turn.state;
    steps += turn.output.length;
    watch();
  }
  return steps + flush(state, 0).output.length;
});
