import type { Target } from '@assent/contracts';
import { textSecurityIn } from './field.ts';
import { deepestFocused } from './shadow.ts';
import { controlAt, describe } from './target.ts';

/** How long a description of the focused control holds, ms. */
const holds = 1500;

/**
 * Descriptions of the control that a person is at, kept for a moment so that a press followed by the focus, and fast
 * typing, cost little. The field's class is never kept where it could have changed: a field can become secret between
 * two keys.
 */
export class FocusedTargets {
  readonly #observer = new MutationObserver(() => this.forget());
  #control: Element | null = null;
  /** The style of the control that is watched, as it is whenever it is asked. */
  #style: CSSStyleDeclaration | undefined;
  #watched: Element | null = null;
  #target: Target | null = null;
  #look: string | undefined;
  #at = 0;

  constructor(signal: AbortSignal) {
    signal.addEventListener('abort', () => this.#unwatch());
  }

  /** The control a key, input or focus event happened on. */
  controlOf(event: globalThis.Event): Element | null {
    const { target } = event;
    // A text field is its own control, and nothing can be within it.
    if (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) return target;
    const leaf = deepestFocused(event);
    return leaf === null ? null : controlAt(leaf);
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

  /** The description of a control that loses the focus: as it was when it was typed into. Nothing more is kept of it. */
  describeLast(control: Element): Target {
    const target = this.#kept(control, this.#at) ?? describe(control);
    this.#unwatch();
    return target;
  }

  /** Keeps a description made at `now`. */
  keep(control: Element, target: Target, now: number): void {
    // What a field is stands in its attributes, and in how it looks. Only the one at hand is watched.
    if (this.#watched !== control) {
      this.#unwatch();
      this.#observer.observe(control, { attributes: true });
      this.#watched = control;
      this.#style = getComputedStyle(control);
    }
    this.#observer.takeRecords();
    this.#control = control;
    this.#target = target;
    this.#look = textSecurityIn(this.#style);
    this.#at = now;
  }

  /** Forgets what was kept: something has changed. */
  forget(): void {
    this.#control = null;
    this.#target = null;
  }

  #unwatch(): void {
    this.forget();
    this.#observer.disconnect();
    this.#watched = null;
    this.#style = undefined;
  }

  #kept(control: Element, now: number): Target | null {
    if (this.#control !== control || now - this.#at >= holds || now < this.#at) return null;
    // What was changed a moment ago the observer has not been told of yet.
    if (this.#observer.takeRecords().length > 0 || this.#look !== textSecurityIn(this.#style)) return null;
    return this.#target;
  }
}
