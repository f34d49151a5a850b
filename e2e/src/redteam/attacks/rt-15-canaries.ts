import { judge, type Attack } from '../attack.ts';
import { found, plaintext } from '../browser/plaintext.ts';
import { browserSession } from '../browser/session.ts';

/** A real browser, the real extension, and a private word at every place of a page and by every way of input. */
export const canaries: Attack = {
  id: 'RT-15',
  attack: 'put a private word into every field type, input path and place of a page, and open what was sealed',
  async run(world) {
    const { records } = await browserSession(world);
    const words = world.site.words();
    const places = [...words.keys()].filter((place) => place !== 'recall' && !place.startsWith('input: while'));
    const leaking = found(
      records,
      places.map((place) => words.get(place) ?? ''),
    ).map((at) => places[at] ?? '');
    const { steps, text } = plaintext(records);
    const typed = steps.filter(({ action }) => action.type === 'type');
    const secrets = steps.filter(({ action }) => action.type === 'type' && 'secret' in action.value);
    return judge(
      `${places.length} places and ways, ${steps.length} steps (${typed.length} of typing, ${secrets.length} of secrets), ${text.length} characters of plaintext: ${leaking.length} words found`,
      [
        { what: `nothing private in plaintext; found: ${leaking.join(', ')}`, held: leaking.length === 0 },
        { what: 'the session was really recorded', held: steps.length >= 40 && typed.length >= 8 },
        { what: 'secrets became typed slots', held: secrets.length >= 4 },
        { what: 'interface words stayed readable', held: text.includes('"Print"') && text.includes('"Password"') },
      ],
    );
  },
};
