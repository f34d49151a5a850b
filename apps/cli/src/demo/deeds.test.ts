import type { Deed } from '@assent/practice';
import { describe, expect, it } from 'vitest';
import { compareDeeds, type SeenStep } from './deeds.ts';

const nothing = { text: null, secret: null, keys: null, option: null, checked: null, scroll_dy: null };

function step(
  action: Partial<SeenStep['action']> & { readonly type: string },
  role = 'button',
  name = 'Save',
): SeenStep {
  return { action: { ...nothing, ...action }, target: { role, name } };
}

const click: Deed = { did: 'click', at: { role: 'button', name: 'Save' } };
const typed: Deed = { did: 'type', at: { role: 'textbox', name: 'Notes' }, text: 'private', secret: false };

describe('comparing deeds with steps', () => {
  it('finds deeds in order, passing over what else was recorded', () => {
    const steps = [
      step({ type: 'scroll' }),
      step({ type: 'click' }),
      step({ type: 'type', text: '⟦x⟧' }, 'textbox', 'Notes'),
    ];
    expect(compareDeeds([click, typed], steps)).toEqual({ deeds: 2, found: 2, missing: [] });
  });

  it('names what is missing and never the text', () => {
    const report = compareDeeds([typed, click], [step({ type: 'click' })]);
    expect(report.missing).toEqual(['type textbox “Notes”']);
    expect(JSON.stringify(report)).not.toContain('private');
  });

  it('does not accept another control, another order, or a secret that was not a slot', () => {
    const text = step({ type: 'type', text: 'x' }, 'textbox', 'Notes');
    expect(compareDeeds([click], [step({ type: 'click' }, 'button', 'Cancel')]).found).toBe(0);
    expect(compareDeeds([click, typed], [text, step({ type: 'click' })]).found).toBe(1);
    expect(compareDeeds([{ ...typed, secret: true }], [text]).found).toBe(0);
  });

  it('accepts a hidden name on the role alone', () => {
    expect(compareDeeds([click], [step({ type: 'click' }, 'button', '⟦Xx1-4:1⟧')]).found).toBe(1);
  });
});
