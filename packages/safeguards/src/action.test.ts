import type { Action, RawStep, SecretClass } from '@assent/contracts';
import { describe, expect, test } from 'vitest';
import { reasonOf, safeguardAction } from './action.ts';
import { redactWith, rulesOf } from './redact.ts';
import { StepRedactor } from './step-redactor.ts';
import { typed } from './testing/raw-step.ts';
import { emptyTokens, TokenIssuer } from './tokens.ts';

/** The action as it leaves, and what was hidden of it. */
function passed(action: Action, secret: SecretClass | null = null, role = 'textbox') {
  const raw = typed('', 'Field');
  if (raw.target === null) throw new Error('no target');
  const issuer = new TokenIssuer(emptyTokens('test'));
  const rules = rulesOf({});
  const redactor = new StepRedactor((channel, text) => redactWith(channel, text, issuer, rules));
  const step: RawStep = { ...raw, action, target: { ...raw.target, role } };
  const left = safeguardAction(step, secret, redactor, issuer);
  return { action: left, hidden: redactor.redactions().map(({ at, reason }) => `${at} ${reason}`) };
}

const typing = (text: string): Action => ({ type: 'type', value: { text }, mode: 'append' });

test.each<Action>([
  { type: 'scroll', x: 1, y: 2, dx: 3, dy: 4 },
  { type: 'click', x: 1, y: 2, button: 'left', modifiers: [] },
  { type: 'hover', x: 1, y: 2 },
  { type: 'copy', size: '9-16' },
  { type: 'paste', size: '0' },
  { type: 'double_click', x: 1, y: 2, button: 'left', modifiers: [] },
  { type: 'triple_click', x: 1, y: 2, button: 'left', modifiers: [] },
  { type: 'context_click', x: 1, y: 2, button: 'right', modifiers: [] },
  { type: 'check', checked: true },
  { type: 'navigate', how: 'reload' },
  { type: 'tab_open' },
  { type: 'tab_switch' },
  { type: 'tab_close' },
  { type: 'done' },
] as Action[])('$type stays as it is', (action) => {
  expect(passed(action)).toEqual({ action, hidden: [] });
});

test.each(['copy', 'cut', 'paste'] as const)('in a secret field the size of what is %s is hidden', (type) => {
  expect(passed({ type, size: '9-16' }, 'card')).toEqual({
    action: { type, size: '0' },
    hidden: ['/action/size secret.card'],
  });
});

describe('typed text', () => {
  test.each([
    ['4111 1111 1111 1111', 'card'],
    [' 4111111111111111 ', 'card'],
    ['ghp_abcdefghijklmnopqrstuvwxyz0123456789', 'unresolved'],
  ])('that is nothing but a secret becomes a slot: %j', (text, secretClass) => {
    expect(passed(typing(text)).action).toEqual({
      type: 'type',
      value: { secret: 's1', class: secretClass },
      mode: 'append',
    });
  });

  test.each(['pay 4111 1111 1111 1111', '4111 1111 1111 1111 and pay', '4111 1111 1111 1111 and 4111 1111 1111 1111'])(
    'that holds more than a secret stays text: %j',
    (text) => {
      expect(passed(typing(text)).action).toMatchObject({ value: { text: expect.stringMatching(/card/) } });
    },
  );

  test('in a secret field becomes a slot, with the reason of the field', () => {
    expect(passed(typing('please'), 'ever-password')).toEqual({
      action: { type: 'type', value: { secret: 's1', class: 'ever-password' }, mode: 'append' },
      hidden: ['/action/value secret.password'],
    });
    const known: Action = { type: 'type', value: { secret: 'a', class: 'card' }, mode: 'append' };
    expect(passed(known, 'password')).toEqual({
      action: { type: 'type', value: { secret: 's1', class: 'card' }, mode: 'append' },
      hidden: ['/action/value secret.card'],
    });
  });

  test('passes as text and is listed where it was hidden', () => {
    expect(passed(typing('call Vanterpool'))).toEqual({
      action: typing('call \u27E6Xx9-16:1\u27E7'),
      hidden: ['/action/value/text word.capitalised'],
    });
  });
});

describe('keys', () => {
  const keys = (pressed: string, repeat = 3): Action => ({ type: 'key', keys: pressed, repeat });

  test('that write are hidden, others stay', () => {
    expect(passed(keys('Control+s'))).toEqual({ action: keys('Control+s'), hidden: [] });
    expect(passed(keys('a'))).toEqual({ action: keys('*'), hidden: ['/action/keys word.not-listed'] });
  });

  test('in a secret field are hidden with their number, unless they move on', () => {
    expect(passed(keys('Control+a'), 'password')).toEqual({
      action: keys('*', 1),
      hidden: ['/action/keys secret.password'],
    });
    expect(passed(keys('Shift+Tab'), 'password')).toEqual({ action: keys('Shift+Tab', 1), hidden: [] });
  });
});

describe('a choice', () => {
  const choice = (option: string, index = 2): Action => ({ type: 'select', option, index });

  test('passes by the channel of its control', () => {
    expect(passed(choice('Paid by Vanterpool'), null, 'combobox')).toEqual({
      action: choice('Paid by \u27E6Xx9-16:1\u27E7'),
      hidden: ['/action/option word.capitalised'],
    });
  });

  test('in a secret field is hidden with its index', () => {
    expect(passed(choice('12/2027'), 'card')).toEqual({
      action: choice('', -1),
      hidden: ['/action/option secret.card'],
    });
  });
});

test.each([
  ['pdf', 'pdf'],
  ['.PDF', '.pdf'],
  ['doc', 'doc'],
  ['docx', 'docx'],
  ['xls', 'xls'],
  ['xlsx', 'xlsx'],
  ['ppt', 'ppt'],
  ['pptx', 'pptx'],
  ['yml', 'yml'],
  ['yaml', 'yaml'],
  ['htm', 'htm'],
  ['html', 'html'],
  ['jpg', 'jpg'],
  ['jpeg', 'jpeg'],
  ['tif', 'tif'],
  ['tiff', 'tiff'],
  ['mp4', 'mp4'],
  ['7z', '7z'],
  ['annapdf', ''],
  ['pdfanna', ''],
  ['anna', ''],
  ['mp5', ''],
  ['..pdf', ''],
])('the extension %j of an uploaded file leaves as %j', (extension, kept) => {
  expect(passed({ type: 'upload', extensions: ['', extension], count: 2 })).toEqual({
    action: { type: 'upload', extensions: ['', kept], count: 2 },
    hidden: kept === '' ? ['/action/extensions/1 word.not-listed'] : [],
  });
});

test('times within an action are coarse', () => {
  expect(passed({ type: 'wait', ms: 199 }).action).toEqual({ type: 'wait', ms: 100 });
  const drag = { type: 'drag', x: 0, y: 0, button: 'left', modifiers: [], endX: 1, endY: 1 } as const;
  const path: [number, number, number][] = [
    [0.4, 0.6, 99],
    [1.5, 2.5, 200],
  ];
  expect(passed({ ...drag, modifiers: [], path }).action).toMatchObject({
    path: [
      [0, 1, 0],
      [2, 3, 200],
    ],
  });
});

test('each secret class has a reason', () => {
  expect(reasonOf('ever-password')).toBe('secret.password');
  expect(reasonOf('password')).toBe('secret.password');
  expect(reasonOf('one-time-code')).toBe('secret.one-time-code');
});
