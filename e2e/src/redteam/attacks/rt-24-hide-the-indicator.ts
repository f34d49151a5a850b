import { judge, type Attack } from '../attack.ts';
import { found, plaintext } from '../browser/plaintext.ts';
import { browserSession } from '../browser/session.ts';

/** A page that wants its visitors recorded unseen removes the indicator. */
export const hideTheIndicator: Attack = {
  id: 'RT-24',
  attack: 'take the indicator out of a page, or style it away, and go on',
  async run(world) {
    const { records, off } = await browserSession(world);
    const ways = [...world.site.words()].filter(([place]) => place.startsWith('input: while the indicator'));
    const typed = found(
      records,
      ways.map(([, word]) => word),
    );
    // The background reports that a tab was opened, perhaps a moment later, and for no page.
    const inside = plaintext(records).steps.filter(({ t, action }) =>
      off.withoutIndicator.some(({ from, to }) => t > from + 100 && t < to - 100 && !action.type.startsWith('tab_')),
    );
    return judge(`${ways.length} ways to hide it; ${inside.length} steps without it, ${typed.length} words found`, [
      {
        what: `no step was taken without the indicator; taken: ${inside.map(({ action }) => action.type).join(', ')}`,
        held: inside.length === 0,
      },
      { what: 'nothing typed without the indicator was sealed', held: typed.length === 0 },
      { what: 'the attack was really carried out', held: ways.length === 2 && off.withoutIndicator.length === 2 },
    ]);
  },
};
