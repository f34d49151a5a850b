import { parseArguments } from '../arguments.ts';
import { exitCodes, type Command } from '../command.ts';

/** `assent demo`: the whole job on this machine, unattended, with a verdict. */
export const demo: Command = {
  name: 'demo',
  summary: 'the whole job, unattended: record, pause, delete, seal, build, verify',
  help: `Usage: assent demo [--post-quantum]

Starts a collector with a real PostgreSQL, a real Chromium with the extension, and a simulated participant who does office
work with real input; pauses, deletes, uploads; lets both sides release a build; verifies and exports it. Everything lies
in .assent/demo, which is cleared first. Exit code 1 if any promise did not hold.

  --post-quantum  hybrid keys (ML-KEM-768 beside X25519) for seats, days and the build`,
  async run(args, terminal) {
    const { values } = parseArguments(args, { options: { 'post-quantum': { type: 'boolean' } } });
    const [{ runDemo }, { summaryOf }] = await Promise.all([import('../demo/demo.ts'), import('../demo/summary.ts')]);
    const result = await runDemo(terminal, values['post-quantum'] ? { identities: 'hybrid' } : {});
    terminal.out(summaryOf(result));
    return result.checks.every(({ ok }) => ok) ? exitCodes.ok : exitCodes.failed;
  },
};
