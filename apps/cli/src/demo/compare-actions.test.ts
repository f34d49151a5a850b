import type { Deed as Action } from '@assent/practice';
import { describe, expect, it } from 'vitest';
import { compareActions, type SeenStep } from './compare-actions.ts';

const nothing = { text: null, secret: null, keys: null, option: null, checked: null, scroll_dy: null };

function step(
  action: Partial<SeenStep['action']> & { readonly type: string },
  role = 'button',
  name = 'Save',
): SeenStep {
  return { action: { ...nothing, ...action }, target: { role, name } };
}

const click: Action = { did: 'click', at: { role: 'button', name: 'Save' } };
const typed: Action = { did: 'type', at: { role: 'textbox', name: 'Notes' }, text: 'private', secret: false };

describe('comparing actions with steps', () => {
  it('finds actions in order, passing over what else was recorded', () => {
    const steps = [
      step({ type: 'scroll' }),
      step({ type: 'click' }),
      step({ type: 'type', text: '⟦x⟧' }, 'textbox', 'Notes'),
    ];
    expect(compareActions([click, typed], steps)).toEqual({ actions: 2, found: 2, missing: [] });
  });

  it('names what is missing and never the text', () => {
    const report = compareActions([typed, click], [step({ type: 'click' })]);
    expect(report.missing).toEqual(['type textbox “Notes”']);
    expect(JSON.stringify(report)).not.toContain('private');
  });

  it('does not accept another control, another order, or a secret that was not a slot', () => {
    const text = step({ type: 'type', text: 'x' }, 'textbox', 'Notes');
    expect(compareActions([click], [step({ type: 'click' }, 'button', 'Cancel')]).found).toBe(0);
    expect(compareActions([click, typed], [text, step({ type: 'click' })]).found).toBe(1);
    expect(compareActions([{ ...typed, secret: true }], [text]).found).toBe(0);
  });

  it('accepts a hidden name on the role alone', () => {
    expect(compareActions([click], [step({ type: 'click' }, 'button', '⟦Xx1-4:1⟧')]).found).toBe(1);
  });
});
