/** Input types that are pressed, not typed into. */
const buttonTypes = new Set(['button', 'submit', 'reset', 'image']);

/** Whether an element holds what a person typed or chose, so that its content may never serve as anyone's name. */
export function holdsValue(element: Element): boolean {
  if (element instanceof HTMLInputElement) return !buttonTypes.has(element.type);
  if (element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement) return true;
  // Anywhere in the list of roles, also behind one that counts more: in doubt it holds something.
  return (
    isRichText(element) || /textbox|searchbox|combobox|spinbutton|slider/i.test(element.getAttribute('role') ?? '')
  );
}

/** Whether an element is edited in place. A form control is not: it is asked first because that is cheap. */
export function isRichText(element: Element): boolean {
  if (element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement) return false;
  return element instanceof HTMLElement && element.isContentEditable;
}

/** The outermost element of an editing area. */
export function editingRoot(element: HTMLElement): HTMLElement {
  let root = element;
  while (root.parentElement?.isContentEditable === true) root = root.parentElement;
  return root;
}
