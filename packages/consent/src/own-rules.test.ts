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
