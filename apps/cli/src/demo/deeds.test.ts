import type { Step } from '@assent/contracts';
import type { Deed } from '@assent/practice';
import { describe, expect, it } from 'vitest';
import { compareDeeds } from './deeds.ts';

/** Only what the comparison looks at. */
function step(action: Partial<Step['action']> & { readonly type: string }, role = 'button', name = 'Save'): Step {
  return { action, target: { role, name } } as unknown as Step;
}

const click: Deed = { did: 'click', at: { role: 'button', name: 'Save' } };
const typed: Deed = { did: 'type', at: { role: 'textbox', name: 'Notes' }, text: 'private', secret: false };

describe('comparing deeds with steps', () => {
  it('finds deeds in order, passing over what else was recorded', () => {
    const steps = [
      step({ type: 'scroll' }),
      step({ type: 'click' }),
      step({ type: 'type', value: { text: '⟦x⟧' } }, 'textbox', 'Notes'),
    ];
    expect(compareDeeds([click, typed], steps)).toEqual({ deeds: 2, found: 2, missing: [] });
  });

  it('names what is missing and never the text', () => {
    const report = compareDeeds([typed, click], [step({ type: 'click' })]);
    expect(report.missing).toEqual(['type textbox “Notes”']);
    expect(JSON.stringify(report)).not.toContain('private');
  });

  it('does not accept another control, another order, or a secret that was not a slot', () => {
    expect(compareDeeds([click], [step({ type: 'click' }, 'button', 'Cancel')]).found).toBe(0);
    expect(
      compareDeeds(
        [click, typed],
        [step({ type: 'type', value: { text: 'x' } }, 'textbox', 'Notes'), step({ type: 'click' })],
      ).found,
    ).toBe(1);
    const secret: Deed = { ...typed, secret: true };
    expect(compareDeeds([secret], [step({ type: 'type', value: { text: 'x' } }, 'textbox', 'Notes')]).found).toBe(0);
  });

  it('accepts a hidden name on the role alone', () => {
    expect(compareDeeds([click], [step({ type: 'click' }, 'button', '⟦Xx1-4:1⟧')]).found).toBe(1);
  });
});
