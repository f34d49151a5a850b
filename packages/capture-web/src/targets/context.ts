import type { Target } from '@assent/contracts';
import { nameOf } from './name.ts';
import { contextRoles, roleAttribute } from './role-attribute.ts';
import { parentOf } from './shadow.ts';

/** Where a tag is not called what its role is. A `menu` is a list, and so no context. */
const roleOfTag: Readonly<Record<string, string>> = { fieldset: 'group', nav: 'navigation', tr: 'row', menu: '' };
/** The enclosing dialog, form, table row and the like, innermost first, at most eight. */
export function contextOf(element: Element): Target['context'] {
  const context: Target['context'] = [];
  let node = parentOf(element);
  for (let depth = 0; node !== null && depth < 40 && context.length < 8; depth++) {
    const role = roleAttribute(node) || (roleOfTag[node.localName] ?? node.localName);
    // Named by label only: a row's or form's content is everybody's data.
    if (contextRoles.has(role)) context.push({ role, name: nameOf(node, '').name });
    node = parentOf(node);
  }
  return context;
}
