import { judge, type Attack } from '../attack.ts';
import { browserSession } from '../browser/session.ts';
import { recovered } from '@assent/extension/optical';

/** Reads every snapshot that was sealed, as it is and enlarged. */
export const readSnapshots: Attack = {
  id: 'RT-20',
  attack: 'read every sealed snapshot with optical character recognition, once, twice and four times as large',
  async run(world) {
    const { readings, control } = await browserSession(world);
    if (readings === null || control === null) {
      return {
        outcome: 'out-of-reach',
        evidence: 'nothing on this machine reads snapshots: tesseract-ocr is not installed',
      };
    }
    const words = [...world.site.words().values()];
    const shown = world.site.recall
      .flatMap(({ secret }) => secret.split(/[^\p{L}\p{N}]+/u))
      .filter(({ length }) => length >= 4);
    const readable = recovered(control, shown);
    const read = recovered(readings.join('\n'), [...words, ...shown]);
    return judge(
      `${readings.length} snapshots; ${readable.length} private texts could be read on the screen, ${read.length} of ${words.length + shown.length} in the snapshots`,
      [
        { what: 'no snapshot gives anything away', held: read.length === 0 },
        { what: 'there were snapshots', held: readings.length > 0 },
        { what: 'the reader can read', held: readable.length >= shown.length / 2 },
        { what: 'snapshots keep interface words', held: recovered(readings.join('\n'), ['Save', 'Notes']).length > 0 },
      ],
    );
  },
};
