/**
 * Why two reductions differ: the rule of ours that decided, the section that states it, and the known failure of the other tool
 * (`spec/steps.md` §14) if it is one. The table is closed; a difference that none explains says so.
 */
export const rules = {
  'platform-count': { at: 'spec/steps.md §5', says: 'multi-clicks follow the platform’s count' },
  'press-and-release': { at: 'spec/steps.md §5', says: 'a press without its release is an incomplete click' },
  'button-kept': { at: 'spec/steps.md §5', says: 'each button is its own' },
  'place-of-press': { at: 'spec/steps.md §5', says: 'an action is at its press' },
  'drag-distance': { at: 'spec/steps.md §6', says: 'farther than 6 px from the press is a drag' },
  'modified-click': { at: 'spec/steps.md §5', says: 'clicks with a modifier are clicks, each at its place' },
  'typing-gap': { at: 'spec/steps.md §2', says: 'a pause of more than 1.5 s ends typing, and a shorter one does not' },
  'key-ends-typing': { at: 'spec/steps.md §7', says: 'a key that writes nothing ends typing and is an action' },
  'surplus-backspace': { at: 'spec/steps.md §7', says: 'Backspaces beyond what was typed are kept' },
  'typing-without-change': { at: 'spec/steps.md §7', says: 'typing that changes nothing is no step' },
  'text-as-typed': { at: 'spec/steps.md §7', says: 'text is what the keys write, and no character of it is notation' },
  'caps-lock': { at: 'spec/import.md §4', says: 'Caps Lock shows in the letters' },
  'shift-writes': { at: 'spec/steps.md §8', says: 'Shift that only makes a character is text' },
  'chord-each': { at: 'spec/steps.md §8', says: 'a modifier held over several keys makes a chord with each' },
  'shift-chord': { at: 'spec/steps.md §8', says: 'Shift with a key that writes nothing is a chord' },
  'modifier-alone': { at: 'spec/steps.md §8', says: 'modifiers and locks alone are nothing' },
  'meta-alone': { at: 'spec/steps.md §8', says: 'Meta alone is a key' },
  'unknown-key': { at: 'spec/steps.md §8', says: 'an unknown key is named as unknown' },
  'key-repeat': { at: 'spec/steps.md §8', says: 'the same chord again is one key with a count' },
  'scroll-ends': { at: 'spec/steps.md §10', says: 'a pause, another direction or another place ends a scroll' },
  'scroll-goes-on': { at: 'spec/steps.md §10', says: 'nothing else ends a scroll' },
  'scroll-distance': { at: 'spec/import.md §5', says: 'distance is summed, one notch is 100 px' },
  'no-distance': { at: 'spec/steps.md §10', says: 'no distance is no scroll' },
  gap: { at: 'spec/steps.md §1', says: 'nothing spans a gap' },
  'all-kept': { at: 'spec/steps.md §1', says: 'every action that was seen is a step' },
  'nothing-invented': { at: 'spec/steps.md §1', says: 'a step exists only if an event caused it' },
  'edit-kept': { at: 'spec/import.md §7', says: 'what a person edited afterwards wins and is reported' },
  unexplained: { at: 'spec/import.md §7', says: 'no rule explains it' },
} as const;
export type RuleId = keyof typeof rules;

/** Why: a rule, and the number of the known failure. */
export interface Reason {
  readonly rule: RuleId;
  readonly failure: number | null;
}

/** A reason. */
export function because(rule: RuleId, failure: number | null = null): Reason {
  return { rule, failure };
}
