import { describe, expect, test } from 'vitest';
import { digestSchema, type Box, type Site } from '@assent/contracts';
import { emptyTokens, redact, safeguardStep, type TokenTable } from './index.ts';
import { typed } from './testing/raw-step.ts';

/** Attempts to get a secret past the rules by writing it differently: ambient text and literal text alike. */
const card = '4111111111111111';
const iban = 'DE89370400440532013000';
const key = 'ghp_0123456789abcdefABCDEF0123456789abcd';
const map = (text: string, change: (character: string) => string): string => Array.from(text).map(change).join('');
const fullWidth = (text: string): string =>
  map(text, (c) => (c > ' ' && c <= '~' ? String.fromCodePoint((c.codePointAt(0) ?? 0) + 0xfee0) : c));
const base64 = (text: string): string => Buffer.from(text).toString('base64');
const hex = (text: string): string => Buffer.from(text).toString('hex');

const disguises: readonly (readonly [name: string, text: string, leftovers: RegExp])[] = [
  ['full-width digits', `pay with ${fullWidth(card)}`, /[\uFF10-\uFF19]/],
  ['full-width label and value', fullWidth('password:dragon'), /[\uFF41-\uFF5A]{6}$/],
  ['zero-width spaces', map(card, (c) => `${c}\u200B`), /\d/],
  ['zero-width joiners in a key', map(key, (c) => `${c}\u200D`), /ghp|[0-9]/],
  ['soft hyphens', map(`password: dragon`, (c) => `${c}\u00AD`), /d\u00ADr\u00ADa/],
  ['combining marks', `pa\u0301sswo\u0301rd: dragon`, /dragon/],
  ['look-alike letters in the label', 'раssw\u043Erd: dragon', /dragon/],
  ['look-alike letters in a host name', 'write to anna@c\u043Erp.example', /anna|rp\.example/],
  ['right-to-left override', `\u202E${Array.from(card).toReversed().join('')}\u202C`, /\d/],
  ['direction marks in a number', map(iban, (c) => `\u200F${c}`), /\d/],
  ['leetspeak label', 'p@55w0rd: dragon', /dragon/],
  ['spaces between digits', Array.from(card).join(' '), /\d/],
  ['dots between digits', Array.from(card).join('.'), /\d/],
  ['line breaks inside a card', '4111 1111\n1111 1111', /\d/],
  ['base64', `see ${base64(`card ${card} for you`)}`, /Y2Fy/],
  ['hexadecimal', `see ${hex(`card ${card}`)}`, /6361/],
  ['percent encoding', `see ${encodeURIComponent(`card=${card}&mail=anna@corp.example`)}`, /anna|4111/],
  ['base64 in base64', base64(base64(`password: dragon ${card}`)), /[A-Za-z0-9]{8}/],
  ['percent encoding of base64', encodeURIComponent(base64(`to anna@corp.example ${card}`)), /[A-Za-z0-9]{8}/],
  ['mathematical letters', 'password: \u{1D41D}\u{1D42B}\u{1D41A}\u{1D420}\u{1D428}\u{1D427}', /\u{1D41D}/u],
  ['circled digits', map('4111111111111111', (c) => String.fromCodePoint(0x245f + Number(c))), /[\u2460-\u2468]/],
];

describe.each([false, true])('literal: %s', (literal) => {
  test.each(disguises)('%s', (_, text, leftovers) => {
    const { text: out } = redact('text', text, { literal, tokens: emptyTokens('test') });
    expect(out.replaceAll(/\u27E6[^\u27E7]*\u27E7/g, ' ')).not.toMatch(leftovers);
  });
});

test('letters with dashes or spaces between them spell nothing that stays', () => {
  expect(redact('text', 'it is s-k-l-i-v-e or s k l i').text).toMatch(/^it is \u27E6[^ ]*\u27E7 or \u27E6[^ ]*\u27E7$/);
});

const digest = digestSchema.parse('0'.repeat(64));
const task: Site = { origin: 'https://app.example', name: 'App', mode: 'task', interfaceWords: [] };

/** What stays of texts typed one after the other into boxes side by side. */
function typedInBoxes(parts: readonly string[], width: number, gap: number): readonly string[] {
  return typedInto(parts, task, (i) => [100 + i * (width + gap), 200, width, 36]);
}

/** What stays of texts typed one after the other; the same box is the same field. */
function typedInto(parts: readonly string[], site: Site, boxOf: (i: number) => Box): readonly string[] {
  let tokens: TokenTable = emptyTokens('test');
  return parts.map((part, i) => {
    const box = boxOf(i);
    const raw = typed(part, '', null, box);
    const target = raw.target === null ? null : { ...raw.target, ref: `e${box[0]}` };
    const outcome = safeguardStep({ ...raw, target }, { site, policy: digest, safeguards: digest, tokens });
    if (outcome.outcome !== 'kept' || outcome.step.action.type !== 'type') throw new Error('not kept');
    tokens = outcome.tokens;
    const { value } = outcome.step.action;
    return 'text' in value ? value.text : '';
  });
}

test('a card typed in four boxes shows at most its first group, even where text is literal', () => {
  const kept = typedInBoxes(['4111', '1111', '1111', '1111'], 60, 8);
  expect(kept.slice(1).join('')).not.toMatch(/[14]{4}/);
});

test('a code typed one character per box shows at most its first character, even where text is literal', () => {
  const kept = typedInBoxes(Array.from('k2x9w7'), 40, 6);
  expect(kept.slice(1).every((text) => text.startsWith('\u27E6'))).toBe(true);
});

test('words in fields side by side stay literal on task sites, as a first and a last name do', () => {
  expect(typedInBoxes(['maple', 'field'], 200, 8)).toEqual(['maple', 'field']);
});

test('short texts in fields that are not side by side stay literal on task sites', () => {
  expect(typedInBoxes(['12', '30'], 200, 400)).toEqual(['12', '30']);
});

test.each(['ambient', 'task'] as const)(
  'a password typed after a pause is hidden like one typed at once (%s)',
  (mode) => {
    const site: Site = { ...task, mode };
    const kept = (parts: readonly string[]): readonly string[] => typedInto(parts, site, () => [0, 0, 200, 30]);
    expect(kept(['the password is ', 'dragon'])[1]).toMatch(/^(?:s1|\u27E6secret:\d\u27E7|)$/);
    expect(kept(['password:', 'dragon', 'fly']).slice(1).join()).not.toMatch(/dragon|fly/);
    expect(kept(['please save ', 'the order'])[1]).toBe('the order');
  },
);

test('a number typed with a pause in it shows no more than its first part, even where text is literal', () => {
  expect(typedInto(['4111 1111 ', '1111 1111'], task, () => [0, 0, 200, 30])[1]).not.toMatch(/\d{4}/);
});
