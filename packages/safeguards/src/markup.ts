import { isListedSegment } from './location.ts';

/** Names that pages may invent (roles, tags, ids, selectors): known or made of listed words, else not kept. */

const roles: ReadonlySet<string> = new Set(
  `alert alertdialog application article banner blockquote button caption cell checkbox code columnheader combobox complementary
  contentinfo definition deletion dialog directory document emphasis feed figure form generic grid gridcell group heading img image
  insertion link list listbox listitem log main mark marquee math menu menubar menuitem menuitemcheckbox menuitemradio meter
  navigation none note option paragraph presentation progressbar radio radiogroup region row rowgroup rowheader scrollbar search
  searchbox separator slider spinbutton status strong subscript superscript switch tab table tablist tabpanel term textbox time timer
  toolbar tooltip tree treegrid treeitem frame iframe canvas video audio file color date password window pane label text`.split(
    /\s+/,
  ),
);

const tags: ReadonlySet<string> = new Set(
  `a abbr address area article aside audio b bdi bdo blockquote body br button canvas caption cite code col colgroup data datalist dd
  del details dfn dialog div dl dt em embed fieldset figcaption figure footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup
  hr html i iframe img input ins kbd label legend li link main map mark menu meta meter nav object ol optgroup option output p picture
  pre progress q s samp search section select slot small span strong sub summary sup svg table tbody td template textarea tfoot th
  thead time title tr track u ul var video wbr g path circle rect line polyline polygon ellipse text tspan use defs symbol`.split(
    /\s+/,
  ),
);

/** Roles whose name is what somebody wrote rather than what the interface says. */
const textRoles: ReadonlySet<string> = new Set(
  `article blockquote cell definition gridcell listitem log note option paragraph row rowheader term treeitem feed caption figure img
  image textbox searchbox document`.split(/\s+/),
);

/** The channel by which a control's name is judged. */
export function nameChannel(role: string): 'name' | 'text' {
  return textRoles.has(role) ? 'text' : 'name';
}

/** A role that stays as it is; the page can write anything there. */
export function isKnownRole(role: string): boolean {
  return role === '' || roles.has(role);
}

/** A tag name that stays as it is; custom elements only if made of listed words. */
export function isKnownTag(tag: string, own: ReadonlySet<string>): boolean {
  const name = tag.toLowerCase();
  return tag === '' || tags.has(name) || (name.includes('-') && isListedSegment(name, own));
}

/** An id or test id that stays: listed words only. */
export function isKnownId(id: string, own: ReadonlySet<string>): boolean {
  return isListedSegment(id, own) && /^[A-Za-z][\w.-]*$/.test(id);
}

/** A CSS path that stays: known tags and listed ids, positions, child and descendant combinators; nothing else. */
export function isKnownCss(css: string, own: ReadonlySet<string>): boolean {
  return css.split(/ > | /).every((part) => {
    const match = /^([a-z][a-z0-9-]*)?(?:#([A-Za-z][\w-]*))?(?::nth-(?:of-type|child)\(\d{1,4}\))?$/.exec(part);
    if (match === null || part === '') return false;
    return isKnownTag(match[1] ?? '', own) && (match[2] === undefined || isKnownId(match[2], own));
  });
}
