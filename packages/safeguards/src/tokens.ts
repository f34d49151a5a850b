import type { OpenInput } from './open-input.ts';
import { lengthBucket, type ReasonCode } from '@assent/contracts';

/**
 * Tokens: what stands in place of hidden text. `⟦Xx5-8:1⟧` says the kinds of characters, a length bucket and a number
 * that is equal for equal texts within one episode. Where the kind of thing is known, it takes the place of shape and
 * length: `⟦email:2⟧`. A number of 0 claims no equality.
 */

/**
 * What one device remembers within one episode: which hidden texts were equal (salted fingerprints, no text), what
 * may go on in the next input, how much time was taken out. JSON-serialisable.
 */
export interface TokenTable {
  /** Random per episode; makes numbers of different episodes and people unlinkable. */
  readonly salt: string;
  /** Fingerprint of a hidden text → its number. */
  readonly ids: Readonly<Record<string, number>>;
  /** Fingerprint of a secret → its slot's number. */
  readonly slots: Readonly<Record<string, number>>;
  /** Secrets so far that could not be compared with any other. */
  readonly lone: number;
  /** What was typed last, as far as the next input may be the rest of it. */
  readonly open?: OpenInput;
  /** By how many ms the episode's steps are moved up so far, to take out how long typing took. */
  readonly skew?: number;
}

/** A table for a new episode. `salt` is for tests and vectors; without it 128 random bits are drawn. */
export function emptyTokens(salt?: string): TokenTable {
  return { salt: salt ?? randomSalt(), ids: {}, slots: {}, lone: 0 };
}

/** More different hidden texts than this in one episode get no number of their own: the table stays small. */
const maxTokens = 5000;

/** Hands out tokens and slots while one step is worked on; `table()` is what to go on with. */
export class TokenIssuer {
  #table: TokenTable;
  #owned = false;
  readonly #sizes: { ids: number; slots: number };

  constructor(table: TokenTable) {
    this.#table = table;
    this.#sizes = { ids: Object.keys(table.ids).length, slots: Object.keys(table.slots).length };
  }

  /** The token for a hidden text. */
  token(hidden: string, reason: ReasonCode): string {
    // What nobody looked at claims no equality: it can be as long as a device's memory.
    if (kinds[reason] === 'long') return format(hidden, reason, 0);
    return format(hidden, reason, this.#number('ids', printOf(this.#table, hidden)));
  }

  /** The slot of a secret; `known` tells equal secrets apart from others, empty where nobody could compare. */
  slot(known: string): string {
    const number = known === '' ? 0 : this.#number('slots', fingerprint(this.#table.salt, known));
    if (number > 0) return `s${number}`;
    this.#table = { ...this.#table, lone: this.#table.lone + 1 };
    return `s${this.#sizes.slots + this.#table.lone}`;
  }

  table(): TokenTable {
    this.#owned = false;
    return this.#table;
  }

  #number(part: 'ids' | 'slots', print: string): number {
    const known = this.#table[part][print];
    if (known !== undefined) return known;
    if (this.#sizes[part] >= maxTokens) return 0;
    const number = ++this.#sizes[part] + (part === 'slots' ? this.#table.lone : 0);
    if (!this.#owned) {
      this.#table = { ...this.#table, ids: { ...this.#table.ids }, slots: { ...this.#table.slots } };
      this.#owned = true;
    }
    // Our own copy since the line above: nobody else sees it change.
    (this.#table[part] as Record<string, number>)[print] = number;
    return number;
  }
}

/** Anything that makes tokens. */
export interface TokenSource {
  token(hidden: string, reason: ReasonCode): string;
}

/** Issues tokens that claim no equality: for the second pass, which has no table. */
export const anonymousTokens: TokenSource = { token: (hidden, reason) => format(hidden, reason, 0) };

/** Numbers texts that the table already knows and leaves it as it is. */
export function knownTokens(table: TokenTable): TokenSource {
  return {
    token: (hidden, reason) =>
      format(hidden, reason, kinds[reason] === 'long' ? 0 : (table.ids[printOf(table, hidden)] ?? 0)),
  };
}

/** Matches exactly the tokens this package writes. */
export const tokenPattern =
  /\u27E6(?:(?:X?x?9?\*?)(?:0|1-4|5-8|9-16|17-64|65-256|257\+)|secret|email|phone|card|account|id|ip|url|address|date|long):\d{1,6}\u27E7/gu;

const kinds: Partial<Record<ReasonCode, string>> = {
  'secret.password': 'secret',
  'secret.one-time-code': 'secret',
  'secret.card': 'secret',
  'secret.css-masked': 'secret',
  'secret.autofill': 'secret',
  'secret.closed-shadow': 'secret',
  'secret.foreign-frame': 'secret',
  'secret.unresolved': 'secret',
  'secret.token': 'secret',
  'secret.private-key': 'secret',
  'found.email': 'email',
  'found.phone': 'phone',
  'found.card': 'card',
  'found.bank-account': 'account',
  'found.government-id': 'id',
  'found.ip-address': 'ip',
  'found.url': 'url',
  'found.address': 'address',
  'found.date-of-birth': 'date',
  'limit.too-long': 'long',
  'limit.timeout': 'long',
};

function format(hidden: string, reason: ReasonCode, number: number): string {
  const kind = kinds[reason] ?? shapeOf(hidden) + lengthBucket(hidden.length);
  return `\u27E6${kind}:${number}\u27E7`;
}

function printOf(table: TokenTable, hidden: string): string {
  return fingerprint(table.salt, hidden.normalize('NFC'));
}

/** Which kinds of characters a text has, in a fixed order: capitals, small letters, digits, anything else. */
function shapeOf(text: string): string {
  const head = text.slice(0, 256);
  const shape =
    (/\p{Lu}/u.test(head) ? 'X' : '') + (/\p{Ll}/u.test(head) ? 'x' : '') + (/\p{Nd}/u.test(head) ? '9' : '');
  return shape + (shape === '' || /[^\p{Lu}\p{Ll}\p{Nd}]/u.test(head) ? '*' : '');
}

/**
 * 64 bits of a salted, non-cryptographic hash (two lanes of 32-bit multiply and xor). It only spares the device a table
 * of plain texts; it never leaves the device and nothing relies on it being hard to invert.
 */
function fingerprint(salt: string, text: string): string {
  let a = 0x9e3779b9;
  let b = 0x85ebca6b;
  for (const part of [salt, '\0', text]) {
    for (let i = 0; i < part.length; i++) {
      const unit = part.charCodeAt(i);
      a = Math.imul(a ^ unit, 0x9e3779b1);
      b = Math.imul(b ^ unit, 0x5f356495);
      a ^= a >>> 15;
      b ^= b >>> 13;
    }
  }
  a = Math.imul(a ^ (b >>> 16), 0x85ebca6b);
  b = Math.imul(b ^ (a >>> 13), 0xc2b2ae35);
  return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 0).toString(16).padStart(8, '0');
}

function randomSalt(): string {
  let salt = '';
  for (const byte of crypto.getRandomValues(new Uint8Array(16))) salt += byte.toString(16).padStart(2, '0');
  return salt;
}
