import { redact } from '@assent/safeguards';
import { drawValue, seedAll } from '@assent/testkit/corpora';
import { judge, type Attack } from '../attack.ts';
import { hiddenUnits, visibleShare } from '../visible.ts';

const kinds = [
  'person',
  'email',
  'phone',
  'card',
  'iban',
  'street',
  'ssn',
  'wordPerson',
  'company',
  'hexKey',
  'vendorKey',
  'strongPassword',
];
const rounds = 8;

const lookAlikes: Readonly<Record<string, string>> = { a: 'а', e: 'е', o: 'о', p: 'р', c: 'с', x: 'х', i: 'і' };
const leet: Readonly<Record<string, string>> = { a: '4', e: '3', i: '1', o: '0', s: '5', t: '7' };
const replaced = (text: string, by: Readonly<Record<string, string>>): string =>
  Array.from(text, (character) => by[character] ?? character).join('');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Ways in which the same private text may be written so that a rule about it does not see it. */
const disguises: Readonly<Record<string, (text: string) => string>> = {
  'full width': (text) => text.replaceAll(/[!-~]/g, (c) => String.fromCodePoint(c.charCodeAt(0) + 0xfee0)),
  'zero width': (text) => Array.from(text).join('\u200B'),
  joiners: (text) => Array.from(text).join('\u200D'),
  'soft hyphens': (text) => Array.from(text).join('\u00AD'),
  'look-alikes': (text) => replaced(text, lookAlikes),
  'combining marks': (text) => Array.from(text).join('\u0336'),
  'written backwards': (text) => `\u202E${Array.from(text).toReversed().join('')}\u202C`,
  'mathematical letters': (text) =>
    text.replaceAll(/[a-z]/g, (c) => String.fromCodePoint(0x1d41a + c.charCodeAt(0) - 97)),
  circled: (text) => text.replaceAll(/[a-z]/g, (c) => String.fromCodePoint(0x24d0 + c.charCodeAt(0) - 97)),
  base64: (text) => Buffer.from(bytes(text)).toString('base64'),
  hexadecimal: (text) => Buffer.from(bytes(text)).toString('hex'),
  'percent signs': (text) => Array.from(bytes(text), (byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  leetspeak: (text) => replaced(text.toLowerCase(), leet),
  'spaced out': (text) => Array.from(text.replaceAll(' ', '')).join(' '),
  'over two lines': (text) => text.replace(/ (?=\S*$)/, '\n'),
  'in capitals': (text) => text.toUpperCase(),
};

/** Writes private values in disguise, so that nothing about their shape gives them away. */
export const inDisguise: Attack = {
  id: 'RT-18',
  attack: `${kinds.length} kinds of private values in ${Object.keys(disguises).length} disguises`,
  // eslint-disable-next-line @typescript-eslint/require-await -- every attack is asynchronous
  async run() {
    seedAll(18);
    const readable = new Map<string, number>();
    let tried = 0;
    for (const kind of kinds) {
      for (let round = 0; round < rounds; round++) {
        const value = drawValue(kind, 'en');
        for (const [disguise, wear] of Object.entries(disguises)) {
          const worn = wear(value);
          const text = `please take a note of this: ${worn} thank you`;
          const start = text.indexOf(worn);
          const hidden = hiddenUnits(text, redact('text', text).redactions);
          tried++;
          if (visibleShare(text, hidden, start, start + worn.length) > 0.5)
            readable.set(disguise, (readable.get(disguise) ?? 0) + 1);
        }
      }
    }
    const seen = [...readable].map(([disguise, count]) => `${disguise} ${count}`).join(', ');
    return judge(`${tried} values in disguise, readable: ${seen === '' ? 'none' : seen}`, [
      { what: 'no value is more than half readable', held: tried > 0 && readable.size === 0 },
    ]);
  },
};
