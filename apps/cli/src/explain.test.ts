import { previewText } from '@assent/safeguards';
import { describe, expect, it } from 'vitest';
import { Explainer, wantsColour } from './explain.ts';

describe('explaining for people', () => {
  it('shows the line as it would leave, what was hidden in it, and once for each reason why', () => {
    const explainer = new Explainer(false);
    expect(explainer.lines(previewText('text', 'ask Vanterpool'))).toEqual([
      'ask \u27E6Xx9-16:1\u27E7',
      '    Vanterpool  word.capitalised',
    ]);
    explainer.lines(previewText('text', 'ask Vanterpool'));
    const legend = explainer.legend();
    expect(legend).toHaveLength(3);
    expect(legend[2]).toMatch(/^ {2}word\.capitalised {2}.+ \(2 times\)$/);
  });

  it('has no legend where nothing was hidden', () => {
    const explainer = new Explainer(true);
    expect(explainer.lines(previewText('text', 'Save'))).toEqual(['Save']);
    expect(explainer.legend()).toEqual([]);
  });

  it('gives each reason a colour of its own, the same in the line and in the legend', () => {
    const explainer = new Explainer(true);
    const lines = [
      ...explainer.lines(previewText('text', 'ask Vanterpool 4111 1111 1111 1111')),
      ...explainer.legend(),
    ];
    const colours = (word: string) =>
      lines.flatMap((line) => new RegExp(`\\u001B\\[1;(\\d+)m[^\\u001B]*${word}`).exec(line)?.[1] ?? []);
    expect(new Set(colours('word.capitalised')).size).toBe(1);
    expect(new Set(colours('found.card')).size).toBe(1);
    expect(colours('word.capitalised')[0]).not.toBe(colours('found.card')[0]);
  });

  it('lets no control character of the text through to the terminal', () => {
    const shown = new Explainer(false).lines([{ kept: true, text: 'Save\u001B]0;owned\u0007' }]);
    expect(shown.join('')).not.toMatch(/\p{Cc}/u);
  });
});

describe('colour', () => {
  it('is for terminals, unless somebody asks for it or against it', () => {
    expect(wantsColour('auto', true, {})).toBe(true);
    expect(wantsColour('auto', false, {})).toBe(false);
    expect(wantsColour('auto', true, { NO_COLOR: '1' })).toBe(false);
    expect(wantsColour('auto', true, { NO_COLOR: '' })).toBe(true);
    expect(wantsColour('auto', true, { TERM: 'dumb' })).toBe(false);
    expect(wantsColour('always', false, { NO_COLOR: '1' })).toBe(true);
    expect(wantsColour('never', true, {})).toBe(false);
  });
});
