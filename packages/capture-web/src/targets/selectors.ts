import type { Target } from '@assent/contracts';

const testIdAttributes = ['data-testid', 'data-test-id', 'data-test', 'data-cy', 'data-qa'];
const maxDepth = 6;

/** Cheap selector candidates: attributes, and a short structural path. Uniqueness is ranked later, not in the page. */
export function selectorsOf(element: Element): Target['selectors'] {
  const testId = testIdAttributes.map((name) => element.getAttribute(name)).find((value) => value !== null);
  return {
    testId: testId?.slice(0, 200) ?? null,
    id: element.id === '' ? null : element.id.slice(0, 200),
    css: cssPath(element),
  };
}

/** Tags and positions only, from the element up to `maxDepth` ancestors; no class, id or attribute of the page's. */
function cssPath(element: Element): string | null {
  const parts: string[] = [];
  for (let node: Element | null = element; node !== null && parts.length < maxDepth; node = node.parentElement) {
    parts.unshift(`${node.localName}${position(node)}`);
  }
  const path = parts.join(' > ');
  return path.length <= 500 ? path : null;
}

function position(element: Element): string {
  let index = 1;
  // Bounded: in a list of thousands the position is not worth its cost.
  for (let node = element.previousElementSibling; node !== null; node = node.previousElementSibling) {
    if (node.localName === element.localName) index += 1;
    if (index > 200) return '';
  }
  return index === 1 && element.nextElementSibling === null ? '' : `:nth-of-type(${index})`;
}
