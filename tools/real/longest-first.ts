import { createHash } from 'node:crypto';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take minutes, longest first. Begun last, each would keep one worker busy long after the others have ended. */
const longest = [
  'redteam.real.test.ts',
  'replay.real.test.ts',
  'cli.real.test.ts',
  'page.real.test.ts',
  'snapshot.real.test.ts',
  'media.real.test.ts',
  'small.real.test.ts',
  'lifecycle.real.test.ts',
];

/** Runs the longest files first, also where no earlier run has measured them; or in a random order of the seed where tests are shuffled. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const { shuffle, seed } = this.ctx.config.sequence;
    const draw = ({ moduleId }: TestSpecification) => createHash('sha256').update(`${seed} ${moduleId}`).digest('hex');
    if (shuffle) return files.toSorted((a, b) => (draw(a) < draw(b) ? -1 : 1));
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const index = longest.findIndex((name) => moduleId.endsWith(`/${name}`));
      return index === -1 ? longest.length : index;
    };
    return sorted.toSorted((a, b) => rank(a) - rank(b));
  }
}
