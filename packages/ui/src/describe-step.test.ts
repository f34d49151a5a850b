import { describe, expect, test } from 'vitest';
import type { Action, Target } from '@assent/contracts';
import { describeStep } from './describe-step.ts';

const page = { origin: 'https://crm.example', path: '/orders', queryKeys: [], title: '' };
const at = { x: 1, y: 2 };
const pointer = { ...at, button: 'left' as const, modifiers: [] };

function target(name: string, role = 'button'): Target {
  return {
    ref: 'e1',
    role,
    name,
    nameSource: 'content',
    tag: 'button',
    field: { kind: 'none', secret: null },
    box: [0, 0, 1, 1],
    state: { disabled: false, checked: null, expanded: null, selected: null, value: 'unknown' },
    hitSelf: true,
    shadow: 'none',
    selectors: { testId: null, id: null, css: null },
    context: [],
  };
}

describe('a step in plain words', () => {
  test.each<[string, Action, Target | null]>([
    ['Click “Save”', { type: 'click', ...pointer }, target('Save')],
    ['Click “Save” with the middle button', { type: 'click', ...pointer, button: 'middle' }, target('Save')],
    ['Click a button', { type: 'click', ...pointer }, target('')],
    ['Click the page', { type: 'click', ...pointer }, null],
    ['Type “hello” into “Subject”', { type: 'type', value: { text: 'hello' }, mode: 'append' }, target('Subject')],
    [
      'Replace the text in “Subject” with “hello”',
      { type: 'type', value: { text: 'hello' }, mode: 'replace' },
      target('Subject'),
    ],
    [
      'Type something secret into “Password”',
      { type: 'type', value: { secret: 's1', class: 'password' }, mode: 'append' },
      target('Password'),
    ],
    ['Press Control + s', { type: 'key', keys: 'Control+s', repeat: 1 }, null],
    ['Press ArrowDown 3 times', { type: 'key', keys: 'ArrowDown', repeat: 3 }, null],
    ['Choose “Closed” in “State”', { type: 'select', option: 'Closed', index: 1 }, target('State')],
    ['Untick “Paid”', { type: 'check', checked: false }, target('Paid')],
    ['Scroll up', { type: 'scroll', ...at, dx: 0, dy: -10, endX: 0, endY: 0, container: 'document' }, null],
    [
      'Scroll down with Control',
      {
        type: 'scroll',
        ...at,
        dx: 0,
        dy: 10,
        endX: 0,
        endY: 0,
        container: 'document',
        modifiers: ['Control'],
      },
      null,
    ],
    ['Go to crm.example/orders', { type: 'navigate', how: 'same-document' }, null],
    ['Choose 1 file for “Attach”', { type: 'upload', extensions: ['pdf'], count: 1 }, target('Attach')],
  ])('%s', (sentence, action, on) => {
    expect(describeStep({ action, target: on, page })).toBe(sentence);
  });
});

test('an action of an unknown kind is not called by the name of another', () => {
  const action = { type: 'teleport' } as unknown as Action;
  expect(describeStep({ action, target: null, page })).toBe('An action of an unknown kind');
});
