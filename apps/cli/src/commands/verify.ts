import { verifyDataset } from '@assent/dataset';
import { onlyPositional, parseArguments, pathFrom } from '../arguments.ts';
import { exitCodes, UsageError, type Command } from '../command.ts';

/** `assent verify dataset DIR`: everything about a dataset that can be checked without its maker. */
export const verify: Command = {
  name: 'verify',
  summary: 'check a dataset against its manifest, signature and schema',
  help: `Usage: assent verify dataset DIR [--json]

Exit code 0 only if every file is listed, whole and readable, the signature holds and the rows are consistent.`,
  async run(args, terminal) {
    const { values, positionals } = parseArguments(args, {
      options: { json: { type: 'boolean' } },
      allowPositionals: true,
    });
    if (positionals[0] !== 'dataset') throw new UsageError('say what to verify: dataset DIR');
    const report = await verifyDataset(pathFrom(terminal, onlyPositional(positionals.slice(1), 'DIR')));
    if (values.json) terminal.out(JSON.stringify(report));
    else {
      for (const { code, path, detail } of report.faults) terminal.out(`✗ ${code} in ${path}: ${detail}`);
      if (report.faultsLeftOut > 0) terminal.out(`  and ${report.faultsLeftOut} more of the same kinds`);
      if (report.ok)
        terminal.out(
          `✓ dataset verifies: ${report.counts.files} files, ${report.counts.steps} steps, ${report.counts.episodes} episodes`,
        );
    }
    return report.ok ? exitCodes.ok : exitCodes.failed;
  },
};
