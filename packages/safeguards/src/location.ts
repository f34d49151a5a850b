import type { Span } from './span.ts';
import { interfaceKind, isFamilyName, isGivenName, sensitiveContext } from './vocabulary.ts';
import { productWords } from './words/products.ts';

/** URLs and file paths. Both are templates: words of the interface vocabulary stay, every other segment is hidden. */

/**
 * What is hidden in a URL. Of the host the labels that are listed words stay (nobody said here that the site is a listed
 * one), of the path the listed segments, of the query the listed keys; values, fragment, credentials and addresses of
 * computers never.
 */
export function hiddenInUrl(url: string, own: ReadonlySet<string>): readonly Span[] {
  const head = /^https?:\/\/([^/?#\\]*)/i.exec(url);
  if (head === null && /^[^/?#]*:/.test(url)) {
    // Schemes such as data:, blob:, file: and javascript: carry content of their own: nothing of them is kept.
    return [{ start: 0, end: url.length, reason: 'found.url' }];
  }
  const spans: Span[] = [];
  const pathStart = head?.[0].length ?? 0;
  if (head !== null) spans.push(...hiddenInAuthority(head[1] ?? '', pathStart, own));
  const fragment = at(url, '#', pathStart, url.length);
  const query = at(url, '?', pathStart, fragment);
  spans.push(
    ...hiddenInPathPart(url, pathStart, query, own, 'url.segment'),
    ...hiddenInQuery(url, query, fragment, own),
  );
  if (fragment < url.length) spans.push({ start: fragment + 1, end: url.length, reason: 'url.fragment' });
  return spans;
}

/** What is hidden in a file path or the path of a URL: segments that are not made of listed words. */
export function hiddenInPath(path: string, own: ReadonlySet<string>): readonly Span[] {
  return hiddenInPathPart(path, 0, path.length, own, 'shape.path');
}

/** Whether a path segment or query key is made of listed interface words only: `due-date`, `orders`, `newItem`. */
export function isListedSegment(segment: string, own: ReadonlySet<string>): boolean {
  const words = segment
    .replaceAll(/([a-z])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[-_.]/, 6);
  return segment.length <= 40 && words.length <= 5 && words.every((word) => word === '' || isListed(word, own));
}

function isListed(word: string, own: ReadonlySet<string>): boolean {
  return sensitiveContext(word) === null && (own.has(word) || interfaceKind(word) !== null || routeWords.has(word));
}

/** Words of routes and query strings that no button says. */
const routeWords: ReadonlySet<string> = new Set(
  `index html htm php asp aspx jsp api v1 v2 v3 www admin auth oauth signin signup sso q s id ids lang locale sort order dir asc desc
  page per limit offset cursor tab mode utm ref redirect return next prev crm erp wiki docs blog news static assets public main web
  ui html5 graphql rest pdf csv xls xlsx doc docx ppt pptx txt md json xml zip png jpg jpeg gif svg webp mp4 mp3 documents downloads
  desktop pictures music db env prod dev staging aws gcp azure ssh http https tcp udp sql mysql psql postgres redis config conf host
  port server timeout debug max min retry pool cache cors smtp imap ldap ssl tls secret auth app node value count ip url`.split(
    /\s+/,
  ),
);

function hiddenInAuthority(authority: string, end: number, own: ReadonlySet<string>): readonly Span[] {
  const start = end - authority.length;
  const credentials = authority.lastIndexOf('@');
  const spans: Span[] = [];
  if (credentials >= 0) spans.push({ start, end: start + credentials, reason: 'secret.password' });
  const from = start + credentials + 1;
  const host = /^(.*?)(?::\d{1,5})?$/.exec(authority.slice(credentials + 1))?.[1] ?? '';
  // A host is ASCII after the browser's own parsing; anything else did not come from a browser.
  if (!/^[\w.-]*$/.test(host)) return [...spans, { start: from, end, reason: 'found.url' }];
  if (/^[\d.]+$/.test(host)) return [...spans, { start: from, end: from + host.length, reason: 'found.ip-address' }];
  const labels = host.split('.');
  let at = from;
  for (const [i, label] of labels.entries()) {
    const isTop = i > 0 && i === labels.length - 1 && /^[a-z]{2,24}$/i.test(label);
    if (!isTop && label !== '' && !isListedLabel(label, own))
      spans.push({ start: at, end: at + label.length, reason: 'found.url' });
    at += label.length + 1;
  }
  return spans;
}

function isListedLabel(label: string, own: ReadonlySet<string>): boolean {
  const word = label.toLowerCase();
  return hostWords.has(word) || productWords.has(word) || (isListedSegment(label, own) && !isFamilyName(word));
}

/** Labels of hosts that say nothing about anybody. */
const hostWords: ReadonlySet<string> = new Set(
  `localhost example test invalid local internal intranet co com org net gov edu ac cdn img s3 gateway proxy localdomain login office store www2
  support status shop page pages post event book check call home mail`.split(/\s+/),
);

function hiddenInPathPart(
  text: string,
  from: number,
  to: number,
  own: ReadonlySet<string>,
  reason: 'url.segment' | 'shape.path',
): readonly Span[] {
  const spans: Span[] = [];
  let start = from;
  let before = '';
  for (let i = from; i <= to; i++) {
    if (i < to && text[i] !== '/' && text[i] !== '\\') continue;
    const segment = text.slice(start, i);
    if (segment !== '' && (!isListedSegment(segment, own) || isSomebody(segment, before)))
      spans.push(hiddenSegment(text, start, i, reason));
    before = segment.toLowerCase();
    start = i + 1;
  }
  return spans;
}

/** `/Page`, `/users/page`: a listed word that is also a name, where a name is expected. */
function isSomebody(segment: string, before: string): boolean {
  const word = segment.toLowerCase();
  if (!isFamilyName(word)) return false;
  return peopleSegments.has(before) || (/^\p{Lu}\p{Ll}+$/u.test(segment) && isGivenName(word));
}

const peopleSegments: ReadonlySet<string> = new Set(
  'people users user u profile profiles members member contacts contact customers customer author authors team owner staff home employees'.split(
    ' ',
  ),
);

/** Hides a segment but leaves a well-known file extension. */
function hiddenSegment(text: string, start: number, end: number, reason: 'url.segment' | 'shape.path'): Span {
  const extension = /\.([a-z0-9]{2,5})$/.exec(text.slice(Math.max(start, end - 6), end));
  const keeps = extension?.[1] !== undefined && routeWords.has(extension[1]) && end - extension[0].length > start;
  return { start, end: keeps ? end - extension[0].length : end, reason };
}

function hiddenInQuery(url: string, query: number, end: number, own: ReadonlySet<string>): readonly Span[] {
  const spans: Span[] = [];
  let start = query + 1;
  while (start < end) {
    const stop = at(url, '&', start, end);
    const equals = at(url, '=', start, stop);
    if (equals > start && !isListedSegment(url.slice(start, equals), own)) {
      spans.push({ start, end: equals, reason: 'url.query' });
    }
    if (equals + 1 < stop) spans.push({ start: equals + 1, end: stop, reason: 'url.query' });
    start = stop + 1;
  }
  return spans;
}

/** Index of a character in a stretch, or the stretch's end. */
function at(text: string, character: string, from: number, to: number): number {
  const index = text.slice(from, to).indexOf(character);
  return index < 0 ? to : from + index;
}
