import type { SecretClass } from '@assent/contracts';
import type { Emitter } from './emitter.ts';
import { fieldOf, wasAutofilled } from '../targets/field.ts';
import type { Outbox } from './outbox.ts';
import { shadowKind } from '../targets/shadow.ts';
import { base64url } from './random-id.ts';
import { describe } from '../targets/target.ts';

/**
 * Secrets that people type again, and how long one is at least, UTF-16 units: what takes less is a part of one. A
 * one-time code is not typed again; that two were equal would only say something about the codes.
 */
const typedAgain: Readonly<Partial<Record<SecretClass, number>>> = {
  password: 4,
  'ever-password': 4,
  'css-masked': 4,
  card: 12,
};

/**
 * Reports which secrets were equal, so that a login or a repeated new password can be learnt from. A name is made once
 * for what a person has typed, when the typing ends (a press, Enter, Tab, Escape, leaving the field), never per key.
 *
 * Not when the page is hidden or goes: the answer would come too late to be sent, so nothing is read for it.
 */
export class SecretSlots {
  readonly #emitter: Emitter;
  readonly #outbox: Outbox;
  #key: CryptoKey | null = null;
  /** The field that was typed into and has not been reported yet. */
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
    const input = { inputType: '', origin: 'user', data: null, value: null, secret: target.field.secret } as const;
    // Takes its number in the order of events now; the name itself is there in a moment.
    const emit = () => this.#emitter.emit({ kind: 'input', ...input, slot: '', target }, timeStamp);
    void this.#outbox.nameSecret(slot, emit);
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

/** Longer content is a document, not a secret that is typed twice. */
const longest = 4096;

/**
 * The key that secrets of one session are named with, from the text the background gave. It cannot be read back. Null
 * where the browser offers no cryptography: in pages that did not come over a safe connection.
 */
async function importSlotKey(text: string): Promise<CryptoKey | null> {
  // The typings promise it everywhere; browsers leave it out on plain http.
  const subtle: SubtleCrypto | undefined = crypto.subtle;
  if (subtle === undefined) return null;
  return subtle.importKey('raw', new TextEncoder().encode(text), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}

/**
 * The name of a secret field's present content: HMAC-SHA-256, cut to 128 bits, as base64url. Equal for equal content
 * under one key, and says nothing else without the key. Empty where the content is not to be compared: below
 * `least` units it is a part of something, as a digit of a code in its own box, whose equality would say something about the whole.
 *
 * The only place that reads a secret field's content. It is read at once, before the page reacts, and kept nowhere.
 */
async function slotOf(field: { readonly value: string }, least: number, key: CryptoKey): Promise<string> {
  const { length } = field.value;
  if (length < least || length > longest) return '';
  const bytes = new TextEncoder().encode(field.value);
  const signing = crypto.subtle.sign('HMAC', key, bytes);
  // Handed over above: the browser works on a copy of its own.
  bytes.fill(0);
  return base64url(new Uint8Array(await signing, 0, 16));
}
