/** Packages whose tests are held to mutation testing: the five pure ones and the participant's runtime. */
export const mutatedPackages = ['consent', 'steps', 'safeguards', 'sealing', 'ledger', 'device'] as const;

/** Share of mutants that the tests of a package have to detect, percent. */
export const requiredScore = 85;

/** Files without decisions: word lists and other data, doors, fixtures. */
export const notMutated = [
  '*.test.ts',
  '*.d.ts',
  'index.ts',
  'testing/**',
  '**/*-words.ts',
  '**/lists/**',
  '**/data/**',
  'words/**',
  'pixel-rules.ts',
];
