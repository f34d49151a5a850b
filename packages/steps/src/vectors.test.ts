import { eventSchema, rawStepSchema, type Event, type RawStep } from '@assent/contracts';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reducerVersion } from './limits.ts';
import { flush, reduce } from './reduce.ts';
import type { ReducerOutput, ReducerState } from './state.ts';
import { freshState, reduceAll } from './testing/run.ts';

interface Vector {
  readonly reducer: string;
  readonly section: string;
  readonly sensor: RawStep['sensor'];
  readonly events: readonly Event[];
  readonly output: readonly ReducerOutput[];
}

const folder = new URL('../../../spec/vectors/steps/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

function read(name: string): Vector {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Vector;
}

test('there are published vectors', () => {
  expect(names.length).toBeGreaterThan(35);
});

test.each(names)('published vector %s holds, in one go and with a restart after each event', (name) => {
  const vector = read(name);
  expect(vector.reducer).toBe(reducerVersion);
  for (const event of vector.events) eventSchema.parse(event);
  for (const out of vector.output) if (out.kind === 'step') rawStepSchema.parse(out.step);
  expect(reduceAll(vector.events, vector.sensor)).toEqual(vector.output);

  let state = freshState(vector.sensor);
  const output: ReducerOutput[] = [];
  for (const event of vector.events) {
    const turn = reduce(JSON.parse(JSON.stringify(state)) as ReducerState, event);
    state = turn.state;
    output.push(...turn.output);
  }
  expect([...output, ...flush(state, 0).output]).toEqual(vector.output);
});
