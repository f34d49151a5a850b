import type { Span } from '../span.ts';

/** Keys, tokens, private keys, and whatever stands behind the word “password”. */
export function findSecrets(text: string): readonly Span[] {
  return [...findPrivateKeys(text), ...findTokens(text), ...findCredentials(text), ...findRandom(text)];
}

/**
 * Beginnings by which issuers let their tokens be recognised, from the issuers' own documentation, each with what may
 * follow. Data: part of the rule set.
 */
const tokenPrefixes: readonly string[] = [
  '(?:sk|rk|pk)_(?:live|test)_',
  'gh[pousr]_',
  'github_pat_',
  'gl(?:pat|dt|rt|ptt|ft|soat)-',
  'xox[abeoprs]-',
  'xapp-',
  '(?:AKIA|ASIA|ABIA|ACCA)(?=[A-Z2-7]{16})',
  'AIza',
  'ya29\\.',
  'GOCSPX-',
  'sk-(?:ant-|proj-|or-)?',
  'hf_',
  'npm_',
  'pypi-',
  'do[opr]_v1_',
  'shp(?:at|ca|pa|ss)_',
  'SG\\.',
  'sq0(?:atp|csp)-',
  'EAAC',
  'lin_api_',
  'figd_',
  'dapi(?=[a-f0-9]{32})',
  'hvs\\.',
  'AGE-SECRET-KEY-1',
  'PMAK-',
  'NRAK-',
  'rubygems_',
  'tfp_',
  'atlasv1\\.',
  'ATATT3',
  'secret_',
  'whsec_',
  'key-(?=[a-f0-9]{32})',
];

const prefixed = new RegExp(`(?<![A-Za-z\\d])(?:${tokenPrefixes.join('|')})[\\w\\-./+=]{10,512}`, 'g');
const jwt = /(?<![\w.-])eyJ[\w-]{8,4096}\.[\w-]{4,8192}(?:\.[\w-]{0,2048})?/g;
const authorization = /(?<!\p{L})(?:bearer|basic|digest|negotiate) [\w\-./+=~]{12,4096}/giu;

function findTokens(text: string): Span[] {
  return [prefixed, jwt, authorization].flatMap((pattern) =>
    Array.from(text.matchAll(pattern), (match): Span => ({
      start: match.index,
      end: match.index + match[0].length,
      reason: 'secret.token',
    })),
  );
}

/** From BEGIN to the line of END, or to the end of the text if the END is missing. */
function findPrivateKeys(text: string): Span[] {
  const spans: Span[] = [];
  let at = 0;
  for (;;) {
    const start = text.indexOf('-----BEGIN', at);
    if (start < 0) return spans;
    const foot = text.indexOf('-----END', start);
    const line = foot < 0 ? -1 : text.indexOf('\n', foot);
    const end = line < 0 ? text.length : line;
    spans.push({ start, end, reason: 'secret.private-key' });
    at = end;
  }
}

const credentialWords =
  /pass(?:w(?:or[dt]|d)|phrase|code)|passw?(?=[ _"':=])|pwd|secret|api[ _-]?key|access[ _-]?key|private[ _-]?key|token|credentials?|kennwort|contraseña|contrasena|senha|mot de passe|(?<!\p{L})pin(?!\p{L})|client[ _-]?id|auth[ _-]?key|connection[ _-]?string/giu;

/** Between the word and the value: the rest of an identifier, quotes and brackets, a separator or a small verb. */
const introduction =
  /^[\w-]{0,32}["'`)\]]{0,2}(?:[ \t]{0,4}(?::=|=>|->|[:=>]|[ \t](?:is|was|ist|lautet|es|est|é)[ \t:])\s{0,4})/iu;
const flag = /^[\w-]{0,32}[ \t=]{1,2}/;
const longestCredential = 256;

/** `password: correct horse`, `--token abc`, `<secret>x</secret>`: the value is hidden whatever it is made of. */
function findCredentials(text: string): Span[] {
  const spans: Span[] = [];
  let done = 0;
  for (const match of text.matchAll(credentialWords)) {
    const after = match.index + match[0].length;
    if (after < done) continue;
    const near = text.slice(after, after + 80);
    const isFlag = /--?[\w-]{0,16}$/.test(text.slice(Math.max(0, match.index - 18), match.index));
    const lead = (introduction.exec(near) ?? (isFlag ? flag.exec(near) : null))?.[0];
    if (lead === undefined) continue;
    const start = after + lead.length;
    const end = credentialEnd(text, start);
    if (end > start) spans.push({ start, end, reason: 'secret.password' });
    done = end;
  }
  return spans;
}

/** The patterns above, for the rule set's digest. */
export const secretPatterns: readonly RegExp[] = [prefixed, jwt, authorization, credentialWords, introduction, flag];

function credentialEnd(text: string, start: number): number {
  const rest = text.slice(start, start + longestCredential);
  const quote = /^["'`]/.exec(rest)?.[0];
  const closing = quote === undefined ? -1 : rest.indexOf(quote, 1);
  if (closing >= 0) return start + closing + 1;
  const stop = rest.search(/[\r\n<>;]|, | [|] |\u27E6/);
  return start + (stop < 0 ? rest.length : stop);
}

/** Long unbroken strings that look drawn at random. */
function findRandom(text: string): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(/[A-Za-z\d+/_=~.-]{20,}/g)) {
    if (isRandom(match[0].slice(0, 512))) {
      spans.push({ start: match.index, end: match.index + match[0].length, reason: 'secret.token' });
    }
  }
  return spans;
}

function isRandom(text: string): boolean {
  if (/^[\da-f-]{32,}$/i.test(text)) return /\d/.test(text) && /[a-f]/i.test(text) && entropy(text) > 3;
  if (text.includes('/') && /^[\w./-]+$/.test(text) && text.split('/').every((part) => part.length < 20)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(text)).length;
  return kinds === 3 ? entropy(text) > 3.5 : kinds === 2 && /\d/.test(text) && entropy(text) > 3.8;
}

/** Shannon entropy, bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
