/** The parts a dataset is divided into. */
export type Split = 'train' | 'test';

/**
 * Puts every participant, with all their episodes, into one split: the tenth with the least pseudonyms is for tests.
 * Pseudonyms are pseudo-random, so this is a fair draw; with fewer than ten participants all are for training.
 */
export function assignSplits(pseudonyms: readonly string[]): ReadonlyMap<string, Split> {
  const ordered = [...new Set(pseudonyms)].sort();
  const tests = Math.floor(ordered.length / 10);
  return new Map(ordered.map((pseudonym, i) => [pseudonym, i < tests ? 'test' : 'train']));
}
