import type { Span } from '../span.ts';
import { isFunctionWord, isGlue } from '../vocabulary.ts';
import { findCredentials } from './credentials.ts';

/** Keys, tokens, private keys, passwords. */
export function findSecrets(text: string): readonly Span[] {
  return [
    ...findPrivateKeys(text),
    ...findTokens(text),
    ...findCredentials(text),
    ...findCodes(text),
    ...findRandom(text),
  ];
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
  'AC(?=[a-f0-9]{32})',
  'SK(?=[a-f0-9]{32})',
  '\\d{8,10}:AA(?=[\\w-]{32})',
  'sbp_',
  'dckr_pat_',
  'vercel_',
  'nfp_',
  'phc_',
  'glc_',
  'glsa_',
  'sntrys_',
  'CFPAT-',
  'xkeysib-',
  'ntn_',
  'pat[A-Za-z\\d]{14}\\.',
  'pscale_(?:tkn|pw|oauth)_',
  'access_token\\$(?:production|sandbox)\\$',
  'EAAA',
  'pk\\.eyJ',
  'sk\\.eyJ',
  'r8_',
  'gsk_',
  'xai-',
  'pplx-',
  'ops_eyJ',
  'A3-(?=[A-Z\\d]{6}-)',
  'fo1_',
  'FlyV1 fm\\d_',
  'FLWSECK(?:_TEST)?-',
  'fio-u-',
  'EZ[AT]K(?=[A-Za-z\\d]{54})',
  'duffel_(?:live|test)_',
  'dt0c01\\.',
  'CLOJARS_',
  'dp\\.(?:pt|st|ct|sa|scim|audit)\\.',
  'HRKU-',
  'pul-(?=[a-f\\d]{40})',
  'rdme_',
  'shippo_(?:live|test)_',
  'sl\\.(?=[\\w-]{60})',
  't1\\.(?=[\\w-]{20,90}={0,2}\\.)',
  'AQVN',
  'API-(?=[A-Z\\d]{26})',
  'sgp_',
  'v1\\.0-(?=[a-f\\d]{24}-)',
  'ABSK(?=[\\w+/]{40})',
  'oy2(?=[a-z\\d]{43})',
  'lsv2_(?:pt|sk)_',
  'LTAI(?=[A-Za-z\\d]{12})',
  'AKID(?=[A-Za-z\\d]{13})',
  'ATBB',
  'NRJS-',
  'NR(?:II|BR)-',
  'glrt-',
  'sk-lf-',
  'ddp_',
  'cio[_-]',
  'tvly-',
  'fw_(?=[A-Za-z\\d]{20})',
  'nvapi-',
  'AATA',
  'jina_',
  'voyage-(?=[\\w-]{20})',
  'pa-(?=[\\w-]{40})',
  'zpka_',
  'wx[a-f\\d]{16}',
];

const prefixed = new RegExp(`(?<![A-Za-z\\d])(?:${tokenPrefixes.join('|')})[\\w\\-./+=]{10,512}`, 'g');
/** Keys without a beginning of their own: bots of chat services, mailing lists, push messages, incoming hooks. */
const shaped =
  /(?<![\w.-])[MNO][\w-]{22,27}\.[\w-]{6}\.[\w-]{27,40}(?![\w-])|(?<![\da-f])[\da-f]{32}-us\d{1,2}(?!\w)|(?<!\w)AAAA[\w-]{7}:[\w-]{100,200}|hooks\.[\w.]{1,60}\/services\/[\w/]{20,80}/g;
const jwt = /(?<![\w.-])eyJ[\w-]{8,4096}\.[\w-]{4,8192}(?:\.[\w-]{0,2048})?/g;
const authorization = /(?<!\p{L})(?:bearer|basic|digest|negotiate) [\w\-./+=~]{12,4096}/giu;

function findTokens(text: string): Span[] {
  // The shortest token is longer than this.
  if (!/\S{12}/.test(text)) return [];
  return [prefixed, shaped, jwt, authorization].flatMap((pattern) =>
    Array.from(text.matchAll(pattern), (match): Span => ({
      start: match.index,
      end: match.index + match[0].length,
      reason: 'secret.token',
    })),
  );
}

