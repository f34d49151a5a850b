/** Words as a POSIX shell reads them back, so that a printed command can be pasted whatever a path holds. */
export function shellQuote(...words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

function quoted(word: string): string {
  // Everything else means something to some shell; `~` only in front, and `=` not in a first word, which none of ours is.
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  return `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
