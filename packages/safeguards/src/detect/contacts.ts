import type { ReasonCode } from '@assent/contracts';
import type { Span } from '../span.ts';

/** Ways to reach or find somebody, and where somebody lives. Every repetition in a pattern is bounded. */
export function findContacts(text: string): readonly Span[] {
  const spans: Span[] = [];
  // Each pattern runs only where something it cannot do without is in the text.
  if (text.includes('://') || /www\./i.test(text)) spans.push(...matches(text, urls, 'found.url'));
  if (/@|[([]at[)\]]/i.test(text)) {
    spans.push(...matches(text, emails, 'found.email'), ...matches(text, spelledEmails, 'found.email'));
  }
  if (/[\da-f][:-]|::/i.test(text)) {
    spans.push(...matches(text, macs, 'found.ip-address'));
    spans.push(...matches(text, ipv6, 'found.ip-address').filter(({ start, end }) => isIpv6(text.slice(start, end))));
  }
  if (!/\d/.test(text)) return spans;
  return [
    ...spans,
    ...matches(text, ipv4, 'found.ip-address'),
    ...matches(text, streets, 'found.address'),
    ...matches(text, strasse, 'found.address'),
    ...matches(text, births, 'found.date-of-birth'),
  ];
}

const urls =
  /(?<![a-z])(?:https?|ftps?|sftp|ssh|wss?|ldaps?|rediss?|amqps?|mysql|mssql|mongodb(?:\+srv)?|postgres(?:ql)?|s3|git):\/\/[^\s<>"'\u27E6\u27E7]{1,2000}|(?<![\w.])www\.[^\s<>"'\u27E6\u27E7]{3,500}/gi;
const emails = /[\p{L}\p{N}._%+'-]{1,64}(?:@| ?[([]at[)\]] ?)[\p{L}\p{N}.-]{1,190}\.\p{L}{2,24}/gu;
const spelledEmails =
  /[\p{L}\p{N}._%+'-]{1,64} ?[([]at[)\]] ?[\p{L}\p{N}-]{1,63}(?: ?[([]?dot[)\]]? ?[\p{L}\p{N}-]{2,63}){1,4}/giu;
const ipv4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?:\/\d{1,2})?(?![\d.])/g;
const ipv6 = /(?<![\w:])(?:[\da-f]{0,4}:){2,7}[\da-f]{0,4}(?![\w:])/gi;
const macs = /(?<![\w:-])(?:[\da-f]{2}[:-]){5}[\da-f]{2}(?![\w:-])/gi;
const streets =
  /(?<!\w)\d{1,5}[a-z]? (?:[\p{Lu}\d][\p{L}\d.'’]{0,20} ){1,4}(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|boulevard|blvd|way|court|ct|place|pl|square|sq|terrace|close|crescent|highway|hwy)(?!\p{L})/giu;
const strasse =
  /\p{L}{2,30}(?:stra(?:ß|ss)e|str\.|weg|platz|allee|gasse) \d{1,4} ?[a-z]?(?!\p{L})|(?:rue|avenue|boulevard|calle|avenida|rua|plaza|place|praça) (?:d[aeou]s? |de la |del )?\p{Lu}[\p{L} ]{1,30},? (?:n[ºo.]* ?)?\d{1,4}(?!\d)|(?<!\d)\d{1,4}(?: ?bis| ?ter)?,? (?:rue|avenue|boulevard|allée|impasse|voie|place|quai|chemin|cours|passage|route|square) (?:(?:de la|de l['’]|du|des|de|d['’]) ?)?\p{L}[\p{L}'’-]{1,20}(?: \p{Lu}[\p{L}'’-]{1,20}){0,2}/giu;
const births =
  /(?:born|birth|dob|d\.o\.b\.?|geboren|geburtsdatum|geb\.|n[ée]e? le|naissance|nacid[oa]|nacimiento|nascid[oa]|nascimento)[^\d\n]{0,24}\d{1,4}[./\- ](?:\d{1,2}|\p{L}{3,10})[./\- ]\d{1,4}/giu;

/** The patterns above, for the rule set's digest. */
export const contactPatterns: readonly RegExp[] = [
  urls,
  emails,
  spelledEmails,
  ipv4,
  ipv6,
  macs,
  streets,
  strasse,
  births,
];

function matches(text: string, pattern: RegExp, reason: ReasonCode): Span[] {
  return Array.from(text.matchAll(pattern), (match) => ({
    start: match.index,
    end: match.index + match[0].length,
    reason,
  }));
}

/** Times such as 12:30:45 look alike; an address has eight groups or a gap. */
function isIpv6(text: string): boolean {
  return text.length > 2 && (text.split(':').length === 8 || text.includes('::'));
}
