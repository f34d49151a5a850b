import { productWords } from './words/products.ts';

/**
 * Where the name of an application begins at the end of a window's title (“Inbox - Outlook”): its words stay. The
 * text's length if there is none. Anywhere else a product's name could as well be somebody's employer.
 */
export function applicationSuffix(text: string): number {
  const tail = text.slice(-48);
  const match = /(?: [-\u2013\u2014|\u00B7\u2022] )([A-Za-z]{2,16}(?: [A-Za-z]{2,16}){0,2})$/.exec(tail);
  const name = match?.[1];
  if (name === undefined) return text.length;
  const known = name.split(' ').every((word) => productWords.has(word.toLowerCase()));
  return known ? text.length - name.length : text.length;
}
