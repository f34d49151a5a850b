import type { Target } from '@assent/contracts';
import { holdsValue } from '../targets/editable.ts';
import { fieldOf, textSecurityIn } from '../targets/field.ts';
import { deepestFocused } from '../targets/shadow.ts';
import { controlAt, describe } from '../targets/target.ts';

/** How long a description holds, ms. */
const holds = 1500;

/**
 * The description of the control that a person is at, kept for a moment so that a press followed by the focus, fast
 * typing, and scrolling back and forth cost little. The field's class is never reported as it was where it could have
 * changed: a field can become secret between two keys.
 */
export class RecentTargets {
  // With the first change nothing is kept, and nothing is watched: a page that changes all the time costs nothing.
  readonly #observer = new MutationObserver((records) => {
    if (records.some(isRelevant)) this.#unwatch();
  });
  #control: Element | null = null;
  /** The style of the control that is watched, as it is whenever it is asked. */
  #style: CSSStyleDeclaration | undefined;
  #watched: Element | null = null;
  #target: Target | null = null;
  /** The field that the last event happened on, for a moment, and the control that it is or is part of. */
  #hit: EventTarget | null = null;
  #hitControl: Element | null = null;
  #textSecurity: string | undefined;
  #at = 0;

  constructor(signal: AbortSignal) {
    signal.addEventListener('abort', () => this.#unwatch());
  }

  /** The control a key, input or focus event happened on. */
  controlOf(event: globalThis.Event): Element | null {
    const { target } = event;
    if (target !== null && target === this.#hit) return this.#hitControl;
    const leaf = deepestFocused(event);
    if (leaf === null) return null;
    const control = controlAt(leaf);
    // A field keeps getting the keys while it has the focus. The host of a closed tree is looked into each time.
    if (leaf === target && holdsValue(leaf)) {
      this.#hit = leaf;
      this.#hitControl = control;
    }
    return control;
  }

  /** Its description. */
  targetOf(event: globalThis.Event): Target | null {
    const control = this.controlOf(event);
    return control === null ? null : this.describe(control, event.timeStamp);
  }

  /** The description of a control as of `now` (page clock). */
  describe(control: Element, now: number): Target {
    const kept = this.#kept(control, now);
    if (kept !== null) return kept;
    const target = describe(control);
    this.keep(control, target, now);
    return target;
  }

  /** What is kept of a control, if anything is. Its style may have changed since: {@link confirm} it before it is emitted. */
  peek(control: Element, now: number): Target | null {
    return this.#control === control && now - this.#at < holds && now >= this.#at ? this.#target : null;
  }

  /** A description from before, with the class that its field has now. */
  confirm(control: Element, target: Target): Target {
    if (this.#isCurrent(target)) return target;
    this.forget();
    return { ...target, field: fieldOf(control) };
  }

  /** The description of a control that loses the focus: as it was when it was typed into. Nothing more is kept of it. */
  describeLast(control: Element): Target {
    const target = this.#kept(control, this.#at) ?? describe(control);
    this.#unwatch();
    return target;
  }

  /** Keeps a description made at `now`. */
  keep(control: Element, target: Target, now: number): void {
    // What a field is follows from its attributes and its style. Only the one at hand is watched.
    if (this.#watched !== control) {
      this.#unwatch();
      this.#observer.observe(control, { attributes: true });
      this.#watched = control;
      this.#style = getComputedStyle(control);
    }
    this.#observer.takeRecords();
    this.#hit = null;
    this.#control = control;
    this.#target = target;
    this.#textSecurity = textSecurityIn(this.#style);
    this.#at = now;
  }

  /** Forgets what was kept: something has changed. */
  forget(): void {
    this.#control = null;
    this.#target = null;
  }

  #unwatch(): void {
    this.forget();
    this.#hit = null;
    this.#observer.disconnect();
    this.#watched = null;
    this.#style = undefined;
  }

  #kept(control: Element, now: number): Target | null {
    const target = this.peek(control, now);
    return target !== null && this.#isCurrent(target) ? target : null;
  }

  #isCurrent(target: Target): boolean {
    // The observer has not been called yet for what changed a moment ago.
    if (this.#target !== target || this.#observer.takeRecords().some(isRelevant)) return false;
    return this.#textSecurity === textSecurityIn(this.#style);
  }
}

/** Whether a change of an attribute may be one of the control. Some pages write a field's value there with every key. */
function isRelevant({ attributeName }: MutationRecord): boolean {
  return attributeName !== 'value';
}
