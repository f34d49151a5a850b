import type { SecretClass } from '@assent/contracts';
import type { Emitter } from './emitter.ts';
import { fieldOf, wasAutofilled } from '../targets/field.ts';
import type { Outbox } from './outbox.ts';
import { shadowKind } from '../targets/shadow.ts';
import { importSlotKey, slotOf } from './slot.ts';
import { describe } from '../targets/target.ts';

/**
 * Secrets that people type again, and how long one is at least, UTF-16 units: what takes less is a part of one. A
 * one-time code is not typed again; that two were equal would only tell about the codes.
 */
const typedAgain: Readonly<Partial<Record<SecretClass, number>>> = {
  password: 4,
  'ever-password': 4,
  'css-masked': 4,
  card: 12,
};

/**
 * Tells which secrets were equal, so that a login or a repeated new password can be learnt from. A name is made once
 * for what a person has typed, when the typing ends (a press, Enter, Tab, Escape, leaving the field), never per key.
 *
 * Not when the page is hidden or goes: the answer would come too late to be sent, so nothing is read for it.
 */
export class SecretSlots {
  readonly #emitter: Emitter;
  readonly #outbox: Outbox;
  #key: CryptoKey | null = null;
  /** The field that was typed into and has not been told about yet. */
  #typed: Element | null = null;

  constructor(emitter: Emitter, outbox: Outbox) {
    this.#emitter = emitter;
    this.#outbox = outbox;
  }

  /** Learns the session's key. Until then no secret is compared. */
  async compareWith(key: string): Promise<void> {
    this.#key = await importSlotKey(key);
  }

  /** A person typed into a secret field. */
  typed(control: Element): void {
    this.#typed = control;
  }

  /** The typing ends with what happened at `timeStamp`, whose own event comes after. */
  commit(timeStamp: number): void {
    const control = this.#typed;
    this.#typed = null;
    // Whether it may be read is decided here, anew, before it is (P3).
    if (control === null || this.#key === null || !this.#emitter.mayRead() || !isReadable(control)) return;
    const least = leastOf(control);
    if (least === undefined) return;
    const slot = slotOf(control, least, this.#key);
    const target = describe(control);
    const told = { inputType: '', origin: 'user', data: null, value: null, secret: target.field.secret } as const;
    // Takes its place in the order of events now; the name itself is there in a moment.
    const tell = () => this.#emitter.emit({ kind: 'input', ...told, slot: '', target }, timeStamp);
    void this.#outbox.nameSecret(slot, tell);
  }
}

/** Deny by default: not what is gone from the page, in a tree the page keeps closed, or not a plain text field. */
function isReadable(control: Element): control is HTMLInputElement | HTMLTextAreaElement {
  const isText = control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement;
  return isText && control.isConnected && shadowKind(control) !== 'closed';
}

/** How long a control's secret is at least; undefined if it is none, or was not all typed. */
function leastOf(control: Element): number | undefined {
  const { secret } = fieldOf(control);
  return secret === null || wasAutofilled(control) ? undefined : typedAgain[secret];
}
