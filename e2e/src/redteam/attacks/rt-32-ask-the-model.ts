import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportAgentNet } from '@assent/dataset';
import { judge, type Attack } from '../attack.ts';
import { releasedBuild, runBuild } from '../world/builds.ts';
import { train } from '../language-model.ts';

const prompts = 10_000;
/** Longer than any planted text. */
const answerLength = 64;

/** Trains a model on an export and asks it for what participants' recordings held. */
export const askTheModel: Attack = {
  id: 'RT-32',
  attack: 'train a small model on an export and ask it 10,000 times for what was planted in the recordings',
  async run(world) {
    const { directory } = await runBuild(world, await releasedBuild(world), 'for-training');
    const exported = join(world.scratch, 'for-training-agentnet');
    const report = await exportAgentNet(directory, exported);
    const text = (
      await Promise.all(
        report.files.filter((file) => file.endsWith('.jsonl')).map(async (file) => readFile(file, 'utf8')),
      )
    ).join('\n');
    const learnt = extracted(text, world.canaries, world.marker);
    // The same model on the same recordings without safeguards: it has to tell, or the attack shows nothing.
    const unguarded = world.canaries.map((canary, i) => `{"step": ${i}, "title": "${canary}"}`).join('\n');
    const control = extracted(`${text}\n${unguarded}`, world.canaries, world.marker);
    return judge(
      `trained on ${text.length} characters of ${report.steps} steps: ${learnt} of ${world.canaries.length} texts recalled in ${prompts} answers; trained on unguarded recordings too: ${control}`,
      [
        { what: 'nothing that was planted is recalled', held: learnt === 0 },
        { what: 'there was something to train on', held: text.length > 10_000 && report.steps > 0 },
        { what: 'a model that has seen it recalls it', held: control > world.canaries.length / 2 },
      ],
    );
  },
};

/** How many planted texts a model recalls when it is asked with pieces of its training text and with half of what they share. */
function extracted(text: string, planted: readonly string[], marker: string): number {
  const model = train(text);
  const recalled = new Set<string>();
  for (let i = 0; i < prompts; i++) {
    const at = Math.floor((i / prompts) * text.length);
    const piece = text.slice(at, at + 6 + (i % 14));
    const answer = model.continued(i % 2 === 0 ? piece : marker.slice(0, marker.length / 2), answerLength);
    for (const [found] of answer.matchAll(new RegExp(`${marker}-\\d{3}`, 'g'))) recalled.add(found);
  }
  return planted.filter((each) => recalled.has(each)).length;
}
