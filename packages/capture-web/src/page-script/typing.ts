import type { Emitter } from './emitter.ts';

/** Keys further apart than this may belong to two texts, and changes further apart are not reported as one; ms. */
const goesOnFor = 1000;

/**
 * Typing that goes on in one field that is no secret. The change that a further character makes says all that its key
 * says; so the key waits for it, and is emitted only if something else comes first. Most keys are such. And of the changes
 * that such keys make within a moment only the last is emitted, with the characters of all.
 */
export class Typing {
  #control: Element | null = null;
  #at = Number.NEGATIVE_INFINITY;
  #waiting: KeyboardEvent | null = null;
  /** What changes that are not emitted yet have put in. */
  #text = '';
  /** Up to when changes are emitted, at least. */
  #emittedAt = 0;

  /** Text of a field was changed by a person's typing, or otherwise, and this was emitted. */
  changed(control: Element, event: globalThis.Event): void {
    this.#waiting = null;
    this.#control = writes(event) ? control : null;
    this.#at = event.timeStamp;
    this.#emittedAt = this.#at;
  }

  /** Whether a key's change is worth waiting for: a plain character, typed where the last one was. */
  awaits(event: KeyboardEvent, control: Element, t: number): boolean {
    if (control !== this.#control || t - this.#at > goesOnFor) return false;
    const { key } = event;
    // Autofill sends trusted key events that have no key, whatever the type says.
    if ((key as string | undefined)?.length !== 1 || event.ctrlKey || event.altKey || event.metaKey) return false;
    if (event.repeat || event.isComposing) return false;
    this.#waiting = event;
    return true;
  }

  /** Whether a change is the one that the waiting key makes. */
  explains(control: Element, event: globalThis.Event): boolean {
    return control === this.#control && writes(event) && event.data === this.#waiting?.key;
  }

  /** What a change that a key explains has put in, after what the changes held so far have, which it replaces. */
  goOn(data: string | null, timeStamp: number, emitter: Pick<Emitter, 'release' | 'settle'>): string {
    this.#waiting = null;
    emitter.release();
    if (timeStamp - this.#emittedAt > goesOnFor) {
      emitter.settle();
      this.#emittedAt = this.#at;
    }
    this.#at = timeStamp;
    this.#text = (emitter.release() ? this.#text : '') + data;
    return this.#text;
  }
}

function writes(event: globalThis.Event): event is InputEvent {
  return event instanceof InputEvent && event.inputType === 'insertText';
}
