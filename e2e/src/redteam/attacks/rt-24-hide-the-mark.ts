import { judge, type Attack } from '../attack.ts';
import { found, plaintext } from '../browser/plaintext.ts';
import { browserSession } from '../browser/session.ts';

/** A page that wants its visitors recorded unseen takes the mark away. */
export const hideTheMark: Attack = {
  id: 'RT-24',
  attack: 'take the mark out of a page, or style it away, and go on',
  async run(world) {
    const { records, off } = await browserSession(world);
    const ways = [...world.site.words()].filter(([place]) => place.startsWith('input: while the mark'));
    const typed = found(
      records,
      ways.map(([, word]) => word),
    );
    // That a tab was opened is told by the background, perhaps a moment later, and of no page.
    const inside = plaintext(records).steps.filter(({ t, action }) =>
      off.unmarked.some(({ from, to }) => t > from + 100 && t < to - 100 && !action.type.startsWith('tab_')),
    );
    return judge(`${ways.length} ways to hide it; ${inside.length} steps without it, ${typed.length} words found`, [
      {
        what: `no step was taken without the mark; taken: ${inside.map(({ action }) => action.type).join(', ')}`,
        held: inside.length === 0,
      },
      { what: 'nothing typed without the mark was sealed', held: typed.length === 0 },
      { what: 'the attack was really carried out', held: ways.length === 2 && off.unmarked.length === 2 },
    ]);
  },
};
