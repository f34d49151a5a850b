import * as fc from 'fast-check';
import { participantRulesSchema, type ParticipantRules } from '@assent/contracts';
import { expect, test } from 'vitest';
import { changeRules, keepsMore, noRules, ruleLimits, type RuleChange } from './own-rules.ts';

const origin = 'https://crm.example';

function after(rules: ParticipantRules, ...changes: readonly RuleChange[]): ParticipantRules {
  return changes.reduce((current, change) => {
    const changed = changeRules(current, change);
    if ('problem' in changed) throw new Error(changed.problem);
    return changed.rules;
  }, rules);
}

test('a phrase is hidden word by word, once each, in the spelling it was entered in', () => {
  const rules = after(noRules, { what: 'add-words', words: 'Project Falcon, anna-maria; FALCON’s  O’Brien' });
  expect(rules.hiddenWords).toEqual(['Project', 'Falcon', 'anna', 'maria', 'O’Brien']);
  expect(after(rules, { what: 'remove-word', word: 'falcon' }).hiddenWords).not.toContain('Falcon');
});

test('a field is named by site and name, ignoring case and spaces around', () => {
  const rules = after(noRules, { what: 'add-field', origin, name: '  Customer \n note ' });
  expect(rules.hiddenFields).toEqual([{ origin, name: 'Customer note' }]);
  expect(changeRules(rules, { what: 'add-field', origin, name: 'customer NOTE' })).toEqual({ problem: 'known' });
  expect(after(rules, { what: 'remove-field', origin: 'https://a.example', name: 'Customer note' })).toEqual(rules);
  expect(after(rules, { what: 'remove-field', origin, name: 'customer note' })).toEqual(noRules);
});

test('a site is strict or not', () => {
  const rules = after(noRules, { what: 'add-strict', origin });
  expect(changeRules(rules, { what: 'add-strict', origin })).toEqual({ problem: 'known' });
  expect(after(rules, { what: 'remove-strict', origin })).toEqual(noRules);
});

const long = (length: number) => 'x'.repeat(length);
const many = (length: number, make: (i: number) => string) => Array.from({ length }, (_, i) => make(i));

test('words and names are as long as the schema allows and no longer', () => {
  const { wordLength, fieldLength } = ruleLimits;
  expect(changeRules(noRules, { what: 'add-words', words: long(wordLength) })).toHaveProperty('rules');
  expect(changeRules(noRules, { what: 'add-words', words: long(wordLength + 1) })).toEqual({ problem: 'too-long' });
  expect(changeRules(noRules, { what: 'add-field', origin, name: long(fieldLength) })).toHaveProperty('rules');
  expect(changeRules(noRules, { what: 'add-field', origin, name: long(fieldLength + 1) })).toEqual({
    problem: 'too-long',
  });
});

test('each kind of rule is full at its limit', () => {
  const words = (length: number) => ({ ...noRules, hiddenWords: many(length, (i) => `w${i}`) });
  const fields = (length: number) => ({
    ...noRules,
    hiddenFields: many(length, (i) => `f${i}`).map((name) => ({ origin, name })),
  });
  const sites = (length: number) => ({ ...noRules, strictOrigins: many(length, (i) => `https://s${i}.example`) });
  const cases: readonly (readonly [(length: number) => ParticipantRules, number, RuleChange])[] = [
    [words, ruleLimits.words, { what: 'add-words', words: 'Falcon' }],
    [fields, ruleLimits.fields, { what: 'add-field', origin, name: 'Note' }],
    [sites, ruleLimits.strict, { what: 'add-strict', origin }],
  ];
  for (const [rules, limit, change] of cases) {
    expect(changeRules(rules(limit - 1), change)).toHaveProperty('rules');
    expect(changeRules(rules(limit), change)).toEqual({ problem: 'full' });
  }
});

test('removing one rule leaves the others', () => {
  const rules = after(
    noRules,
    { what: 'add-words', words: 'Falcon Zeppelin' },
    { what: 'add-field', origin, name: 'Note' },
    { what: 'add-field', origin, name: 'Subject' },
    { what: 'add-field', origin: 'https://a.example', name: 'Note' },
    { what: 'add-strict', origin },
    { what: 'add-strict', origin: 'https://a.example' },
  );
  expect(after(rules, { what: 'remove-word', word: ' FALCON ' })).toEqual({ ...rules, hiddenWords: ['Zeppelin'] });
  expect(after(rules, { what: 'remove-field', origin, name: 'note' }).hiddenFields).toEqual([
    { origin, name: 'Subject' },
    { origin: 'https://a.example', name: 'Note' },
  ]);
  expect(after(rules, { what: 'remove-strict', origin })).toEqual({ ...rules, strictOrigins: ['https://a.example'] });
});

