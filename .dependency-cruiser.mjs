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
  device: ['contracts', ...pure, 'spool', 'client'],
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
  from: { path: '^(packages|apps)/', pathNot: `^${file}$|${tests}` },
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
      name: 'device-touches-nothing-but-its-ports',
      comment: 'The participant’s runtime runs in a browser as in Node: everything of either is a port.',
      severity: 'error',
      from: { path: '^packages/device/src/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'these-packages-use-no-node',
      comment: 'They run in a browser or over ports: files and processes belong to an adapter or an app.',
      severity: 'error',
      from: { path: '^packages/(spool|client|service|ui)/src/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'apps-have-one-door',
      comment: 'An app imports another by what that exports, never by a path into it.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/src/', pathNot: tests },
      to: {
        path: '^apps/',
        pathNot: '^apps/$1/|^apps/collector/src/index\\.ts$|^apps/extension/src/testing/launch\\.ts$',
      },
    },
    {
      name: 'console-is-pages-of-a-client',
      comment: 'The pages run in a browser and know the server over HTTP only.',
      severity: 'error',
      from: { path: '^apps/console/src/', pathNot: tests },
      to: { path: '^packages/', pathNot: '^packages/(client|contracts|sealing|ui)/' },
    },
    {
      name: 'extension-pages-know-requests-only',
      comment: 'The participant’s pages ask the background by the request protocol; they share no code with it.',
      severity: 'error',
      from: { path: '^apps/extension/src/pages/', pathNot: tests },
      to: {
        path: '^(apps/extension/src/(background|entrypoints)/|packages/(capture-web|device|spool|client)/)',
        pathNot: '^packages/device/src/requests/index\\.ts$',
      },
    },
    {
      name: 'extension-background-knows-no-page',
      comment: 'Adapters of the background import neither pages nor entry points.',
      severity: 'error',
      from: { path: '^apps/extension/src/background/', pathNot: tests },
      to: { path: '^apps/extension/src/(pages|entrypoints)/' },
    },
    {
      name: 'extension-background-has-one-door',
      comment: 'Entry points start the background; its adapters are its own.',
      severity: 'error',
      from: { path: '^apps/extension/src/', pathNot: `^apps/extension/src/background/|${tests}` },
      to: { path: '^apps/extension/src/background/', pathNot: '^apps/extension/src/background/start\\.ts$' },
    },
    {
      name: 'page-scripts-know-nothing-of-the-background',
      comment: 'What runs in a page is capture-web and what that may know; nothing of the background comes with it.',
      severity: 'error',
      from: {
        path: '^apps/extension/src/(page-port|entrypoints/(capture|preview-document|snapshot|snapshot-loader))\\.ts$',
      },
      to: {
        path: '^(apps|packages)/',
        pathNot: '^(apps/extension/src/page-port\\.ts$|packages/(capture-web|contracts|safeguards)/)',
      },
    },
    {
      name: 'packages-that-decide-use-listed-libraries',
      comment:
        'A library in a package that holds promises is a decision: each has a line here and in docs/dependencies.md.',
      severity: 'error',
      from: { path: '^packages/(consent|steps|safeguards|sealing|ledger|device)/src/', pathNot: tests },
      to: {
        path: 'node_modules/',
        pathNot: 'node_modules/(zod|libphonenumber-js|age-encryption|shamir-secret-sharing|@noble/hashes)/',
      },
    },
    {
      name: 'contracts-know-zod-only',
      severity: 'error',
      from: { path: '^packages/contracts/src/', pathNot: tests },
      to: { path: 'node_modules/', pathNot: 'node_modules/zod/' },
    },
    {
      name: 'capture-web-reads-the-page-only',
      comment: 'What runs in pages uses no library and nothing of Node: each byte is loaded into each page.',
      severity: 'error',
      from: { path: '^packages/capture-web/src/', pathNot: tests },
      to: { path: 'node_modules/' },
    },
    {
      name: 'capture-web-uses-no-node',
      severity: 'error',
      from: { path: '^packages/capture-web/src/', pathNot: tests },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'page-protocol-imports-contracts-only',
      comment: 'Page and background share the messages and not what either does with them.',
      severity: 'error',
      from: { path: '^packages/capture-web/src/protocol[^/]*\\.ts$' },
      to: { pathNot: '^packages/contracts/' },
    },
    {
      name: 'page-script-loads-nothing-apart',
      comment: 'What is loaded only where it is wanted is no part of the script that every page gets.',
      severity: 'error',
      from: { path: '^packages/capture-web/src/(page-script|targets|indicator)/', pathNot: tests },
      to: { path: '^packages/capture-web/src/(snapshot|preview|develop)/' },
    },
    {
      name: 'page-entry-points-import-capture-web-only',
      comment: 'Deny by default: every entry point that is a script of its own runs in pages, but for the background.',
      severity: 'error',
      from: {
        path: '^apps/extension/src/entrypoints/[^/]+\\.ts$',
        pathNot: '^apps/extension/src/entrypoints/background\\.ts$',
      },
      to: { pathNot: '^packages/capture-web/src/|^apps/extension/src/page-port\\.ts$|node_modules/wxt/' },
    },
    {
      name: 'page-port-imports-the-protocol-only',
      severity: 'error',
      from: { path: '^apps/extension/src/page-port\\.ts$' },
      to: { pathNot: '^packages/capture-web/src/protocol\\.ts$' },
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
    // Our own output only: a library's entry may be in a folder of that name, and has to be seen.
    exclude: { path: '^(packages|apps|practice|e2e)/.*/?(dist|[.]output|[.]wxt)/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
    },
  },
};
