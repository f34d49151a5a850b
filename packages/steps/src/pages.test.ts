import { EventScript, scriptField, scriptTarget } from '@assent/testkit';
import { describe, expect, test } from 'vitest';
import { stepsOf, describeSteps } from './testing/run.ts';

const link = scriptTarget('link', { role: 'link', tag: 'a' });
const button = scriptTarget('save');
const search = scriptField('search', { kind: 'search' });
const script = () => new EventScript().document();
const described = (events: EventScript) => describeSteps(stepsOf(events.events));

describe('navigate', () => {
  test('is a page nobody asked for in a page', () => {
    expect(described(new EventScript().document({ cause: 'load' }))).toEqual(['navigate load']);
    expect(described(script().click(link).wait(9000).in(1).document({ cause: 'load' }))).toEqual([
      'left click on link',
      'navigate load',
    ]);
    expect(described(script().click(link).wait(9000).in(1).document({ cause: 'back-forward' })).at(-1)).toBe(
      'navigate back-forward',
    );
  });

  test('is not the page a click, a key or a choice loads', () => {
    expect(described(script().click(link).wait(1500).in(1).document({ cause: 'load' }))).toEqual(['left click on link']);
    const entered = script().type('cat', search).key('Enter', search).wait(1500).in(1).document({ cause: 'load' });
    expect(described(entered)).toEqual(['append "cat" on search', 'key Enter on search']);
    expect(described(script().click(link).wait(100).document({ cause: 'same-document' }))).toEqual(['left click on link']);
  });

  test('is explained once: the way back right after a click is an action', () => {
    const events = script().click(link).wait(200).in(1).document({ cause: 'load' });
    expect(described(events.wait(300).in(2).document({ cause: 'back-forward' }))).toEqual([
      'left click on link',
      'navigate back-forward',
    ]);
  });

  test('after a key that goes to the address field is an action', () => {
    const events = script()
      .key('l', link, { modifiers: ['Control'] })
      .wait(1500)
      .in(1)
      .document({ cause: 'load' });
    expect(described(events)).toEqual(['key Control+l on link', 'navigate load']);
  });

  test('is not an address that changes with every letter typed, and does not split the typing', () => {
    const events = script();
    let value = '';
    for (const character of 'cats') {
      events.type(character, search, value).document({ cause: 'same-document', url: `https://a.example/?q=${value}` });
      value += character;
    }
    expect(described(events)).toEqual(['append "cats" on search']);
  });

  test('is not a frame, and not a page in the background', () => {
    const frame = { path: [0], origin: 'https://ads.example', sameOriginAsTop: false };
    const events = script()
      .type('ab', search)
      .in(1)
      .document({ cause: 'load', frame })
      .in(2)
      .document({ cause: 'reload', tab: 2 });
    expect(described(events.in(0).type('cd', search, 'ab'))).toEqual(['append "abcd" on search']);
  });

  test('is a page no page led to, however soon after an action', () => {
    const direct = { cause: 'load' as const, referred: false };
    expect(described(script().click(link).wait(200).in(1).document(direct))).toEqual([
      'left click on link',
      'navigate load',
    ]);
    const sent = { cause: 'load' as const, referred: true };
    expect(described(script().click(button).wait(200).in(1).document(sent))).toEqual(['left click on save']);
    expect(described(script().click(button).wait(200).in(1).document({ cause: 'load' }))).toEqual([
      'left click on save',
      'navigate load',
    ]);
  });

  test('is not a page that was open already when capture goes on after a gap', () => {
    const events = script().click(link).add('gap', {}).wait(60_000).in(1).document({ cause: 'view' }).click(link);
    expect(described(events)).toEqual(['left click on link', 'left click on link']);
  });
});

test('what has begun in a page ends when another takes its place', () => {
  const events = script().type('ab', search).in(1).document({ cause: 'load' });
  expect(described(events)).toEqual(['append "ab" on search', 'navigate load']);
});

test('a view event moves the view without a step, and later steps stand in it', () => {
  const view = { width: 800, height: 600, scale: 2, scrollX: 0, scrollY: 40, screen: [0, 0] as [number, number] };
  const steps = stepsOf(script().document({ cause: 'view', view }).click(link).events);
  expect(steps).toMatchObject([{ view: { width: 800, scrollY: 40 }, tab: 1, page: { title: 'Inbox' } }]);
});

describe('tabs', () => {
  const tab = (operation: 'open' | 'switch' | 'close', tab: number) => ({ operation, tab, window: 1 });

  test('opened, chosen and closed are steps that show where they were done', () => {
    const events = script().click(link).wait(5000).add('tab', tab('open', 2)).add('tab', tab('switch', 2));
    events.wait(5000).add('tab', tab('switch', 1)).wait(5000).add('tab', tab('close', 2));
    const steps = stepsOf(events.events);
    expect(describeSteps(steps)).toEqual(['left click on link', 'tab_open', 'tab_switch', 'tab_close']);
    expect(steps[1]).toMatchObject({ tab: 2, page: { title: 'Inbox' }, target: null });
  });

  test('that come forward because another closed were not chosen', () => {
    const events = script().click(link).wait(5000).add('tab', tab('close', 1)).wait(10).add('tab', tab('switch', 3));
    expect(described(events)).toEqual(['left click on link', 'tab_close']);
  });

  test('a link that opens a tab explains the page in it, a tab opened by hand does not', () => {
    const opened = script().click(link).wait(100).add('tab', tab('open', 2)).add('tab', tab('switch', 2));
    expect(described(opened.wait(500).in(1).document({ cause: 'load', tab: 2 }))).toEqual([
      'left click on link',
      'tab_open',
    ]);
    const byHand = script().click(link).wait(5000).add('tab', tab('open', 2)).add('tab', tab('switch', 2));
    expect(described(byHand.wait(500).in(1).document({ cause: 'load', tab: 2 })).at(-1)).toBe('navigate load');
  });
});
