import type { Action, Step } from '@assent/contracts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { episodeRows } from '../build/rows.ts';
import type { StepRow } from '../table/steps.ts';
import { everyAction, makeStep, participantId } from '../testing/recordings.ts';
import { clickShare, dragShare, scrollShare, stepCode } from './code.ts';
import { isValidCode, parseCode } from './parse-code.ts';

function rowOf(action: Action, width = 1920, height = 1080, frame?: Step['frame']): StepRow {
  const step = makeStep({
    action,
    ...(frame === undefined ? {} : { frame }),
    view: { width, height, scale: 1, scrollX: 0, scrollY: 0, screen: [0, 0] },
  });
  const rows = episodeRows(
    { key: 'k', participant: participantId(1), steps: [{ step, missingBefore: 0 }], note: null, snapshots: new Map() },
    {
      episodeId: 'e',
      participant: 'p',
      split: 'train',
      suppression: { minParticipants: 1, published: new Set([step.page.origin]), suppressedOrigins: 0 },
    },
  );
  return rows!.steps[0]!;
}

function codeOf(action: Action): string {
  const result = stepCode(rowOf(action));
  return 'code' in result ? result.code : `(${result.skipped})`;
}

const click = { x: 60, y: 540, button: 'left', modifiers: [] } as const;

