/** Just enough DOM building for the practice apps: plain elements, no framework. */

type Child = Node | string;
type Props = Readonly<Record<string, string | boolean | ((event: Event) => void)>>;

/** An element with attributes, listeners (`onclick` …) and children. `text` sets the text content. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (typeof value === 'function') element.addEventListener(name.slice(2), value);
    else if (name === 'text') element.textContent = String(value);
    else if (typeof value === 'boolean') element.toggleAttribute(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

/** A labelled form control. */
export function field(label: string, control: HTMLElement, id: string): HTMLElement {
  control.id = id;
  return el('p', { class: 'field' }, el('label', { for: id, text: label }), control);
}

/** A select with the given options. */
export function select(options: readonly string[], chosen: string): HTMLSelectElement {
  const element = el('select');
  for (const option of options) element.append(el('option', { text: option, value: option }));
  element.value = chosen;
  return element;
}

/** Replaces what the page shows. */
export function show(...children: readonly Child[]): void {
  document.querySelector('main')?.replaceChildren(...children);
}

/** Says something to the user in the status line. */
export function say(message: string): void {
  const status = document.querySelector('[role=status]');
  if (status) status.textContent = message;
}

/** Reads JSON from the practice server. */
export async function load<Value>(path: string): Promise<Value> {
  const response = await fetch(path);
  // The practice server is our own; its shapes are those of world.ts.
  return (await response.json()) as Value;
}

/** Stores JSON on the practice server. */
export async function save(path: string, value: unknown): Promise<void> {
  await fetch(path, { method: 'PUT', body: JSON.stringify(value), headers: { 'content-type': 'application/json' } });
}
