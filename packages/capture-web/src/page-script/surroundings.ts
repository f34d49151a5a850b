import { innermost, parentOf } from '../targets/shadow.ts';
import { controlAt } from '../targets/target.ts';

/** How far up from a control, something next to it may be what it opens. */
const maxClimb = 4;
/** A child of a control may be what it opens: so many of its children are read. */
const maxChildren = 8;

export const popups = '[role=menu],[role=listbox],[role=dialog],[role=tooltip],[role=tree],[role=grid],[popover]';
/** What may be one without saying so, next to a control or to an item around it. */
const likely = `${popups},ul,ol,menu,[class*=menu i],[class*=drop i],[class*=pop i],[class*=tip i]`;

/**
 * For how many borders that the pointer crosses what was found is taken as it is. Then it is checked whether anything was
 * put in or taken away. Not a time: asking an event for its own costs more than all else that is done with most of them.
 */
const holds = 128;

/** What of the page around a control the control may open. */
export interface Around {
  readonly control: Element;
  /** Those of the control and what is around it that state whether they have opened something, innermost first. */
  readonly expanders: readonly Element[];
  /** What may be something that opens, in the control or next to it. */
  readonly nearby: readonly Element[];
}

interface Found extends Around {
  /** The control and what is around it, innermost first. */
  readonly climb: readonly Element[];
  /** What was read: as long as it is the same, so is the rest. */
  readonly seen: readonly (Element | null | number)[];
  /** The last border up to which it is taken as it is. */
  until: number;
}

/**
 * Remembers what is around the controls that the pointer has come to. It comes to the same ones over and over on its
 * way across a page, and finding out costs far more than seeing that nothing has changed.
 */
export class Surroundings {
  readonly #byTarget = new WeakMap<EventTarget, Found>();
  readonly #byControl = new WeakMap<Element, Found>();
  #borders = 0;

  /** What is around the control whose border the pointer crossed; null if there is none. */
  of(event: globalThis.Event): Around | null {
    const { target } = event;
    const now = this.#borders++;
    const known = target === null ? undefined : this.#byTarget.get(target);
    if (known !== undefined && (now < known.until || isUnchanged(known))) {
      if (now >= known.until) known.until = now + holds;
      return known;
    }
    const leaf = innermost(event);
    if (!(leaf instanceof Element)) return null;
    const control = controlAt(leaf);
    let found = this.#byControl.get(control);
    if (found === undefined || !isUnchanged(found)) found = findAround(control, now + holds);
    this.#byControl.set(control, found);
    // A shadow tree's host is the target for all that is in it.
    if (target === leaf) this.#byTarget.set(leaf, found);
    return found;
  }
}

function isUnchanged({ control, climb, seen, expanders }: Found): boolean {
  if (control.childElementCount !== seen[0] || parentOf(climb.at(-1) ?? control) !== seen[1]) return false;
  if (expanders.length !== climb.filter(statesExpansion).length) return false;
  return climb.every((node, depth) => node.nextElementSibling === seen[depth + 2]);
}

function findAround(control: Element, until: number): Found {
  const climb: Element[] = [];
  let node: Element | null = control;
  for (; node !== null && climb.length < maxClimb; node = parentOf(node)) climb.push(node);
  const siblings = climb.map(({ nextElementSibling }) => nextElementSibling);
  const near = [...[...control.children].slice(0, maxChildren), ...siblings.filter((other) => other !== null)];
  return {
    control,
    expanders: climb.filter(statesExpansion),
    nearby: near.filter((other) => other.matches(likely)),
    climb,
    seen: [control.childElementCount, node, ...siblings],
    until,
  };
}

function statesExpansion(node: Element): boolean {
  return node.hasAttribute('aria-expanded');
}
