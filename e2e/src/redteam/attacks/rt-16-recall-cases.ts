import { judge, type Attack } from '../attack.ts';
import { found, plaintext } from '../browser/plaintext.ts';
import { browserSession } from '../browser/session.ts';

/** What an operating system's screen memory was caught keeping: numbers and passwords where nothing says what they are. */
export const recallCases: Attack = {
  id: 'RT-16',
  attack: 'type and show cards, keys, passwords and numbers in fields without a name, notes and messages',
  async run(world) {
    const { records } = await browserSession(world);
    const { recall } = world.site;
    const leaking = found(
      records,
      recall.map(({ secret }) => secret),
    ).map((at) => recall[at]?.what ?? '');
    const there = plaintext(records).steps.filter(({ page }) => page?.path === '/notes').length;
    return judge(
      `${recall.length} cases, each typed in two fields and shown as text, ${there} steps there: ${leaking.length} found`,
      [
        { what: `no case is found in plaintext; found: ${leaking.join(', ')}`, held: leaking.length === 0 },
        { what: 'the page was really recorded', held: there >= recall.length },
      ],
    );
  },
};
