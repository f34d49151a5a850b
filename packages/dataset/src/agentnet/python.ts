/**
 * Numbers and strings as Python prints them: the format was defined by a Python program, and its readers compare text.
 */

/**
 * Python's `round(value, 4)`: to the nearest, exact ties to the even digit.
 *
 * `toFixed` rounds the exact binary value too, but ties upwards. A tie needs `value` to be an odd multiple of 1/20000 that is
 * exactly representable, which only odd multiples of 1/32 are.
 */
export function roundTo4(value: number): number {
  const isTie = Math.abs((value * 32) % 2) === 1;
  if (!isTie) return Number(value.toFixed(4));
  const below = Math.floor(value * 10_000);
  return (below % 2 === 0 ? below : below + 1) / 10_000;
}

/** Python's `repr` of a float. Throws a `TypeError` unless it is finite. */
export function floatRepr(value: number): string {
  if (!Number.isFinite(value)) throw new TypeError('not a finite number');
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  // Both languages print the shortest digits that read back as the same number; only the notation differs.
  const [mantissa = '', exponentText = ''] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= 16) {
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  const sign = value < 0 ? '-' : '';
  const digits = mantissa.replace(/[-.]/g, '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** A number as Python prints it when whole numbers are ints: `3`, `-4.5`. */
export function numberRepr(value: number): string {
  return Number.isSafeInteger(value) ? String(value === 0 ? 0 : value) : floatRepr(value);
}

/** Python's `repr` of a string: single quotes, or double ones where that saves escaping; what does not print is escaped. */
export function stringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  let out = quote;
  for (const char of text) out += char === quote || char === '\\' ? `\\${char}` : printable(char);
  return out + quote;
}

function printable(char: string): string {
  const short = shortEscapes.get(char);
  if (short !== undefined) return short;
  // Python prints everything but other (C) and separator (Z) characters; the space is the exception.
  if (char === ' ' || !/[\p{C}\p{Z}]/u.test(char)) return char;
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x1_00) return `\\x${hex(code, 2)}`;
  return code < 0x1_0000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

const shortEscapes: ReadonlyMap<string, string> = new Map([
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0');
}

/** A list of strings as Python prints it. */
export function listRepr(texts: readonly string[]): string {
  return `[${texts.map(stringRepr).join(', ')}]`;
}

/** JSON with the separators of Python's `json.dumps`, non-ASCII kept. */
export function jsonDumps(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(jsonDumps).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${jsonDumps(member)}`);
    return `{${members.join(', ')}}`;
  }
  return JSON.stringify(value);
}

type JsonValue = null | boolean | number | string | JsonValue[] | { readonly [key: string]: JsonValue };
