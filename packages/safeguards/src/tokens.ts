import { lengthBucket, type Box, type ReasonCode } from '@assent/contracts';

/**
 * Tokens take the place of hidden text. `⟦Xx5-8:1⟧` says the kinds of characters, a length bucket and a number
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

/**
 * One secret that arrives in parts: in a row of small boxes (four digits each for a card, one character each for a
 * one-time code), or in one field with a pause in between (“the password is …”, then the password).
 */
export interface OpenInput {
  /** The field that was typed into last. */
  readonly ref: string;
  /** The page it is in, without query and fragment. */
  readonly page?: string;
  /** Where it is, if a short group was typed into it. */
  readonly box?: Box;
  /** Why what is typed next into the same field is hidden, if it is. */
  readonly next?: ReasonCode;
}

/** A table for a new episode. `salt` is for tests and vectors; without it 128 random bits are drawn. */
export function emptyTokens(salt?: string): TokenTable {
  return { salt: salt ?? randomSalt(), ids: {}, slots: {}, lone: 0 };
}

/** More different hidden texts than this in one episode get no number of their own: the table stays small. */
const maxTokens = 5000;

/** Hands out tokens and slots while one step is worked on; `table()` is what to go on with. */
export class TokenIssuer {
  readonly #table: TokenTable;
  /** What came to the table's numbers since; the table itself belongs to the caller. */
  readonly #added = { ids: new Map<string, number>(), slots: new Map<string, number>() };
  readonly #sizes: { ids: number; slots: number };
  #lone: number;

  constructor(table: TokenTable) {
    this.#table = table;
    this.#sizes = { ids: countOf(table.ids), slots: countOf(table.slots) };
    this.#lone = table.lone;
  }

  /** The token for a hidden text. */
  token(hidden: string, reason: ReasonCode): string {
    // Text that was not examined claims no equality: it can be as long as a device's memory.
    if (kinds[reason] === 'long') return format(hidden, reason, 0);
    return format(hidden, reason, this.#number('ids', printOf(this.#table, hidden)));
  }

  /** The slot of a secret; `known` identifies equal secrets; it is empty where they could not be compared. */
  slot(known: string): string {
    const number = known === '' ? 0 : this.#number('slots', fingerprint(this.#table.salt, known));
    if (number > 0) return `s${number}`;
    this.#lone++;
    return `s${this.#sizes.slots + this.#lone}`;
  }

  table(): TokenTable {
    const { ids, slots } = this.#added;
    if (ids.size === 0 && slots.size === 0 && this.#lone === this.#table.lone) return this.#table;
    return {
      ...this.#table,
      ids: ids.size === 0 ? this.#table.ids : { ...this.#table.ids, ...Object.fromEntries(ids) },
      slots: slots.size === 0 ? this.#table.slots : { ...this.#table.slots, ...Object.fromEntries(slots) },
      lone: this.#lone,
    };
  }

  #number(part: 'ids' | 'slots', print: string): number {
    const known = this.#table[part][print] ?? this.#added[part].get(print);
    if (known !== undefined) return known;
    if (this.#sizes[part] >= maxTokens) return 0;
    const number = ++this.#sizes[part] + (part === 'slots' ? this.#lone : 0);
    this.#added[part].set(print, number);
    return number;
  }
}

function countOf(numbers: Readonly<Record<string, number>>): number {
  let count = 0;
  for (const print in numbers) if (Object.hasOwn(numbers, print)) count++;
  return count;
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
  let seen = 0;
  for (const character of head) seen |= kindOf(character);
  const shape = ((seen & 1) > 0 ? 'X' : '') + ((seen & 2) > 0 ? 'x' : '') + ((seen & 4) > 0 ? '9' : '');
  return shape + ((seen & 8) > 0 || shape === '' ? '*' : '');
}

function kindOf(character: string): number {
  if (character >= 'a' && character <= 'z') return 2;
  if (character >= 'A' && character <= 'Z') return 1;
  if (character >= '0' && character <= '9') return 4;
  if (character < '\u0080') return 8;
  if (/\p{Lu}/u.test(character)) return 1;
  if (/\p{Ll}/u.test(character)) return 2;
  return /\p{Nd}/u.test(character) ? 4 : 8;
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

/** Random bytes drawn ahead, because each draw costs more than the salt. */
const pool = new Uint8Array(1024);
let drawn = pool.length;

function randomSalt(): string {
  if (drawn === pool.length) {
    crypto.getRandomValues(pool);
    drawn = 0;
  }
  let salt = '';
  for (let end = drawn + 16; drawn < end; drawn++) {
    salt += (pool[drawn] ?? 0).toString(16).padStart(2, '0');
    // Used once.
    pool[drawn] = 0;
  }
  return salt;
}
