import type { Step, TextValue } from '@assent/contracts';

/** A step in plain words, as its participant reads it: `Click “Save”`. Hidden runs are tokens in it, `⟦…⟧`. */
export function describeStep(step: Pick<Step, 'action' | 'target' | 'page'>): string {
  const { action } = step;
  const on = targetWords(step);
  switch (action.type) {
    case 'click':
      return action.button === 'left' ? `Click ${on}` : `Click ${on} with the ${action.button} button`;
    case 'double_click':
      return `Double-click ${on}`;
    case 'triple_click':
      return `Triple-click ${on}`;
    case 'context_click':
      return `Open the menu of ${on}`;
    case 'drag':
      return `Drag ${on}`;
    case 'scroll':
      return `Scroll ${direction(action.dx, action.dy)}${action.modifiers === undefined ? '' : ` with ${action.modifiers.join(' + ')}`}`;
    case 'type':
      return `${action.mode === 'replace' ? 'Replace the text in' : 'Type'} ${action.mode === 'replace' ? `${on} with ${typed(action.value)}` : `${typed(action.value)} into ${on}`}`;
    case 'key':
      return `Press ${action.keys.replaceAll('+', ' + ')}${action.repeat > 1 ? ` ${action.repeat} times` : ''}`;
    case 'select':
      return `Choose “${action.option}” in ${on}`;
    case 'check':
      return `${action.checked ? 'Tick' : 'Untick'} ${on}`;
    case 'hover':
      return `Point at ${on}`;
    case 'navigate':
      return `${navigation[action.how]} ${place(step)}`;
    case 'tab_open':
      return 'Open a tab';
    case 'tab_switch':
      return 'Switch to another tab';
    case 'tab_close':
      return 'Close a tab';
    case 'copy':
      return 'Copy';
    case 'cut':
      return 'Cut';
    case 'paste':
      return `Paste into ${on}`;
    case 'upload':
      return `Choose ${action.count} file${action.count === 1 ? '' : 's'} for ${on}`;
    case 'wait':
      return 'Wait';
    case 'done':
      return 'Finish the task';
    default:
      action satisfies never;
      // Claims nothing about an action it does not know.
      return 'An action of an unknown kind';
  }
}

const navigation = {
  load: 'Open',
  reload: 'Reload',
  'back-forward': 'Go back or forward to',
  'same-document': 'Go to',
};

const roleWords: Readonly<Record<string, string>> = {
  textbox: 'a text field',
  searchbox: 'a search field',
  button: 'a button',
  link: 'a link',
  checkbox: 'a checkbox',
  radio: 'a radio button',
  combobox: 'a list of choices',
  option: 'an option',
  cell: 'a cell',
  row: 'a row',
  tab: 'a tab',
  generic: 'a part of the page',
};

function targetWords({ target }: Pick<Step, 'target'>): string {
  if (target === null) return 'the page';
  if (target.name !== '') return `“${target.name}”`;
  return roleWords[target.role] ?? `a ${target.role || 'part of the page'}`;
}

function typed(value: TextValue): string {
  return 'secret' in value ? 'something secret' : `“${value.text}”`;
}

function direction(dx: number, dy: number): string {
  if (Math.abs(dy) >= Math.abs(dx)) return dy >= 0 ? 'down' : 'up';
  return dx >= 0 ? 'right' : 'left';
}

function place({ page }: Pick<Step, 'page'>): string {
  const host = URL.parse(page.origin)?.host ?? 'a page';
  return page.path === '' || page.path === '/' ? host : `${host}${page.path}`;
}
