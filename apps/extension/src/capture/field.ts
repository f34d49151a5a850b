import type { Field } from '@assent/contracts';

/** stub */
export function fieldOf(element: Element): Field {
  return {
    kind: 'text',
    secret: element instanceof HTMLInputElement && element.type === 'password' ? 'password' : null,
  };
}
