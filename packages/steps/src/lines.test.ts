import { ContractsError, sessionIdSchema } from '@assent/contracts';
import { EventScript, scriptTarget } from '@assent/testkit';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { parseEventLine, StepsError, stepsOfEvents } from './lines.ts';

async function* linesOf(...lines: string[]): AsyncGenerator<string> {
  yield* lines;
}

async function collect(lines: AsyncIterable<string>): Promise<readonly string[]> {
  const types: string[] = [];
  for await (const out of stepsOfEvents(lines)) types.push(out.kind === 'step' ? out.step.action.type : 'note');
  return types;
}

test('a file of events becomes steps, empty lines aside', async () => {
  const { events } = new EventScript().document({ cause: 'load' }).click(scriptTarget('save'));
  const lines = events.flatMap((event) => [JSON.stringify(event), '']);
  expect(await collect(linesOf(...lines))).toEqual(['navigate', 'click']);
  expect(await collect(linesOf())).toEqual([]);
});

test('the first bad line is named by its number and fault, and its content is not', async () => {
  const [event] = new EventScript().document().events;
  const bad = JSON.stringify({ ...event, kind: 'press', url: 'hunter2' });
  await expect(collect(linesOf(JSON.stringify(event), '', bad))).rejects.toThrow(/^line 3: event is malformed: /);
  const error = await collect(linesOf('{"hunter2"')).catch((error: unknown) => error);
  expect(error).toBeInstanceOf(StepsError);
  expect(error).toMatchObject({ code: 'not-json', message: 'line 1: not JSON' });
});

test('any line is an event or a typed error that repeats nothing of it', () => {
  const line = fc.oneof(
    fc.string(),
    fc.json(),
    fc.anything().map((value) => JSON.stringify(value) ?? ''),
  );
  fc.assert(
    fc.property(line, (text) => {
      try {
        parseEventLine(`${text}hunter2`, 7);
      } catch (error) {
        if (!(error instanceof StepsError)) throw error;
        expect(error.message).toMatch(/^line 7: /);
        expect(error.message).not.toContain('hunter2');
      }
    }),
  );
});

test('a line of blanks is empty, and a file is reduced for the session and sensor asked for', async () => {
  const { events } = new EventScript().document().key('a', scriptTarget('window'));
  const steps = async (options: Parameters<typeof stepsOfEvents>[1]) => {
    const output = [];
    for await (const out of stepsOfEvents(linesOf(' ', ...events.map((event) => JSON.stringify(event))), options)) {
      if (out.kind === 'step') output.push(out.step);
    }
    return output;
  };
  const session = sessionIdSchema.parse(`s_${'q'.repeat(22)}`);
  expect(await steps({ session, sensor: 'desktop' })).toMatchObject([
    { session, sensor: 'desktop', action: { type: 'type' } },
  ]);
  expect(await steps(undefined)).toMatchObject([
    { session: `s_${'0'.repeat(22)}`, sensor: 'browser', action: { type: 'key' } },
  ]);
});

test('a malformed event has its code and its cause', () => {
  const error = (() => {
    try {
      return parseEventLine('{}', 3);
    } catch (thrown) {
      return thrown;
    }
  })();
  expect(error).toMatchObject({ code: 'malformed-event' });
  expect((error as StepsError).cause).toBeInstanceOf(ContractsError);
});
