import { participantRulesSchema, type ParticipantRules } from '@assent/contracts';
import { ConsentError } from './errors.ts';

/** One change to what a participant wants hidden. `words` are taken as they are entered, several at once if need be. */
export type RuleChange =
  | { readonly what: 'add-words'; readonly words: string }
  | { readonly what: 'remove-word'; readonly word: string }
  | { readonly what: 'add-field'; readonly origin: string; readonly name: string }
  | { readonly what: 'remove-field'; readonly origin: string; readonly name: string }
  | { readonly what: 'add-strict'; readonly origin: string }
  | { readonly what: 'remove-strict'; readonly origin: string };

/** Why a change was not made. Nothing is then changed at all. */
export const ruleProblems = ['empty', 'too-long', 'known', 'full'] as const;
export type RuleProblem = (typeof ruleProblems)[number];

/** How much there may be: the schema's own bounds. */
export const ruleLimits = { words: 2000, wordLength: 64, fields: 500, fieldLength: 200, strict: 500 } as const;

/** Rules of someone who has made none. */
export const noRules: ParticipantRules = { hiddenWords: [], hiddenFields: [], strictOrigins: [] };

/**
 * The whole rules after a change, or why there is none. Removing what is not there changes nothing. Throws a
 * `ConsentError` for a change of an unknown kind.
 */
export function changeRules(
  rules: ParticipantRules,
  change: RuleChange,
): { readonly rules: ParticipantRules } | { readonly problem: RuleProblem } {
  switch (change.what) {
    case 'add-words':
      return addWords(rules, change.words);
    case 'remove-word':
      return { rules: { ...rules, hiddenWords: rules.hiddenWords.filter((word) => !same(word, change.word)) } };
    case 'add-field':
      return addField(rules, change.origin, change.name);
    case 'remove-field':
      return {
        rules: {
          ...rules,
          hiddenFields: rules.hiddenFields.filter(
            ({ origin, name }) => origin !== change.origin || !same(name, change.name),
          ),
        },
      };
    case 'add-strict':
      if (rules.strictOrigins.includes(change.origin)) return { problem: 'known' };
      if (rules.strictOrigins.length >= ruleLimits.strict) return { problem: 'full' };
      return { rules: { ...rules, strictOrigins: [...rules.strictOrigins, change.origin] } };
    case 'remove-strict':
      return { rules: { ...rules, strictOrigins: rules.strictOrigins.filter((origin) => origin !== change.origin) } };
    default:
      change satisfies never;
      // Deny by default: an unknown change removes no rule.
      throw new ConsentError('unknown-change', 'the change of the rules is of an unknown kind');
  }
}

/** Whether a change lets more be kept than before: what is open must then be closed under the old rules. */
export function keepsMore({ what }: RuleChange): boolean {
  return what.startsWith('remove-');
}

/** Words are found in a text as runs of letters and digits, so that a phrase is named word by word. */
function addWords(rules: ParticipantRules, input: string): ReturnType<typeof changeRules> {
  const named = (input.normalize('NFC').match(/[\p{L}\p{M}\p{N}'\u2019]+/gu) ?? [])
    // As texts are looked through: `Falcon's` is the word `Falcon`.
    .map((word) => word.replaceAll(/^['\u2019]+|['\u2019]+s?$/g, ''))
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (named.length === 0) return { problem: 'empty' };
  if (named.some((word) => word.length > ruleLimits.wordLength)) return { problem: 'too-long' };
  const hiddenWords = [...rules.hiddenWords];
  const known = new Set(hiddenWords.map(plain));
  for (const word of named) {
    if (known.has(plain(word))) continue;
    known.add(plain(word));
    hiddenWords.push(word);
  }
  if (hiddenWords.length === rules.hiddenWords.length) return { problem: 'known' };
  if (hiddenWords.length > ruleLimits.words) return { problem: 'full' };
  return { rules: { ...rules, hiddenWords } };
}

function addField(rules: ParticipantRules, origin: string, input: string): ReturnType<typeof changeRules> {
  const name = input.normalize('NFC').replaceAll(/\s+/g, ' ').trim();
  if (name === '') return { problem: 'empty' };
  if (name.length > ruleLimits.fieldLength) return { problem: 'too-long' };
  if (rules.hiddenFields.some((field) => field.origin === origin && same(field.name, name)))
    return { problem: 'known' };
  if (rules.hiddenFields.length >= ruleLimits.fields) return { problem: 'full' };
  const hiddenFields = [...rules.hiddenFields, { origin, name }];
  // An origin that is none is no rule that could ever hold.
  return participantRulesSchema.shape.hiddenFields.safeParse(hiddenFields).success
    ? { rules: { ...rules, hiddenFields } }
    : { problem: 'empty' };
}

function same(a: string, b: string): boolean {
  return plain(a) === plain(b);
}

function plain(text: string): string {
  return text.normalize('NFC').trim().toLowerCase().replaceAll('\u2019', "'");
}
