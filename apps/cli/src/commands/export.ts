import { exportAgentNet } from '@assent/dataset';
import { defineCommand, exitCodes } from '../command.ts';
import { flag, required } from '../options/declare.ts';
import { oneOf, path } from '../options/kinds.ts';

/** `assent export`: derives another format from a dataset, and validates what it wrote. */
export const exportCommand = defineCommand({
  name: 'export',
  summary: 'derive another format from a dataset',
  about: `Verifies the dataset in DATASET, writes it as AgentNet JSONL with images to the new folder OUT, reads every line back and
validates it. The report says what the format cannot express.`,
  args: {
    format: required(oneOf(['agentnet'], 'FORMAT'), 'the format to write: agentnet'),
    dataset: required(path('DATASET'), 'the dataset’s folder'),
    out: required(path('OUT'), 'the folder to write; must not exist'),
  },
  options: { json: flag('the report as one JSON object') },
  examples: ['export agentnet datasets/v1.0.0 agentnet'],
  finding: 'what was written does not read back as the format demands',
  async run({ dataset, out, json }, terminal) {
    const report = await exportAgentNet(dataset, out);
    if (json) terminal.out(JSON.stringify(report));
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
});
