/**
 * Which room may know which (docs/architecture.md). Checked in CI together with a deliberate violation that must fail.
 * Rules name the resolved path: packages export their TypeScript source, so every import resolves without a build.
 */
const pure = ['consent', 'steps', 'safeguards', 'sealing', 'ledger'];

/** package → the packages it may import beside itself. */
const allowed = {
  contracts: [],
  ...Object.fromEntries(pure.map((name) => [name, ['contracts']])),
  spool: ['contracts', 'sealing'],
  client: ['contracts', 'sealing', 'ledger'],
  dataset: ['contracts', 'sealing', 'safeguards'],
  service: ['contracts', 'sealing', 'ledger'],
  store: ['contracts', 'ledger', 'service'],
  'capture-web': ['contracts', 'safeguards'],
  ui: ['contracts'],
  testkit: ['contracts', ...pure],
};

const tests = '\\.test\\.tsx?$|/testing/';

/** A library that may be imported from one file only. */
const oneDoor = (library, file) => ({
  name: `one-door-${library.replaceAll(/\W/g, '-')}`,
  comment: `${library} is imported in ${file} and nowhere else.`,
  severity: 'error',
  from: { path: '^(packages|apps)/', pathNot: `^${file}$` },
  to: { path: `node_modules/${library}/` },
});

export default {
  forbidden: [
    ...Object.entries(allowed).map(([name, others]) => ({
      name: `direction-${name}`,
      comment: `packages/${name} may import ${others.join(', ') || 'no other package'}.`,
      severity: 'error',
      from: { path: `^packages/${name}/`, pathNot: tests },
      to: { path: '^packages/', pathNot: `^packages/(${[name, ...others].join('|')})/` },
    })),
    {
      name: 'packages-never-import-apps',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(apps|practice|e2e|tools)/' },
    },
    {
      name: 'testkit-is-for-tests',
      severity: 'error',
      from: { path: '^(packages|apps)/', pathNot: `^packages/testkit/|^apps/cli/src/demo/|${tests}` },
      to: { path: '^packages/testkit/' },
    },
    {
      name: 'pure-packages-touch-nothing-outside',
      comment: 'The packages that hold the promises read no clock, no file, no network.',
      severity: 'error',
      from: { path: `^packages/(contracts|${pure.join('|')})/src/`, pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'contracts-know-zod-only',
      severity: 'error',
      from: { path: '^packages/contracts/src/', pathNot: tests },
      to: { path: 'node_modules/', pathNot: 'node_modules/zod/' },
    },
    { name: 'everything-resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    oneDoor('age-encryption', 'packages/sealing/src/age.ts'),
    oneDoor('shamir-secret-sharing', 'packages/sealing/src/shamir.ts'),
    oneDoor('@noble/hashes', 'packages/ledger/src/hash.ts'),
  ],
  options: {
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(/dist/|/\\.output/|/\\.wxt/)' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
