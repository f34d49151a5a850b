import { RecordingScript } from './recording-script.ts';

/** What a person does, as far as this knows of it. */
export type PeerInput =
  | { readonly do: 'keys'; readonly names: readonly string[] }
  | { readonly do: 'click'; readonly button: 'left' | 'right' }
  | { readonly do: 'scroll'; readonly dy: number }
  | { readonly do: 'chord'; readonly modifier: 'ctrl_l' | 'shift'; readonly names: readonly string[] }
  | { readonly do: 'wait'; readonly ms: number };

type Line = { [Field in string]?: unknown };

const special: ReadonlySet<string> = new Set(['tab', 'enter', 'backspace', 'space', 'left']);
const notation = (names: readonly string[]) => names.map((name) => (special.has(name) ? `$${name}$` : name)).join('');

/**
 * Does inputs, and reduces them as AgentNetTool is known to: typing goes on over any pause until something else is
 * done, so does scrolling; presses of one button within half a second of a group's first are one; keys under a
 * modifier are its children. Written from the description of its rules, to see whether each difference is explained.
 */
export function doAndReduce(inputs: readonly PeerInput[]): {
  readonly lines: readonly string[];
  readonly reduced: readonly string[];
} {
  const script = new RecordingScript();
  const reduced: Line[] = [];
  for (const input of inputs) {
    const last = reduced.at(-1);
    if (input.do === 'wait') script.wait(input.ms);
    else if (input.do === 'keys') for (const name of input.names) typeKey(script, reduced, name);
    else if (input.do === 'click') click(script, reduced, input.button);
    else if (input.do === 'chord') chord(script, reduced, input);
    else if (last?.['action'] === 'scroll') {
      (last['trace'] as object[]).push({ dx: 0, dy: input.dy });
      (last['time_trace'] as number[]).push(script.now);
      script.scroll(input.dy);
    } else {
      const now = script.now;
      reduced.push({ action: 'scroll', start_time: now, trace: [{ dx: 0, dy: input.dy }], time_trace: [now] });
      script.scroll(input.dy);
    }
  }
  return { lines: script.lines, reduced: reduced.map((line, id) => JSON.stringify({ ...line, id, vis: true })) };
}

function typeKey(script: RecordingScript, reduced: Line[], name: string): void {
  const last = reduced.at(-1);
  if (last?.['action'] === 'type') {
    const names = last['key_names'] as string[];
    names.push(name);
    (last['time_trace'] as number[]).push(script.now);
    last['description'] = `⌨️ Type: ${notation(names)}`;
  } else {
    const now = script.now;
    const description = `⌨️ Type: ${notation([name])}`;
    reduced.push({ action: 'type', start_time: now, key_names: [name], time_trace: [now], description });
  }
  script.tap(name);
}

function click(script: RecordingScript, reduced: Line[], button: string): void {
  const start = script.now;
  script.click(button);
  const end = start + 0.08;
  const last = reduced.at(-1);
  const count = Number(last?.['click_type'] ?? 0);
  const joins = last?.['button'] === button && count < 3 && start - Number(last['start_time']) < 0.5;
  if (joins) {
    last['click_type'] = count + 1;
    last['end_time'] = end;
    last['description'] = `${count === 1 ? 'Double' : 'Triple'} ${button} Click`;
    return;
  }
  const coordinate = { x: 400, y: 300 };
  const description = `Single ${button} Click`;
  reduced.push({ action: 'click', start_time: start, end_time: end, button, click_type: 1, coordinate, description });
}

function chord(
  script: RecordingScript,
  reduced: Line[],
  { modifier, names }: Extract<PeerInput, { do: 'chord' }>,
): void {
  const start = script.now;
  const times: number[] = [];
  script.holding([modifier], (held) => {
    for (const name of names) {
      times.push(held.now);
      held.tap(name);
    }
  });
  const child = { action: 'type', start_time: times[0], key_names: names, time_trace: times };
  const description = `⌨️ Press: $${modifier.split('_')[0]}$ + ${notation(names)}`;
  const end_time = script.now - 0.04;
  reduced.push({ action: 'press', key_name: modifier, start_time: start, end_time, description, children: [child] });
}
