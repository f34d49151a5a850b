import { defineCommand, exitCodes } from '../command.ts';
import { flag } from '../options/declare.ts';

/** `assent demo`: the whole job on this machine, unattended, with a result for each promise. */
export const demo = defineCommand({
  name: 'demo',
  summary: 'the whole job, unattended: record, pause, delete, seal, build, verify',
  about: `Starts a collector with a real PostgreSQL, a real Chromium with the extension, and a simulated participant who does office
work with real input; pauses, deletes, uploads; lets both sides release a build; verifies and exports it. Everything is kept
in .assent/demo, which is cleared first.`,
  options: {
    'post-quantum': flag('hybrid keys (ML-KEM-768 beside X25519) for custodians, days and the build'),
  },
  finding: 'a promise did not hold',
  endsInOrder: true,
  async run(values, terminal) {
    const [{ runDemo }, { summaryOf }] = await Promise.all([import('../demo/demo.ts'), import('../demo/summary.ts')]);
    const result = await runDemo(terminal, values['post-quantum'] ? { identities: 'hybrid' } : {});
    terminal.out(summaryOf(result));
    return result.checks.every(({ ok }) => ok) ? exitCodes.ok : exitCodes.failed;
  },
});
