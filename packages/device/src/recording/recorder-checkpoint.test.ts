import { sessionIdSchema } from '@assent/contracts';
import { expect, test } from 'vitest';
import { endOf, lostBefore } from './lost-documents.ts';
import { freshCheckpoint, progressOf, readCheckpoint, withoutSources, withSource } from './recorder-checkpoint.ts';

const session = sessionIdSchema.parse(`s_${'a'.repeat(22)}`);
const source = (digit: number) => `d_${String(digit).padStart(22, '0')}`;

test('a checkpoint is read as it was written', () => {
  const checkpoint = {
    ...freshCheckpoint(session, 0),
    upTo: new Map([[source(1), 4]]),
    tokensOf: 3,
    open: new Map([[source(1), { tab: 2, frame: 5 }]]),
    missed: 2,
    unnumbered: 1,
  };
  const read = readCheckpoint({ ...progressOf(checkpoint) });
  expect(read).toEqual(checkpoint);
});

test('a checkpoint of an older shape or of other rules is not guessed at', () => {
  const stored = progressOf(freshCheckpoint(session, 0));
  const { acks } = stored;
  expect(readCheckpoint({ ...stored, acks: { upTo: 'x' } })).toBeNull();
  expect(readCheckpoint({ ...stored, acks: { ...(acks as object), reducer: 'assent-steps/0' } })).toBeNull();
  expect(readCheckpoint(stored)).not.toBeNull();
});

test('a fresh checkpoint reports what is missing before it, and nothing where nothing is', () => {
  expect(freshCheckpoint(session, 0).reducer.missed).toBe(0);
  expect(freshCheckpoint(session, 3).reducer.missed).toBe(3);
  expect(freshCheckpoint(session, 1).tabs.seq).toBe(1);
  expect(freshCheckpoint(session, 0).tabs.source).toMatch(/^d_[\w-]{22}$/);
});

test('the least recent of five hundred documents is forgotten', () => {
  let known: ReadonlyMap<string, number> = new Map();
  for (let index = 0; index < 500; index++) known = withSource(known, source(index), index);
  known = withSource(known, source(0), 7);
  expect(known.size).toBe(500);
  known = withSource(known, source(500), 1);
  expect(known.size).toBe(500);
  expect(known.has(source(1))).toBe(false);
  expect(known.get(source(0))).toBe(7);
  expect(known.get(source(500))).toBe(1);
});

test('a document that is given up ends after the last event that was taken in of it, one event short', () => {
  expect(endOf(source(1), new Map([[source(1), 4]]), 9)).toEqual([
    { v: 1, source: source(1), t: 9, seq: 5, kind: 'drops', count: 1 },
    { v: 1, source: source(1), t: 9, seq: 6, kind: 'end' },
  ]);
  expect(endOf(source(2), new Map(), 9).map(({ seq }) => seq)).toEqual([0, 1]);
  const checkpoint = {
    ...freshCheckpoint(session, 0),
    upTo: new Map([[source(1), 4]]),
    open: new Map([
      [source(1), { tab: 1, frame: 0 }],
      [source(2), { tab: 2, frame: 0 }],
    ]),
  };
  const without = withoutSources(checkpoint, [source(1)], 9);
  expect(without.upTo.get(source(1))).toBe(6);
  expect([...without.open.keys()]).toEqual([source(2)]);
  expect(without.ends).toHaveLength(2);
});

test('a document is lost by another that comes after it in its very frame', () => {
  const open = new Map([
    [source(1), { tab: 1, frame: 0 }],
    [source(2), { tab: 1, frame: 3 }],
    [source(3), { tab: 2, frame: 0 }],
    [source(4), { tab: 1, frame: 0 }],
    [source(5), { tab: 1, frame: 0 }],
  ]);
  expect(lostBefore(open, source(4), { tab: 1, frame: 0 })).toEqual([source(1)]);
  expect(lostBefore(open, source(9), { tab: 1, frame: 0 })).toEqual([source(1), source(4), source(5)]);
  expect(lostBefore(open, source(2), { tab: 1, frame: 3 })).toEqual([]);
});
