import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { describeSteps } from '../testing/run.ts';
import { keyOfName } from './key-names.ts';
import { RecordingScript } from './testing/recording-script.ts';
import { importLines } from './testing/run.ts';

const script = () => new RecordingScript();
const onMac = { facts: { isMac: true } };
const tell = (recording: RecordingScript, options?: typeof onMac) =>
  describeSteps(importLines(recording.lines, options).steps);

describe('a key by its name', () => {
  test('is the DOM key, whatever the recorder’s spelling', () => {
    const names = ['page_up', 'Page Up', 'pgup', 'ctrl_r', 'winleft', 'KP_Add', 'num7', 'F12', 'Space', 'alt_gr'];
    expect(names.map((name) => keyOfName(name).key)).toEqual([
      'PageUp',
      'PageUp',
      'PageUp',
      'Control',
      'Meta',
      '+',
      '7',
      'F12',
      ' ',
      'AltGraph',
    ]);
  });

  test('is unknown, and never text, if the name is no known one', () => {
    for (const name of [null, undefined, 7, {}, '', '$Unknown (255)$', 'launch_mail_2', '\ud800', '\uf704', '\u0085']) {
      expect(keyOfName(name).key).toBeNull();
    }
  });

  test('is one character, composed, if the name is one', () => {
    expect(keyOfName('e\u0301').key).toBe('é');
    expect(keyOfName('😀').key).toBe('😀');
  });

  test('with Control is a control character in some recordings', () => {
    expect(keyOfName('\u0003')).toEqual({ id: '\u0003', key: 'c', control: true });
    expect(['\r', '\t', '\b', '\u001b', '\u007f'].map((name) => keyOfName(name).key)).toEqual([
      'Enter',
      'Tab',
      'Backspace',
      'Escape',
      'Backspace',
    ]);
  });

  test('is never more than one character or a name, for any value', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        const { key } = keyOfName(value);
        expect(key === null || Array.from(key).length === 1 || /^[A-Z][A-Za-z0-9]+$/u.test(key)).toBe(true);
      }),
    );
  });
});

describe('Caps Lock', () => {
  test('shows in the letters, and Shift turns it round', () => {
    const typed = script()
      .tap('caps_lock')
      .type('ab1')
      .holding(['shift'], (held) => held.type('C!'))
      .tap('caps_lock')
      .type('d');
    expect(tell(typed)).toEqual(['append "AB1c!d" on screen']);
  });

  test('is left alone where the recorder gave letters with it already, and on a Mac', () => {
    expect(tell(script().tap('caps_lock').type('AB'))).toEqual(['append "AB" on screen']);
    expect(tell(script().press('caps_lock').type('AB').release('caps_lock').type('ab'), onMac)).toEqual([
      'append "ABab" on screen',
    ]);
  });

  test('held down turns once', () => {
    expect(tell(script().press('caps_lock').wait(500).press('caps_lock').release('caps_lock').type('a'))).toEqual([
      'append "A" on screen',
    ]);
  });

  test('leaves letters that become two characters as they are', () => {
    expect(tell(script().tap('caps_lock').type('ß'))).toEqual(['append "ß" on screen']);
  });
});

describe('modifiers', () => {
  test('AltGr writes characters, also where it is recorded as Control and Alt', () => {
    expect(tell(script().holding(['ctrl_l', 'alt_gr'], (held) => held.tap('@', '€')))).toEqual([
      'append "@€" on screen',
    ]);
  });

  test('Option writes characters on a Mac; elsewhere Alt makes chords', () => {
    const option = script().holding(['alt'], (held) => held.tap('å'));
    expect(tell(option, onMac)).toEqual(['append "å" on screen']);
    expect(tell(script().holding(['alt'], (held) => held.tap('f')))).toEqual(['key Alt+f on screen']);
  });

  test('a control character is a chord even if Control was never seen', () => {
    expect(tell(script().tap('\u0013'))).toEqual(['key Control+s on screen']);
    expect(tell(script().holding(['ctrl_l'], (held) => held.tap('\b', 'backspace')))).toEqual([
      'key Control+h on screen',
      'key Control+Backspace on screen',
    ]);
  });

  test('left and right are two keys; one of them released leaves the other', () => {
    const both = script().press('ctrl_l').press('ctrl_r').release('ctrl_l').wait(10).tap('a');
    expect(tell(both)).toEqual(['key Control+a on screen']);
    expect(tell(script().press('ctrl_l').wait(10).release('ctrl').wait(10).tap('a'))).toEqual(['append "a" on screen']);
  });

  test('a modifier whose release is missing does not spoil the rest of the day', () => {
    const locked = script().press('cmd').wait(50).tap('l').wait(61_000).type('hello').click();
    expect(tell(locked)).toEqual(['key Meta+l on screen', 'append "hello" on screen', 'left click on screen']);
  });

  test('a gap lets go of all that is held', () => {
    const held = script().press('ctrl_l').down().event('pause').wait(50).event('resume').type('a').up();
    expect(tell(held)).toEqual(['Control left click on screen (incomplete)', 'append "a" on screen']);
  });
});

test('Meta pressed and let go before a gap or the end is kept', () => {
  expect(tell(script().press('cmd').wait(10).event('pause').event('resume'))).toEqual(['key Meta on screen']);
  expect(tell(script().press('cmd'))).toEqual(['key Meta on screen']);
  expect(tell(script().press('cmd').wait(10).down().up().release('cmd'))).toEqual(['Meta left click on screen']);
  const repeating = script().press('cmd').wait(30).press('cmd').wait(30).tap('e').press('cmd').release('cmd');
  expect(tell(repeating)).toEqual(['key Meta+e on screen']);
  expect(tell(script().press('cmd').wait(10).scroll(1).release('cmd'))).toEqual(['scroll 0,-100 in document']);
});

test('a key pressed before the button is quite up comes after the click; one long before it does not', () => {
  const fast = script().down().wait(60).press('a').wait(40).up().release('a').wait(50).tap('b');
  const { steps } = importLines(fast.lines);
  expect(describeSteps(steps)).toEqual(['left click on screen', 'append "ab" on screen']);
  expect(steps.map(({ t, duration }) => [t, duration])).toEqual([
    [0, 60],
    [60, 90],
  ]);
  const dragged = script().down().wait(60).move(600, 300).press('x').wait(40).up();
  expect(tell(dragged)).toEqual(['left drag 400,300 to 600,300 on screen', 'append "x" on screen']);
  expect(tell(script().down().wait(60).press('a').wait(2000).up())).toEqual([
    'left click on screen (incomplete)',
    'append "a" on screen',
  ]);
  expect(tell(script().down().wait(60).press('a'))).toEqual([
    'left click on screen (incomplete)',
    'append "a" on screen',
  ]);
});

test('a key held down repeats: letters as text, others as a count, however long the first wait', () => {
  const held = script();
  for (const wait of [660, 40, 40]) held.press('a').wait(wait);
  held.release('a').wait(2000).press('delete').wait(700).press('delete').wait(30).press('delete').release('delete');
  expect(tell(held)).toEqual(['append "aaa" on screen', 'key Delete x3 on screen']);
});

test('Enter after text, twice, is one key pressed twice', () => {
  expect(tell(script().type('a').tap('enter', 'enter').type('b'))).toEqual([
    'append "a" on screen',
    'key Enter x2 on screen',
    'append "b" on screen',
  ]);
});

test('a wheel turned right after a scrolling key is a scroll of its own', () => {
  expect(tell(script().tap('down').scroll(-1))).toEqual(['key ArrowDown on screen', 'scroll 0,100 in document']);
});
