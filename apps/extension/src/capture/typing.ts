/** Keys further apart than this may belong to two texts, ms. */
const goesOnFor = 1000;

/**
 * Typing that goes on in one field that is no secret. The change that a further character makes says all that its key
 * says; so the key waits for it, untold, and is told only if something else comes first. Most keys are such.
 */
export class Typing {
  #control: Element | null = null;
  #at = Number.NEGATIVE_INFINITY;
  #waiting: KeyboardEvent | null = null;

  /** Text of a field was changed by a person's typing, or otherwise. */
  changed(control: Element, event: globalThis.Event): void {
    this.#waiting = null;
    this.#control = event instanceof InputEvent && event.inputType === 'insertText' ? control : null;
    this.#at = event.timeStamp;
  }

  /** Whether a key's change is worth waiting for: a plain character, typed where the last one was. */
  awaits(event: KeyboardEvent, control: Element): boolean {
    const { key, timeStamp } = event;
    if (control !== this.#control || timeStamp - this.#at > goesOnFor) return false;
    // Autofill sends trusted key events that have no key, whatever the type says.
    if ((key as string | undefined)?.length !== 1 || event.ctrlKey || event.altKey || event.metaKey) return false;
    if (event.repeat || event.isComposing) return false;
    this.#waiting = event;
    return true;
  }

  /** Whether a change is the one that the waiting key makes. */
  explains(control: Element, event: globalThis.Event): boolean {
    const isIts = control === this.#control && event instanceof InputEvent && event.inputType === 'insertText';
    return isIts && this.#waiting !== null && event.data === this.#waiting.key;
  }
}
