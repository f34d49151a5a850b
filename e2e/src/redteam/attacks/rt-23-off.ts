import { judge, type Attack } from '../attack.ts';
import { found, plaintext } from '../browser/plaintext.ts';
import { browserSession } from '../browser/session.ts';

/** Goes on working after a pause: in the page that was open, in new ones, and after the background was killed. */
export const stillRecording: Attack = {
  id: 'RT-23',
  attack: 'work on while paused, in open and new tabs, kill the background and reload; look for it in what was sealed',
  async run(world) {
    const { records, off } = await browserSession(world);
    const ways = [...world.site.words()].filter(([place]) => place.startsWith('input: while paused'));
    const typed = found(
      records,
      ways.map(([, word]) => word),
    );
    const { steps, notes } = plaintext(records);
    // Steps keep tenths of a second.
    const inside = steps.filter(({ t }) => off.paused.some(({ from, to }) => t > from + 100 && t < to - 100));
    const mentioned = JSON.stringify([...steps, ...notes]).match(/pause/i);
    return judge(
      `${ways.length} ways to work on; ${inside.length} steps within the pause, ${typed.length} words found; ${steps.length} steps around it`,
      [
        {
          what: `no step is within the pause; there: ${inside.map(({ action }) => action.type).join(', ')}`,
          held: inside.length === 0,
        },
        { what: 'nothing typed in the pause was sealed', held: typed.length === 0 },
        { what: 'no field reveals that there was a pause', held: mentioned === null },
        {
          what: 'the attack was really carried out',
          held: ways.length === 3 && steps.length > 0 && off.paused.length === 1,
        },
      ],
    );
  },
};