test('a word is entered without what surrounds it, in either kind of apostrophe', () => {
  const words = (text: string) => after(noRules, { what: 'add-words', words: text }).hiddenWords;
  expect(words(`''Falcon''`)).toEqual(['Falcon']);
  expect(words(`Zeppelin''s O'Brien`)).toEqual(['Zeppelin', `O'Brien`]);
  expect(
    changeRules(after(noRules, { what: 'add-words', words: 'O’Brien' }), { what: 'add-words', words: `o'brien` }),
  ).toEqual({
    problem: 'known',
  });
  expect(words('Straße STRASSE')).toEqual(['Straße', 'STRASSE']);
  expect(changeRules(noRules, { what: 'add-words', words: '\u0301' })).toEqual({ problem: 'empty' });
  expect(changeRules(noRules, { what: 'add-words', words: '' })).toEqual({ problem: 'empty' });
});

test('a field without a name or on no site is none', () => {
  expect(changeRules(noRules, { what: 'add-field', origin, name: ' \n ' })).toEqual({ problem: 'empty' });
  const full = { ...noRules, hiddenFields: many(ruleLimits.fields, (i) => `f${i}`).map((name) => ({ origin, name })) };
  expect(changeRules(full, { what: 'add-field', origin, name: ' ' })).toEqual({ problem: 'empty' });
  expect(changeRules(noRules, { what: 'add-field', origin: 'nowhere', name: 'Note' })).toEqual({ problem: 'empty' });
});

test('bad input says what is wrong with it', () => {
  const full = { ...noRules, hiddenWords: Array.from({ length: ruleLimits.words }, (_, i) => `w${i}`) };
  expect(changeRules(noRules, { what: 'add-words', words: ' -, ’ ' })).toEqual({ problem: 'empty' });
  expect(changeRules(noRules, { what: 'add-words', words: `ok ${'x'.repeat(65)}` })).toEqual({ problem: 'too-long' });
  expect(changeRules(full, { what: 'add-words', words: 'one more' })).toEqual({ problem: 'full' });
  expect(changeRules(full, { what: 'add-words', words: 'W7' })).toEqual({ problem: 'known' });
  expect(changeRules(noRules, { what: 'add-field', origin, name: ' ' })).toEqual({ problem: 'empty' });
  expect(changeRules(noRules, { what: 'add-field', origin, name: 'x'.repeat(201) })).toEqual({ problem: 'too-long' });
});

test('whatever is changed in whatever order, the rules stay rules, and only removals keep more', () => {
  const text = fc.oneof(fc.constantFrom('Falcon', 'a b', 'falcon', ''), fc.string({ maxLength: 80 }));
  const where = fc.constantFrom(origin, 'https://a.example', 'not an origin');
  const change: fc.Arbitrary<RuleChange> = fc.oneof(
    fc.record({ what: fc.constant('add-words' as const), words: text }),
    fc.record({ what: fc.constant('remove-word' as const), word: text }),
    fc.record({ what: fc.constant('add-field' as const), origin: where, name: text }),
    fc.record({ what: fc.constant('remove-field' as const), origin: where, name: text }),
    fc.record({ what: fc.constantFrom('add-strict' as const, 'remove-strict' as const), origin: fc.constant(origin) }),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      let rules: ParticipantRules = noRules;
      for (const next of changes) {
        const changed = changeRules(rules, next);
        if ('problem' in changed) continue;
        expect(participantRulesSchema.safeParse(changed.rules).success).toBe(true);
        const sizes = (of: ParticipantRules) =>
          [of.hiddenWords, of.hiddenFields, of.strictOrigins].map((l) => l.length);
        const grew = sizes(changed.rules).some((size, i) => size > (sizes(rules)[i] ?? 0));
        expect(grew).toBe(!keepsMore(next));
        rules = changed.rules;
      }
    }),
  );
});

test('a change of an unknown kind is refused and removes nothing', () => {
  const rules = after(noRules, { what: 'add-strict', origin });
  const unknown = { what: 'remove-all', origin } as unknown as RuleChange;
  expect(() => changeRules(rules, unknown)).toThrow(expect.objectContaining({ code: 'unknown-change' }));
  expect(rules.strictOrigins).toEqual([origin]);
});