const codes = /(?<![\d.,:/-])(?:\d{3}[ -]\d{3}|\d{4,8})(?![\d.,:/-]*\d)/g;
const codeBefore =
  /(?<!\p{L})(?:(?:verification|security|one[ -]time|log-?in|sign-?in|access|confirmation|authentication|activation|sms|unlock|entry|door|gate|alarm)[ -]?(?:code|pin|number|passcode)|otp|2fa|mfa|totp|pin|passcode|(?:your|my|the) code|(?:sicherheits|bestätigungs)code|code de (?:sécurité|vérification)|código de (?:seguridad|verificación|segurança|verificação))[^\d\n]{0,24}$/iu;
const codeBehind =
  /^[^\d\n]{0,12}(?:is|ist|est|es|é)[^\d\n]{0,12}(?:verification|security|one[ -]time|log-?in|sign-?in|access|confirmation|authentication|activation|sms)?[ -]?(?:code|otp|passcode|pin)(?!\p{L})/iu;
const backupCodes =
  /(?<!\p{L})(?:recovery|backup|scratch|rescue)[ -]codes?[ :\t\n]{1,3}(?:[A-Za-z\d]{4,8}-[A-Za-z\d]{4,8}[ ,\n]{0,2}){1,12}/giu;

/** Codes for one use: digits beside a word that says so, and lists of recovery codes. */
function findCodes(text: string): Span[] {
  if (!/code|pin|otp|[2m]fa|código/i.test(text)) return [];
  const spans = Array.from(text.matchAll(backupCodes), (match): Span => ({
    start: match.index,
    end: match.index + match[0].length,
    reason: 'secret.one-time-code',
  }));
  for (const match of text.matchAll(codes)) {
    const end = match.index + match[0].length;
    const isCode =
      codeBefore.test(text.slice(Math.max(0, match.index - 60), match.index)) ||
      codeBehind.test(text.slice(end, end + 60));
    if (isCode) spans.push({ start: match.index, end, reason: 'secret.one-time-code' });
  }
  return spans;
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

const phrase = /(?<![\p{L}\p{N}])(?:[a-z]{3,8}\s{1,2}){11,24}[a-z]{3,8}(?![\p{L}\p{N}])/gu;

/** Twelve small words or more without one that holds a sentence together: a recovery phrase. */
export function findPhrases(text: string): readonly Span[] {
  return Array.from(text.matchAll(phrase), (match): Span => ({
    start: match.index,
    end: match.index + match[0].length,
    reason: 'secret.token',
  })).filter(({ start, end }) => {
    const words = text.slice(start, end).split(/\s{1,2}/);
    return words.filter((word) => isGlue(word) || isFunctionWord(word, ['en'])).length * 6 <= words.length;
  });
}

/** The patterns above, for the rule set's digest. */
export const secretPatterns: readonly RegExp[] = [
  prefixed,
  shaped,
  jwt,
  authorization,
  codes,
  codeBefore,
  codeBehind,
  backupCodes,
  phrase,
];

/** Long unbroken strings that seem to be drawn at random. */
function findRandom(text: string): Span[] {
  const spans: Span[] = [];
  for (const match of text.matchAll(/[A-Za-z\d+/_=~.-]{20,}/g)) {
    const whole = match[0].slice(0, 512).replace(/[-.=_~]{1,3}$/, '');
    // `sid=…`: the name of a value says nothing about it.
    const value = whole.slice(whole.lastIndexOf('=') + 1);
    if (isRandom(whole) || (value.length >= 20 && isRandom(value))) {
      spans.push({ start: match.index, end: match.index + match[0].length, reason: 'secret.token' });
    }
  }
  return spans;
}

function isRandom(text: string): boolean {
  if (isWordy(text)) return false;
  if (/^[\da-f-]{32,}$/i.test(text)) return /\d/.test(text) && /[a-f]/i.test(text) && entropy(text) > 3;
  if (text.includes('/') && /^[\w./-]+$/.test(text) && text.split('/').every((part) => part.length < 20)) return false;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(text)).length;
  return kinds === 3 ? entropy(text) > 3.5 : kinds === 2 && /\d/.test(text) && entropy(text) > 3.8;
}

/** `Quarterly_Report_Final_v2.docx`, `due-date.picker`: words, years and versions joined by signs are no key. */
function isWordy(text: string): boolean {
  const parts = text.split(/[-_./=~]/);
  return parts.length > 1 && parts.every((part) => /^(?:[A-Z]?[a-z]{1,15}|[A-Z]{1,12}|\d{1,4}|v\d{1,3})?$/.test(part));
}

/** Shannon entropy, bits per character. */
function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}
