import { resolve } from 'node:path';
import {
  buildIdSchema,
  daySchema,
  digestSchema,
  originSchema,
  programIdSchema,
  recordingTierSchema,
  signingKeySchema,
} from '@assent/contracts';
import { parseVerifierKey, type KeyType } from '@assent/ledger';

/** What the meaning of a value may depend on. */
export interface ParseContext {
  /** The folder that file arguments are relative to. */
  readonly cwd: string;
}

/** A kind of value on the command line. It is parsed here once; commands get it as what it is. */
export interface ValueKind<Value> {
  /** Its name in the help text: FILE, URL, PORT. */
  readonly placeholder: string;
  /** Completes the sentence "--port must be …". */
  readonly expected: string;
  /** Null when the text is no such value. */
  parse(text: string, context: ParseContext): Value | null;
}

function fromSchema<Value>(
  schema: { safeParse(input: unknown): { success: true; data: Value } | { success: false } },
  placeholder: string,
  expected: string,
): ValueKind<Value> {
  return {
    placeholder,
    expected,
    parse: (text) => {
      const result = schema.safeParse(text);
      return result.success ? result.data : null;
    },
  };
}

/** Any text but none at all. */
export const text = (placeholder: string): ValueKind<string> => ({
  placeholder,
  expected: 'a text that is not empty',
  parse: (value) => (value === '' ? null : value),
});

/** A path as the user meant it: relative to where they are. */
export const path = (placeholder = 'FILE'): ValueKind<string> => ({
  placeholder,
  expected: 'a path',
  parse: (value, { cwd }) => (value === '' || value.includes('\0') ? null : resolve(cwd, value)),
});

/** A file, or `-` for standard input, which is null. */
export const fileOrInput = (placeholder = 'FILE'): ValueKind<{ readonly path: string | null }> => ({
  placeholder,
  expected: 'a path, or - for standard input',
  parse: (value, context) => {
    if (value === '-') return { path: null };
    const found = path().parse(value, context);
    return found === null ? null : { path: found };
  },
});

/** The address of a service. */
export const url: ValueKind<string> = {
  placeholder: 'URL',
  expected: 'an address such as https://collector.example',
  parse: (value) => (isHttp(value) ? value : null),
};

/** A ledger to be read: at a collector, or mirrored in a folder. */
export type LedgerAddress =
  | { readonly at: 'collector'; readonly url: string }
  | { readonly at: 'folder'; readonly path: string };

export const ledgerAddress: ValueKind<LedgerAddress> = {
  placeholder: 'URL|DIR',
  expected: 'the address of a collector, or a folder',
  parse: (value, { cwd }) => {
    if (/^https?:/.test(value)) return isHttp(value) ? { at: 'collector', url: value } : null;
    return value === '' || value.includes('\0') ? null : { at: 'folder', path: resolve(cwd, value) };
  },
};

function isHttp(value: string): boolean {
  const parsed = URL.parse(value);
  return parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username === '' && parsed.password === '';
}

export const port: ValueKind<number> = {
  placeholder: 'PORT',
  expected: 'a whole number from 0 to 65535; 0 picks a free port',
  parse: (value) => (/^\d{1,5}$/.test(value) && Number(value) <= 65_535 ? Number(value) : null),
};

/** The first of `count` ports in a row. */
export const firstPort = (count: number): ValueKind<number> => ({
  placeholder: 'PORT',
  expected: `a whole number from 1 to ${65_536 - count}: ${count} ports in a row are used`,
  parse: (value) =>
    /^\d{1,5}$/.test(value) && Number(value) >= 1 && Number(value) <= 65_536 - count ? Number(value) : null,
});

export const host: ValueKind<string> = {
  placeholder: 'HOST',
  expected: 'a host name or an IP address',
  parse: (value) => (/^[\w.:-]{1,253}$/.test(value) ? value : null),
};

export const signingKey = fromSchema(signingKeySchema, 'KEY', 'an Ed25519 key: 43 characters of base64url');

function verifierKey(type: KeyType, expected: string): ValueKind<string> {
  return {
    placeholder: 'KEY',
    expected,
    parse: (value) => {
      try {
        return parseVerifierKey(value).type === type ? value : null;
      } catch {
        return null;
      }
    },
  };
}

/** The key that a ledger signs its checkpoints with. A witness's key is refused: it verifies nothing of the kind. */
export const ledgerKey = verifierKey('note', 'a ledger’s key, spelled NAME+ID+BASE64 (not a witness’s)');
export const witnessKey = verifierKey('cosignature', 'a witness’s key, spelled NAME+ID+BASE64 (not a ledger’s)');

export const buildId = fromSchema(buildIdSchema, 'BUILD', 'the 64 hex digits that name a build');
export const digest = (placeholder: string) => fromSchema(digestSchema, placeholder, '64 hex digits');
export const day = fromSchema(daySchema, 'DAY', 'a UTC day, YYYY-MM-DD');
export const origin = fromSchema(originSchema, 'ORIGIN', 'an origin such as https://desk.example.com');
export const tier = fromSchema(recordingTierSchema, 'TIER', 'steps-with-snapshots or steps-only');
export const programId = fromSchema(programIdSchema, 'ID', 'a program’s id: small letters, digits and hyphens');

/** One of some words. */
export const oneOf = <const Word extends string>(words: readonly Word[], placeholder: string): ValueKind<Word> => ({
  placeholder,
  expected: `one of ${words.join(', ')}`,
  parse: (value) => words.find((word) => word === value) ?? null,
});

/** Words separated by commas. */
export const wordList: ValueKind<readonly string[]> = {
  placeholder: 'A,B',
  expected: 'words separated by commas',
  parse: (value) =>
    value
      .split(',')
      .map((word) => word.trim())
      .filter((word) => word !== ''),
};
