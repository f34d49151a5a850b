import type { RawStep, Step } from '@assent/contracts';
import { expect, test } from 'vitest';
import { emptyTokens, redact } from './index.ts';
import { quantiseDuration, quantiseInstant, skewAfter } from './quantise.ts';
import { typed } from './testing/raw-step.ts';
import {
  features,
  keptOf,
  makeTypists,
  nearestCentroidRate,
  rawStepsOf,
  seeded,
  type Typist,
} from './testing/typists.ts';
import { vocabularyData, decodeWords } from './vocabulary.ts';

const words = decodeWords(vocabularyData.english).filter((_, i) => i % 37 === 0);
const typists = makeTypists(24, 11);

function text(random: () => number): string {
  const length = 3 + Math.floor(random() * 8);
  return Array.from({ length }, () => words[Math.floor(random() * words.length)]).join(' ');
}

/** How well the attack does: five sessions of five texts each to learn from and as many to try on. */
function rateOf(
  see: (raw: readonly RawStep[]) => readonly Pick<Step | RawStep, 't' | 'duration' | 'action'>[],
): number {
  const sessions = (typist: Typist, seed: number): readonly (readonly number[])[] => {
    const random = seeded(seed);
    return Array.from({ length: 5 }, () =>
      features(
        see(
          rawStepsOf(
            typist,
            Array.from({ length: 5 }, () => text(random)),
            random,
          ),
        ),
      ),
    );
  };
  return nearestCentroidRate(
    typists.map((typist, i) => sessions(typist, 1000 + i)),
    typists.map((typist, i) => sessions(typist, 2000 + i)),
  );
}

test('typists cannot be distinguished by what is kept, though they can be by what they did', () => {
  const raw = rateOf((steps) => steps);
  const kept = rateOf(keptOf);
  expect(raw, `raw steps identify ${(raw * 100).toFixed(1)} %`).toBeGreaterThan(0.2);
  // Chance is 1 in 24; with 120 probes a standard error is 1.8 %.
  expect(kept, `kept steps identify ${(kept * 100).toFixed(1)} %`).toBeLessThanOrEqual(2.5 / typists.length);
});

test('words of six letters and more cannot be guessed from tokens', () => {
  const random = seeded(5);
  const syllables =
    `van der ter pool ko wal szy man ska brin del gar ros ven hal ber mor lin tas fen dor kel mar wic hol stein`.split(
      ' ',
    );
  const names = Array.from({ length: 2000 }, () => {
    const name = Array.from(
      { length: 2 + Math.floor(random() * 2) },
      () => syllables[Math.floor(random() * syllables.length)],
    ).join('');
    return name.charAt(0).toUpperCase() + name.slice(1);
  }).filter((name) => name.length >= 6);
  // The attacker knows how often every name is used, as the census says: the commonest a hundred times a rare one.
  const weight = (rank: number): number => 1 / (rank + 10);
  const best = new Map<string, string>();
  const tokenOf = (name: string): string => redact('text', name, { tokens: emptyTokens('test') }).text;
  for (const name of names) if (!best.has(tokenOf(name))) best.set(tokenOf(name), name);
  let right = 0;
  let all = 0;
  for (const [rank, name] of names.entries()) {
    all += weight(rank);
    if (best.get(tokenOf(name)) === name) right += weight(rank);
  }
  expect(right / all).toBeLessThanOrEqual(0.05);
});

test('how long typing took shows neither in its duration nor in when the next step begins', () => {
  const action = typed('please save the order', 'Note').action;
  expect(quantiseDuration(action, 9000)).toBe(quantiseDuration(action, 2500));
  const next = (duration: number): number => quantiseInstant(1_000_000 + duration, skewAfter(action, duration, 0));
  expect(next(9000)).toBe(next(2500));
});

test('steps keep their order and stay on their day', () => {
  const midnight = 86_400_000 * 20_000;
  expect(quantiseInstant(midnight + 500, 60_000)).toBe(midnight);
  expect(quantiseInstant(midnight - 500, 60_000)).toBeLessThan(midnight);
  expect(quantiseInstant(1234, 0)).toBe(1200);
});
