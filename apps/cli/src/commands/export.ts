import { exportAgentNet } from '@assent/dataset';
import { parseArguments, pathFrom } from '../arguments.ts';
import { exitCodes, UsageError, type Command } from '../command.ts';

/** `assent export`: derives another format from a dataset, and validates what it wrote. */
export const exportCommand: Command = {
  name: 'export',
  summary: 'derive another format from a dataset',
  help: `Usage: assent export agentnet DATASET OUT [--json]

Verifies the dataset in DATASET, writes it as AgentNet JSONL with images to the new folder OUT, reads every line back and
validates it. The report says what the format cannot express.`,
  async run(args, terminal) {
    const { values, positionals } = parseArguments(args, {
      options: { json: { type: 'boolean' } },
      allowPositionals: true,
    });
    const [format, dataset, out, ...more] = positionals;
    if (format !== 'agentnet') throw new UsageError('the first argument is the format; this version writes: agentnet');
    if (dataset === undefined || out === undefined || more.length > 0) throw new UsageError('expected DATASET and OUT');
    const report = await exportAgentNet(pathFrom(terminal, dataset), pathFrom(terminal, out));
    if (values.json) terminal.out(JSON.stringify(report));
    else {
      for (const { file, line, what } of report.problems) terminal.out(`✗ ${file}:${line}: ${what}`);
      terminal.out(
        `${report.ok ? '✓' : '✗'} ${report.episodes} episodes, ${report.steps} steps, ${report.images} images`,
      );
      for (const [reason, count] of Object.entries(report.skippedSteps))
        terminal.out(`  not expressible (${reason}): ${count}`);
      terminal.out(`  steps without an image: ${report.imagesMissing}`);
    }
    return report.ok ? exitCodes.ok : exitCodes.failed;
  },
};
