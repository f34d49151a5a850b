import type { Span } from '../span.ts';
import { findCredentials } from './credentials.ts';

/** Keys, tokens, private keys, passwords. */
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
];

const prefixed = new RegExp(`(?<![A-Za-z\\d])(?:${tokenPrefixes.join('|')})[\\w\\-./+=]{10,512}`, 'g');
const jwt = /(?<![\w.-])eyJ[\w-]{8,4096}\.[\w-]{4,8192}(?:\.[\w-]{0,2048})?/g;
const authorization = /(?<!\p{L})(?:bearer|basic|digest|negotiate) [\w\-./+=~]{12,4096}/giu;

function findTokens(text: string): Span[] {
  // The shortest token is longer than this.
  if (!/\S{12}/.test(text)) return [];
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

/** The patterns above, for the rule set's digest. */
export const secretPatterns: readonly RegExp[] = [prefixed, jwt, authorization];

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
