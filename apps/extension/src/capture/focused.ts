import type { Target } from '@assent/contracts';
import { fieldOf } from './field.ts';
import { deepestFocused } from './shadow.ts';
import { controlAt, describe } from './target.ts';

/** How long a description of the focused control holds, ms. */
const holds = 1500;

/**
 * Descriptions of the control that has the focus, kept for a moment so that fast typing costs little. The field's
 * class is decided anew every time: a field can become secret between two keys.
 */
export class FocusedTargets {
  #control: Element | null = null;
  #target: Target | null = null;
  #at = 0;

  /** The control a key, input or focus event happened on. */
  controlOf(event: globalThis.Event): Element | null {
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
    if (this.#target !== null && this.#control === control && now - this.#at < holds && now >= this.#at) {
      return { ...this.#target, field: fieldOf(control, this.#target.name) };
    }
    const target = describe(control);
    this.#control = control;
    this.#target = target;
    this.#at = now;
    return target;
  }

  /** Forgets what was kept: something has changed. */
  forget(): void {
    this.#control = null;
    this.#target = null;
  }
}
