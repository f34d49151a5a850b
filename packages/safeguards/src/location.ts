import type { Span } from './span.ts';
import { interfaceKind, sensitiveContext } from './vocabulary.ts';

/** URLs and file paths. Both are templates: words of the interface vocabulary stay, every other segment is hidden. */

/**
 * What is hidden in a URL. The origin stays (whether it may be captured at all was decided before), of the path the
 * listed segments, of the query the listed keys; values, fragment and credentials never.
 */
export function hiddenInUrl(url: string, own: ReadonlySet<string>): readonly Span[] {
  const head = /^https?:\/\/([^/?#\\]*)/i.exec(url);
  if (head === null && /^[^/?#]*:/.test(url)) {
    // Schemes such as data:, blob:, file: and javascript: carry content of their own: nothing of them is kept.
    return [{ start: 0, end: url.length, reason: 'found.url' }];
  }
  const spans: Span[] = [];
  const pathStart = head?.[0].length ?? 0;
  if (head !== null) spans.push(...hiddenInAuthority(head[1] ?? '', pathStart));
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

function hiddenInAuthority(authority: string, end: number): readonly Span[] {
  const start = end - authority.length;
  const credentials = authority.lastIndexOf('@');
  if (credentials >= 0) return [{ start, end: start + credentials, reason: 'secret.password' }];
  // A host is ASCII after the browser's own parsing; anything else did not come from a browser.
  return /^[\w.:[\]-]*$/.test(authority) ? [] : [{ start, end, reason: 'found.url' }];
}

function hiddenInPathPart(
  text: string,
  from: number,
  to: number,
  own: ReadonlySet<string>,
  reason: 'url.segment' | 'shape.path',
): readonly Span[] {
  const spans: Span[] = [];
  let start = from;
  for (let i = from; i <= to; i++) {
    if (i < to && text[i] !== '/' && text[i] !== '\\') continue;
    if (i > start && !isListedSegment(text.slice(start, i), own)) spans.push(hiddenSegment(text, start, i, reason));
    start = i + 1;
  }
  return spans;
}

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
