import { EventScript, scriptField, scriptTarget } from '@assent/testkit';
import { describe, expect, test } from 'vitest';
import { stepsOf, describeSteps } from './testing/run.ts';

const link = scriptTarget('link', { role: 'link', tag: 'a' });
const button = scriptTarget('save');
const search = scriptField('search', { kind: 'search' });
const script = () => new EventScript().document();
const described = (events: EventScript) => describeSteps(stepsOf(events.events));

describe('navigate', () => {
  test('is a page that no action in a page asked for', () => {
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
    expect(described(script().click(link).wait(1500).in(1).document({ cause: 'load' }))).toEqual([
      'left click on link',
    ]);
    const entered = script().type('cat', search).key('Enter', search).wait(1500).in(1).document({ cause: 'load' });
    expect(described(entered)).toEqual(['append "cat" on search', 'key Enter on search']);
    expect(described(script().click(link).wait(100).document({ cause: 'same-document' }))).toEqual([
      'left click on link',
    ]);
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

test('a view event moves the view without a step, and later steps have it', () => {
  const view = { width: 800, height: 600, scale: 2, scrollX: 0, scrollY: 40, screen: [0, 0] as [number, number] };
  const steps = stepsOf(script().document({ cause: 'view', view }).click(link).events);
  expect(steps).toMatchObject([{ view: { width: 800, scrollY: 40 }, tab: 1, page: { title: 'Inbox' } }]);
});

describe('an action explains the page that it loads', () => {
  /** A click whose release is `pause` ms before the page opens in the same tab. */
  const after = (pause: number, change: Parameters<EventScript['document']>[0], target = link) =>
    described(script().press(target).release().wait(pause).in(1).document(change));

  test.each([
    [{ cause: 'load' }, 3000],
    [{ cause: 'load', referred: true }, 30_000],
    [{ cause: 'same-document' }, 3000],
    [{ cause: 'same-document', referred: true }, 3000],
    [{ cause: 'reload' }, 1000],
    [{ cause: 'back-forward' }, 1000],
  ] as const)('R12.3, R12.4: %o up to its limit', (change, limit) => {
    expect(after(limit, change).filter((line) => line !== 'wait')).toEqual(['left click on link']);
    expect(after(limit + 1, change)).toEqual(['left click on link', `navigate ${change.cause}`]);
  });

  test('R12.3: reloads and history moves need no link', () => {
    expect(after(100, { cause: 'reload' }, button)).toEqual(['left click on save']);
    expect(after(100, { cause: 'back-forward' }, button)).toEqual(['left click on save']);
  });

  test('R12.4: by any tag or role of a link, and by Enter, which are not followed by another key', () => {
    expect(after(100, { cause: 'load' }, scriptTarget('a', { tag: 'a' }))).toEqual(['left click on a']);
    expect(after(100, { cause: 'load' }, scriptTarget('a', { role: 'link', tag: 'span' }))).toEqual([
      'left click on a',
    ]);
    expect(described(script().key('Enter', button).in(1).document({ cause: 'load' }))).toEqual(['key Enter on save']);
    expect(described(script().key('F5', button).in(1).document({ cause: 'load' }))).toEqual([
      'key F5 on save',
      'navigate load',
    ]);
  });

  test('R12.3: typing and scrolling explain a changed address, and no page', () => {
    const scrolled = (change: Parameters<EventScript['document']>[0]) =>
      described(script().scroll().wait(1500).document(change));
    expect(scrolled({ cause: 'same-document' })).toEqual(['scroll 0,100 in document']);
    expect(scrolled({ cause: 'load', referred: true })).toEqual(['scroll 0,100 in document', 'navigate load']);
    const typed = script().type('a', search).add('blur', { target: search });
    expect(described(typed.wait(1500).document({ cause: 'same-document' }))).toEqual(['append "a" on search']);
    const reloaded = script().type('a', search).wait(500).document({ cause: 'reload' });
    expect(described(reloaded)).toEqual(['append "a" on search', 'navigate reload']);
  });

  test('R12.3: typing, scrolling and modifiers do not replace the action before them', () => {
    const weak: readonly ((events: EventScript) => EventScript)[] = [
      (events) => events.scroll(),
      (events) => events.key('a', search).input(search, { data: 'a', value: 'a' }),
      (events) => events.key('Shift', button),
      (events) => events.add('focus', { target: search }).add('blur', { target: search }),
    ];
    for (const act of weak) {
      const events = act(script().click(link).wait(100)).wait(500).in(1).document({ cause: 'load' });
      expect(described(events)).not.toContain('navigate load');
    }
  });

  test.each([
    [3000, 1],
    [3001, 2],
  ])('R12.3: an action %s ms before a scroll still explains a page, up to the navigation cause', (pause, count) => {
    const events = script().press(link).release().wait(pause).scroll({ dy: 1 }).in(1);
    const steps = described(events.document({ cause: 'load', referred: true })).filter(
      (line) => !/wait|scroll/.test(line),
    );
    expect(steps).toHaveLength(count);
  });

  test('R12.3: a page in another tab is not explained', () => {
    const events = script().click(link).add('tab', { operation: 'open', tab: 2, window: 1 }).wait(100);
    expect(described(events.in(1).document({ cause: 'back-forward' })).at(-1)).toBe('navigate back-forward');
  });

  test.each([
    ['l', 'Control'],
    ['l', 'Meta'],
    ['d', 'Alt'],
    ['k', 'Control'],
    ['e', 'Control'],
    ['F6', null],
  ] as const)('R12.5: a chord that goes to the address field explains nothing: %s with %s', (key, modifier) => {
    const events = script().key(key, button, { modifiers: modifier === null ? [] : [modifier] });
    expect(described(events.wait(50).in(1).document({ cause: 'load', referred: true })).at(-1)).toBe('navigate load');
  });
});

describe('a page that changes its own address', () => {
  test.each([
    [1000, ['navigate load']],
    [1001, ['navigate load', 'navigate same-document']],
  ])('R12.6: %s ms after it came is no step up to the navigation settle', (pause, expected) => {
    const events = new EventScript().document({ cause: 'load' }).wait(pause).document({ cause: 'same-document' });
    expect(described(events)).toEqual(expected);
  });

  test('R12.6: is a step right after a page of another tab came, and so is a page after a page', () => {
    const events = new EventScript().document({ cause: 'load' }).in(1);
    expect(described(events.document({ cause: 'same-document', tab: 2 }))).toEqual([
      'navigate load',
      'navigate same-document',
    ]);
    const loaded = new EventScript().document({ cause: 'load' }).wait(10).in(1).document({ cause: 'load' });
    expect(described(loaded)).toEqual(['navigate load', 'navigate load']);
  });

  const password = scriptField('password', { secret: 'password' });

  test('R12.6: is no step while an action is in progress in it, however long', () => {
    const events = script().input(password, { inputType: '' }).wait(20_000).document({ cause: 'same-document' });
    expect(described(events)).toEqual(['append secret password on password']);
  });

  test('R3.2: is a step after the action in progress in another document of the tab', () => {
    const frame = { path: [0], origin: 'https://pay.example', sameOriginAsTop: false };
    const events = script().in(1).document({ frame }).input(password, { inputType: '' }).wait(20_000);
    expect(described(events.in(0).document({ cause: 'same-document' }))).toEqual([
      'append secret password on password',
      'navigate same-document',
    ]);
  });
});

describe('a page that opens', () => {
  const frame = { path: [0], origin: 'https://pay.example', sameOriginAsTop: false };
  const typedInFrame = () => script().in(1).document({ frame }).type('a', search);

  test('R12.7: closes what had begun in its tab, frames included, and nothing of another tab', () => {
    const events = typedInFrame().in(0).document({ cause: 'load', referred: false }).in(1).type('b', search, 'a');
    expect(described(events)).toEqual(['append "a" on search', 'navigate load', 'append "b" on search']);
    const other = typedInFrame().in(2).document({ cause: 'load', tab: 2 }).in(1).type('b', search, 'a');
    expect(described(other)).toEqual(['append "ab" on search']);
  });

  test('R7.4: in a frame ends the typing of that frame; a changed address or a new view does not', () => {
    const again = (cause: 'load' | 'view' | 'same-document') =>
      described(typedInFrame().document({ cause, frame }).type('b', search, 'a')).length;
    expect([again('load'), again('view'), again('same-document')]).toEqual([2, 1, 1]);
  });

  test('R4.6: drops the snapshot of the page before it; a new view keeps it', () => {
    const observed = (cause: 'load' | 'view' | 'same-document') =>
      stepsOf(script().snapshot('a').document({ cause }).click(button).events).at(-1)?.observation?.shot[0] ?? null;
    expect([observed('load'), observed('same-document'), observed('view')]).toEqual([null, null, 'a']);
  });
});

describe('a wait', () => {
  const loaded = (pause: number, change: Parameters<EventScript['document']>[0] = {}) =>
    script()
      .press(link)
      .release()
      .wait(pause)
      .in(1)
      .document({ cause: 'load', referred: true, ...change });

  test('R12.8: lasts from the action to the page, if that came later than the wait limit', () => {
    expect(described(loaded(2000))).toEqual(['left click on link']);
    const [click, wait] = stepsOf(loaded(2001).events);
    expect(wait).toMatchObject({ action: { type: 'wait', ms: 2001 }, t: click?.t, duration: 2001, target: null });
  });

  test('R12.8: is none where something was done meanwhile, or where only the address changed', () => {
    const scrolled = script().press(link).release().wait(2500).scroll({ dx: 0, dy: 1 }).wait(100).in(1);
    expect(described(scrolled.document({ cause: 'load', referred: true }))).not.toContain('wait');
    expect(described(script().click(button).wait(2500).document({ cause: 'same-document' }))).toEqual([
      'left click on save',
    ]);
  });
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

  test.each([
    [1000, ['tab_open']],
    [1001, ['tab_open', 'tab_switch']],
  ])('R12.10: a switch %s ms after the tab was opened is no choice up to the tab settle', (pause, expected) => {
    const events = script().click(link).wait(5000).add('tab', tab('open', 2)).wait(pause).add('tab', tab('switch', 2));
    expect(described(events).slice(1)).toEqual(expected);
  });

  test('R12.10: a switch to another tab than the one opened is a choice; after a closing, none is', () => {
    const opened = script().click(link).add('tab', tab('open', 2)).wait(10).add('tab', tab('switch', 3));
    expect(described(opened)).toEqual(['left click on link', 'tab_open', 'tab_switch']);
    const closed = (pause: number) =>
      described(script().click(link).add('tab', tab('close', 2)).wait(pause).add('tab', tab('switch', 3))).slice(1);
    expect(closed(1000)).toEqual(['tab_close']);
    expect(closed(1001)).toEqual(['tab_close', 'tab_switch']);
  });

  test('R12.10: a switch to the tab in front is nothing, until that tab is closed', () => {
    expect(described(script().click(link).wait(5000).add('tab', tab('switch', 1)))).toEqual(['left click on link']);
    const closed = script().click(link).wait(5000).add('tab', tab('close', 1)).wait(5000).add('tab', tab('switch', 1));
    expect(described(closed).slice(1)).toEqual(['tab_close', 'tab_switch']);
    const other = script().click(link).wait(5000).add('tab', tab('close', 2)).wait(5000).add('tab', tab('switch', 1));
    expect(described(other).slice(1)).toEqual(['tab_close']);
  });

  test('R3.2: a tab that is opened or chosen ends what has begun; one that comes to the front by itself does not', () => {
    const events = script().type('a', search).add('tab', tab('switch', 2)).add('tab', tab('switch', 1));
    expect(described(events.type('b', search, 'a'))).toEqual([
      'append "a" on search',
      'tab_switch',
      'tab_switch',
      'append "b" on search',
    ]);
    expect(described(script().type('a', search).add('tab', tab('switch', 1)).type('b', search, 'a'))).toEqual([
      'append "ab" on search',
    ]);
  });

  test.each([
    [1000, false],
    [1001, true],
  ])('R12.11: an action %s ms before a tab opens explains the page in it up to the tab settle', (pause, navigates) => {
    const events = script().press(link).release().wait(pause).add('tab', tab('open', 2)).add('tab', tab('switch', 2));
    const loaded = events.wait(100).in(1).document({ cause: 'load', tab: 2 });
    expect(described(loaded).includes('navigate load')).toBe(navigates);
  });

  test('R12.11: an action before a tab closes explains nothing', () => {
    const events = script().click(link).add('tab', tab('close', 2)).wait(100).in(1).document({ cause: 'load' });
    expect(described(events)).toContain('navigate load');
  });

  test('R12.2: a page in another tab than the one chosen is no step', () => {
    const events = script().click(link).wait(5000).add('tab', tab('switch', 2)).wait(5000);
    expect(described(events.document({ cause: 'reload' })).slice(1)).toEqual(['tab_switch']);
  });

  test('R12.9: show the window that changed and the page of the action', () => {
    const events = script().click(link).add('tab', { operation: 'open', tab: 7, window: 3 });
    expect(stepsOf(events.events).at(-1)).toMatchObject({ tab: 7, window: 3, page: { title: 'Inbox' }, duration: 0 });
  });
});
