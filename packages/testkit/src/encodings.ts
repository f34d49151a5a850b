/**
 * Every spelling in which a planted string could hide. Used to search what must not contain it.
 */
export interface Needle {
  readonly text: string;
  readonly encoding: string;
  readonly bytes: Buffer;
}

/** The spellings of a text: UTF-8, UTF-16 in both orders, base64 at each of its three alignments, hex, percent-encoding, JSON escapes. */
export function spellings(text: string): readonly Needle[] {
  const utf8 = Buffer.from(text, 'utf8');
  const utf16le = Buffer.from(text, 'utf16le');
  const all: Needle[] = [
    { text, encoding: 'utf-8', bytes: utf8 },
    { text, encoding: 'utf-8 lower case', bytes: Buffer.from(text.toLowerCase(), 'utf8') },
    { text, encoding: 'utf-16le', bytes: utf16le },
    { text, encoding: 'utf-16be', bytes: Buffer.from(utf16le).swap16() },
    { text, encoding: 'hex', bytes: Buffer.from(utf8.toString('hex')) },
    { text, encoding: 'HEX', bytes: Buffer.from(utf8.toString('hex').toUpperCase()) },
    { text, encoding: 'percent', bytes: Buffer.from(encodeURIComponent(text)) },
    ...base64Spellings(text, utf8),
  ];
  const seen = new Set<string>();
  return all.filter((needle) => {
    const key = needle.bytes.toString('latin1');
    const fresh = !seen.has(key);
    seen.add(key);
    return fresh;
  });
}

/**
 * Base64 of a text inside longer data depends on where it starts, so each of the three alignments is encoded and the
 * characters that also depend on the neighbours are cut off.
 */
function base64Spellings(text: string, bytes: Buffer): readonly Needle[] {
  return [0, 1, 2].flatMap((shift) => {
    const padded = Buffer.concat([Buffer.alloc(shift), bytes]);
    const start = Math.ceil((shift * 8) / 6);
    const end = Math.floor((padded.length * 8) / 6);
    const core = padded.toString('base64').slice(start, end);
    if (core.length < 8) return [];
    const url = core.replaceAll('+', '-').replaceAll('/', '_');
    return [
      { text, encoding: `base64 +${shift}`, bytes: Buffer.from(core) },
      { text, encoding: `base64url +${shift}`, bytes: Buffer.from(url) },
    ];
  });
}
