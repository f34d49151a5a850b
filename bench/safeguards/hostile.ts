/** Texts made to stall a redactor: each repeats something that many patterns begin to match. */
export const hostile: Readonly<Record<string, (length: number) => string>> = {
  'one letter': repeated('a'),
  'one digit': repeated('1'),
  spaces: repeated(' '),
  'a@': repeated('a@'),
  'a.': repeated('a.'),
  '1-': repeated('1-'),
  '12 34': repeated('12 34 '),
  'password words': repeated('password '),
  'password is': repeated('password for the '),
  'JWT beginnings': repeated('eyJ'),
  'PEM beginnings': repeated('-----BEGIN '),
  'IBAN beginnings': repeated('DE89 '),
  names: repeated('Anna Maria '),
  'quotes and brackets': repeated('("a",'),
  assignments: repeated('a=b '),
  flags: repeated('-p a '),
  'unlike words': (length) => {
    let text = '';
    for (let i = 0; text.length < length; i++) text += `${i.toString(36)}q `;
    return text.slice(0, length);
  },
  'zero-width': repeated('a\u200B'),
  'combining marks': repeated('e\u0301'),
  'look-alikes': repeated('пароль '),
  encoded: repeated('%41%42'),
  base64: repeated('QUJD'),
  months: repeated('12 may '),
  symbols: repeated('a!b$'),
  'numbers and words': repeated('12 oak tree '),
  addresses: repeated('address 12 '),
  'capitalised words': repeated('Xavi Lopez '),
  titles: repeated('Dr. '),
  initials: repeated('A. '),
  codes: repeated('code 1234 '),
  'small words': repeated('river copper '),
  'names and passwords': repeated('user a, pass b '),
  'compact JSON': repeated('"a":"b",'),
  slashes: repeated('a/b/'),
  'streets in French': repeated('3 rue de la '),
  lines: repeated('a\n'),
  pictures: repeated('😀a'),
  Han: repeated('漢字'),
  'brackets of tokens': repeated('\u27E6a'),
  keys: repeated('MTEx.abcdef.'),
  managers: repeated('Xa Xb Manager'),
  'upper case': repeated('ABCD '),
  'equal signs': repeated('a='),
  'phone beginnings': repeated('+4917'),
};

function repeated(unit: string): (length: number) => string {
  return (length) => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
}

/** Milliseconds of CPU that `work` takes: the `share`-quantile of some runs, and the longest. */
export function cpuTimes(work: () => void, runs: number): { readonly p99: number; readonly longest: number } {
  const times = Array.from({ length: runs }, () => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  }).sort((a, b) => a - b);
  return { p99: times[Math.floor((times.length - 1) * 0.99)] ?? 0, longest: times.at(-1) ?? 0 };
}
