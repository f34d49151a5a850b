/**
 * Reads code strings back into calls and checks them against the signatures of the real libraries: the validator of the
 * export. A parser of exactly the language that is written, not of Python.
 */

/** An argument's value. */
type Argument = number | string | readonly string[];

/** One call: `module.name(positional, keyword=…)`. */
export interface Call {
  readonly name: string;
  readonly positional: readonly Argument[];
  readonly keywords: Readonly<Record<string, Argument>>;
}

/** The calls of a code string, one a line. Null when it is not the language. */
export function parseCode(code: string): readonly Call[] | null {
  const calls = code.split('\n').map(parseCall);
  return calls.every((call) => call !== null) ? calls : null;
}

function parseCall(line: string): Call | null {
  const head = /^([a-z]+\.[a-zA-Z_]+)\(/.exec(line);
  if (head?.[1] === undefined) return null;
  const positional: Argument[] = [];
  const keywords: Record<string, Argument> = {};
  let rest = line.slice(head[0].length);
  while (!rest.startsWith(')')) {
    const keyword = /^([a-z_]+)=/.exec(rest)?.[1];
    const value = parseValue(keyword === undefined ? rest : rest.slice(keyword.length + 1));
    if (value === null) return null;
    if (keyword !== undefined) {
      if (Object.hasOwn(keywords, keyword)) return null;
      keywords[keyword] = value.argument;
    } else if (Object.keys(keywords).length > 0) {
      return null;
    } else {
      positional.push(value.argument);
    }
    const separator = /^(?:, (?!\))|(?=\)))/.exec(value.rest)?.[0];
    if (separator === undefined) return null;
    rest = value.rest.slice(separator.length);
  }
  return rest === ')' ? { name: head[1], positional, keywords } : null;
}

interface Parsed<Value extends Argument> {
  readonly argument: Value;
  readonly rest: string;
}

function parseValue(text: string): Parsed<Argument> | null {
  if (text.startsWith('[')) return parseList(text);
  const number = /^-?\d+(?:\.\d+)?(?:e[-+]\d+)?/.exec(text)?.[0];
  if (number !== undefined) return { argument: Number(number), rest: text.slice(number.length) };
  return parseString(text);
}

function parseList(text: string): Parsed<readonly string[]> | null {
  const items: string[] = [];
  let rest = text.slice(1);
  while (!rest.startsWith(']')) {
    const item = parseString(rest);
    if (item === null) return null;
    items.push(item.argument);
    const separator = /^(?:, (?!\])|(?=\]))/.exec(item.rest)?.[0];
    if (separator === undefined) return null;
    rest = item.rest.slice(separator.length);
  }
  return { argument: items, rest: rest.slice(1) };
}

function parseString(text: string): Parsed<string> | null {
  const literal = /^'(?:[^'\\]|\\.)*'|^"(?:[^"\\]|\\.)*"/u.exec(text)?.[0];
  if (literal === undefined) return null;
  let valid = true;
  const value = literal
    .slice(1, -1)
    .replaceAll(
      /\\(?:x([0-9a-f]{2})|u([0-9a-f]{4})|U([0-9a-f]{8})|(.))/gu,
      (_, x?: string, u?: string, U?: string, char?: string) => {
        const code = x ?? u ?? U;
        if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
        const plain = escapes.get(char ?? '');
        if (plain === undefined) valid = false;
        return plain ?? '';
      },
    );
  return valid ? { argument: value, rest: text.slice(literal.length) } : null;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
]);

type Check = (value: Argument) => boolean;

const share: Check = (value) => typeof value === 'number' && value >= 0 && value <= 1;
const amount: Check = (value) => typeof value === 'number';
const text: Check = (value) => typeof value === 'string';
const key: Check = (value) => typeof value === 'string' && value !== '';
const keys: Check = (value) => Array.isArray(value) && value.length > 0 && value.every(key);
const button: Check = (value) => value === 'left' || value === 'right' || value === 'middle';
const status: Check = (value) => value === 'success' || value === 'failure';
const point = { x: share, y: share };

interface Signature {
  readonly positional?: readonly Check[];
  readonly required?: Readonly<Record<string, Check>>;
  readonly optional?: Readonly<Record<string, Check>>;
}

const signatures: Readonly<Record<string, Signature>> = {
  'pyautogui.click': { required: point },
  'pyautogui.doubleClick': { required: point, optional: { button } },
  'pyautogui.rightClick': { required: point },
  'pyautogui.middleClick': { required: point },
  'pyautogui.moveTo': { required: point },
  'pyautogui.dragTo': { required: { ...point, button } },
  'pyautogui.scroll': { positional: [amount] },
  'pyautogui.hscroll': { positional: [amount] },
  'pyautogui.write': { required: { message: text } },
  'pyautogui.press': { required: { keys } },
  'pyautogui.hotkey': { required: { keys } },
  'pyautogui.keyDown': { required: { key } },
  'pyautogui.keyUp': { required: { key } },
  'computer.tripleClick': { required: point },
  'computer.wait': {},
  'computer.terminate': { required: { status } },
  'browser.select_option': { required: { ...point, value: text } },
};

/** Whether a code string consists of calls that the real libraries would take. */
export function isValidCode(code: string): boolean {
  return parseCode(code)?.every(fitsSignature) ?? false;
}

function fitsSignature({ name, positional, keywords }: Call): boolean {
  // Deny by default: a call not listed is no call of this format.
  if (!Object.hasOwn(signatures, name)) return false;
  const { positional: wanted = [], required = {}, optional = {} } = signatures[name] ?? {};
  const known = { ...required, ...optional };
  return (
    positional.length === wanted.length &&
    wanted.every((check, i) => check(positional[i] ?? '')) &&
    Object.keys(required).every((argument) => Object.hasOwn(keywords, argument)) &&
    Object.entries(keywords).every(([argument, value]) => Object.hasOwn(known, argument) && known[argument]?.(value))
  );
}
