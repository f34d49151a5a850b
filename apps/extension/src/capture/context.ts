import type { Target } from '@assent/contracts';
import { roleAttribute } from './editable.ts';
import { nameOf } from './name.ts';
import { parentOf } from './shadow.ts';

const roleOfTag: Readonly<Record<string, string>> = {
  dialog: 'dialog',
  form: 'form',
  fieldset: 'group',
  nav: 'navigation',
  main: 'main',
  table: 'table',
  tr: 'row',
  menu: 'list',
  search: 'search',
};
const contextRoles = new Set(
  'dialog alertdialog form group navigation main table grid treegrid row menu menubar toolbar tablist listbox tree search region radiogroup'.split(
    ' ',
  ),
);

/** The enclosing dialog, form, table row and the like, innermost first, at most eight. */
export function contextOf(element: Element): Target['context'] {
  const context: Target['context'] = [];
  let node = parentOf(element);
  for (let depth = 0; node !== null && depth < 40 && context.length < 8; depth++) {
    const role = roleAttribute(node) || roleOfTag[node.localName] || '';
    // Named by label only: a row's or form's content is everybody's data.
    if (contextRoles.has(role)) context.push({ role, name: nameOf(node, '').name });
    node = parentOf(node);
  }
  return context;
}