describe('stepCode', () => {
  it('writes each action as its calls', () => {
    expect(codeOf({ type: 'click', ...click, modifiers: [] })).toBe('pyautogui.click(x=0.0312, y=0.5)');
    expect(codeOf({ type: 'click', ...click, button: 'middle', modifiers: [] })).toBe(
      'pyautogui.middleClick(x=0.0312, y=0.5)',
    );
    expect(codeOf({ type: 'context_click', ...click, button: 'right', modifiers: [] })).toBe(
      'pyautogui.rightClick(x=0.0312, y=0.5)',
    );
    expect(codeOf({ type: 'double_click', ...click, modifiers: [] })).toBe('pyautogui.doubleClick(x=0.0312, y=0.5)');
    expect(codeOf({ type: 'triple_click', ...click, modifiers: [] })).toBe('computer.tripleClick(x=0.0312, y=0.5)');
    expect(codeOf({ type: 'click', ...click, modifiers: ['Control', 'Shift'] })).toBe(
      "pyautogui.keyDown(key='ctrl')\npyautogui.keyDown(key='shift')\npyautogui.click(x=0.0312, y=0.5)\n" +
        "pyautogui.keyUp(key='shift')\npyautogui.keyUp(key='ctrl')",
    );
    expect(
      codeOf({ type: 'drag', ...click, button: 'right', modifiers: [], x: -1, endX: 2000, endY: 1080, path: [] }),
    ).toBe("pyautogui.moveTo(x=0, y=0.5)\npyautogui.dragTo(x=1, y=1.0, button='right')");
    expect(codeOf({ type: 'scroll', x: 960, y: 0, dx: 0, dy: 450, endX: 960, endY: 0, container: '' })).toBe(
      'pyautogui.moveTo(x=0.5, y=0)\npyautogui.scroll(-4.5)',
    );
    const zoom = { x: 960, y: 0, dx: 0, dy: 100, endX: 0, endY: 0, container: '', modifiers: ['Control' as const] };
    expect(codeOf({ type: 'scroll', ...zoom })).toBe(
      "pyautogui.keyDown(key='ctrl')\npyautogui.moveTo(x=0.5, y=0)\npyautogui.scroll(-1)\npyautogui.keyUp(key='ctrl')",
    );
    expect(codeOf({ type: 'scroll', x: 960, y: 9, dx: 200, dy: -300, endX: 960, endY: 0, container: '' })).toBe(
      'pyautogui.moveTo(x=0.5, y=0.0083)\npyautogui.hscroll(2)\npyautogui.scroll(3)',
    );
    expect(codeOf({ type: 'key', keys: 'Control+s', repeat: 1 })).toBe("pyautogui.hotkey(keys=['ctrl', 's'])");
    expect(codeOf({ type: 'key', keys: 'Shift+Tab', repeat: 2 })).toBe(
      "pyautogui.hotkey(keys=['shift', 'tab'])\npyautogui.hotkey(keys=['shift', 'tab'])",
    );
    expect(codeOf({ type: 'key', keys: 'Control++', repeat: 1 })).toBe("pyautogui.hotkey(keys=['ctrl', '+'])");
    expect(codeOf({ type: 'select', option: "Kid's", index: 1 })).toBe(
      'browser.select_option(x=0.0573, y=0.0481, value="Kid\'s")',
    );
    expect(codeOf({ type: 'check', checked: true })).toBe('pyautogui.click(x=0.0573, y=0.0481)');
    expect(codeOf({ type: 'wait', ms: 900 })).toBe('computer.wait()');
    expect(codeOf({ type: 'done' })).toBe("computer.terminate(status='success')");
  });

  it('writes typed text literally, hidden text and secrets as readable slots', () => {
    expect(codeOf({ type: 'type', value: { text: 'cost$5 a$b$c' }, mode: 'append' })).toBe(
      "pyautogui.write(message='cost$5 a$b$c')",
    );
    expect(codeOf({ type: 'type', value: { text: 'Dear ⟦Xx5-8:1⟧\nHi' }, mode: 'append' })).toBe(
      "pyautogui.write(message='Dear <redacted:Xx5-8:1>')\npyautogui.press(keys=['enter'])\npyautogui.write(message='Hi')",
    );
    expect(codeOf({ type: 'type', value: { secret: 's1', class: 'password' }, mode: 'append' })).toBe(
      "pyautogui.write(message='<secret:s1>')",
    );
    expect(codeOf({ type: 'type', value: { text: 'new' }, mode: 'replace' })).toBe(
      "pyautogui.hotkey(keys=['ctrl', 'a'])\npyautogui.write(message='new')",
    );
    expect(codeOf({ type: 'type', value: { text: '' }, mode: 'replace' })).toBe(
      "pyautogui.hotkey(keys=['ctrl', 'a'])\npyautogui.press(keys=['delete'])",
    );
  });

  it('gives a date field its value, which typed would be another one', () => {
    const row = rowOf({ type: 'type', value: { text: '2026-03-04' }, mode: 'replace' });
    const field = { ...row, target: { ...row.target!, field_kind: 'date' } };
    expect(stepCode(field)).toEqual({ code: "browser.select_option(x=0.0573, y=0.0481, value='2026-03-04')" });
  });

  it('presses no key that represents a hidden one, and points nowhere in a frame whose position is not known', () => {
    const row = rowOf({ type: 'key', keys: '*', repeat: 1 });
    const hidden = [{ at: '/action/keys', reason: 'word.not-listed', count: 1 }];
    expect(stepCode({ ...row, redactions: hidden })).toEqual({ skipped: 'unknown-key' });
    const frame = { path: [0], origin: 'null', sameOriginAsTop: false };
    expect(stepCode(rowOf({ type: 'click', ...click, modifiers: [] }, 1920, 1080, frame))).toEqual({
      skipped: 'no-viewport',
    });
    const placed = rowOf({ type: 'click', ...click, modifiers: [] }, 1920, 1080, { ...frame, offset: [5, 5, 1] });
    expect(stepCode(placed)).toEqual({ code: 'pyautogui.click(x=0.0312, y=0.5)' });
  });

  it('says why a step has no code', () => {
    expect(codeOf({ type: 'navigate', how: 'load' })).toBe('(not-expressible)');
    expect(codeOf({ type: 'click', ...click, button: 'back', modifiers: [] })).toBe('(side-button)');
    expect(codeOf({ type: 'key', keys: 'Unidentified', repeat: 1 })).toBe('(unknown-key)');
    expect(codeOf({ type: 'type', value: { text: '' }, mode: 'append' })).toBe('(nothing-typed)');
    expect(stepCode(rowOf({ type: 'click', ...click, modifiers: [] }, 0, 0))).toEqual({ skipped: 'no-viewport' });
    const suppressed = { ...rowOf({ type: 'done' }), suppressed: true };
    expect(stepCode(suppressed)).toEqual({ skipped: 'suppressed' });
  });

  it('writes only what the validator reads, whatever the numbers and texts', () => {
    const none = fc.constant(null).map((): [] => []);
    const coordinate = fc.double({ min: -5000, max: 5000, noNaN: true });
    const action: fc.Arbitrary<Action> = fc.oneof(
      fc.constantFrom(...everyAction),
      fc.record({
        type: fc.constant('click' as const),
        x: coordinate,
        y: coordinate,
        button: fc.constant('left' as const),
        modifiers: none,
      }),
      fc.record({
        type: fc.constant('scroll' as const),
        x: coordinate,
        y: coordinate,
        dx: coordinate,
        dy: coordinate,
        endX: coordinate,
        endY: coordinate,
        container: fc.constant(''),
      }),
      fc.record({
        type: fc.constant('drag' as const),
        x: coordinate,
        y: coordinate,
        button: fc.constant('left' as const),
        modifiers: none,
        endX: coordinate,
        endY: coordinate,
        path: none,
      }),
      fc.record({
        type: fc.constant('type' as const),
        value: fc.record({ text: fc.string({ unit: 'binary' }) }),
        mode: fc.constantFrom('append', 'replace'),
      }),
    );
    fc.assert(
      fc.property(action, (value) => {
        const result = stepCode(rowOf(value));
        if ('code' in result) expect(isValidCode(result.code), result.code).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('shares of the screen', () => {
  it('hold to the edges in the way each kind of call does', () => {
    expect(['-5', '0', '60', '1920', '1925'].map((pixel) => clickShare(Number(pixel), 1920))).toEqual([
      '0.0',
      '0.0',
      '0.0312',
      '1.0',
      '1.0',
    ]);
    expect([-5, 0, 60, 1920, 1925].map((pixel) => dragShare(pixel, 1920))).toEqual(['0', '0', '0.0312', '1.0', '1']);
    expect([-5, 0, 60, 1920, 1925].map((pixel) => scrollShare(pixel, 1920))).toEqual([
      '0',
      '0',
      '0.0312',
      '1.0',
      '1.0',
    ]);
  });
});

describe('isValidCode', () => {
  it('refuses what the libraries would', () => {
    const wrong = [
      '',
      'pyautogui.click(x=1.2, y=0.5)',
      'pyautogui.click(x=0.5)',
      'pyautogui.click(x=0.5, y=0.5, z=1)',
      'pyautogui.click(x=0.5, x=0.5)',
      "computer.terminate(status='maybe')",
      'pyautogui.hotkey(keys=[])',
      "pyautogui.press(keys=['a',])",
      "pyautogui.write(message='a)",
      "pyautogui.write(message='a\\q')",
      'os.system(command="x")',
      'pyautogui.toString()',
      'pyautogui.click(x=0.5, y=0.5); x',
      'pyautogui.scroll(1, 2)',
      'pyautogui.click(x=0.5, y=0.5)\n',
    ];
    for (const code of wrong) expect(isValidCode(code), code).toBe(false);
  });

  it('never throws on foreign text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        isValidCode(text);
        parseCode(`a.b(${text})`);
      }),
    );
  });
});
