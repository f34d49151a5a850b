import type { Option, OptionGroup, Options } from './declare.ts';

/** What the help text of a command is made of. */
export interface HelpSource {
  /** Of the command, such as `custodian release`. */
  readonly name: string;
  readonly about: string;
  readonly options: Options;
  readonly args: Options;
  readonly groups: readonly OptionGroup[];
  readonly examples: readonly string[];
  /** What exit code 1 means here; null where it cannot happen. */
  readonly finding: string | null;
}

const width = 100;

/** The help text of a command, derived from what it declares. */
export function helpOf(source: HelpSource): string {
  const { options, args } = source;
  const grouped = new Set(source.groups.flatMap(({ names }) => names));
  const names = Object.keys(options).filter((name) => !grouped.has(name));
  const needed = names.filter((name) => options[name]?.required === true);
  const other = names.filter((name) => options[name]?.required !== true);
  const section = (title: string, rows: readonly Row[]) => (rows.length === 0 ? [] : ['', title, ...table(rows)]);
  const rowsOf = (list: readonly string[]) => list.flatMap((name) => optionRow(name, options[name]));
  return [
    `Usage: ${usageOf(source)}`,
    '',
    ...paragraphs(source.about),
    ...section(
      'Arguments',
      Object.entries(args).map(([name, arg]) => [arg.placeholder ?? name, explain(arg)]),
    ),
    ...section('Needed', rowsOf(needed)),
    ...source.groups.flatMap((group) => section(group.title, rowsOf(group.names))),
    ...section('Options', [...rowsOf(other), ['--help', 'this text']]),
    ...(source.examples.length === 0
      ? []
      : ['', 'Examples', ...source.examples.map((example) => `  assent ${example}`)]),
    '',
    `Exit codes: 0 success, ${source.finding === null ? '' : `1 ${source.finding}, `}2 wrong call, 3 could not be done`,
  ].join('\n');
}

function usageOf({ name, options, args }: HelpSource): string {
  const shown = Object.entries(options);
  return [
    'assent',
    name,
    ...Object.entries(args).map(([each, arg]) =>
      arg.required ? (arg.placeholder ?? each) : `[${arg.placeholder ?? each}]`,
    ),
    ...shown
      .filter(([, option]) => option.required)
      .map(([each, option]) => `--${each} ${option.placeholder ?? ''}${option.repeats ? ' …' : ''}`),
    ...(shown.some(([, option]) => !option.required) ? ['[options]'] : []),
  ].join(' ');
}

type Row = readonly [string, string];

function optionRow(name: string, option: Option<unknown> | undefined): readonly Row[] {
  if (option === undefined) return [];
  return [[`--${name}${option.placeholder === null ? '' : ` ${option.placeholder}`}`, explain(option)]];
}

function explain({ about, fallback, repeats }: Option<unknown>): string {
  const notes = [...(repeats ? ['may be repeated'] : []), ...(fallback === null ? [] : [`default: ${fallback}`])];
  return notes.length === 0 ? about : `${about} (${notes.join('; ')})`;
}

function table(rows: readonly Row[]): readonly string[] {
  const left = Math.min(26, Math.max(...rows.map(([name]) => name.length)));
  return rows.flatMap(([name, about]) => {
    const lines = wrap(about, width - left - 4);
    const [first = '', ...more] = lines;
    const indent = ' '.repeat(left + 4);
    if (name.length > left) return [`  ${name}`, ...lines.map((line) => indent + line)];
    return [`  ${name.padEnd(left)}  ${first}`, ...more.map((line) => indent + line)];
  });
}

/** A text as it is shown: broken to the width, except for lines that are set in columns. */
export function paragraphs(text: string): readonly string[] {
  return text.split('\n\n').flatMap((paragraph, index) => {
    const inColumns = / {2}/.test(paragraph);
    const lines = inColumns ? paragraph.split('\n') : wrap(paragraph.replaceAll('\n', ' '), width);
    return index === 0 ? lines : [''].concat(lines);
  });
}

/** Lines of at most so many characters, where words allow. */
function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
