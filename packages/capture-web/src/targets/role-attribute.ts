/** Roles that are pressed and named by their content. */
const labelled =
  'button checkbox gridcell link menuitem menuitemcheckbox menuitemradio option radio switch tab treeitem'.split(' ');
/** Roles that are pressed and hold a value. */
const valued = 'combobox searchbox slider spinbutton textbox'.split(' ');
/** Roles named by their content that are only read; not rows, whose cells have names of their own. */
const titled = 'cell columnheader heading rowheader tooltip'.split(' ');
/** Roles that describe what is inside of them. */
const around =
  'alertdialog dialog form grid group listbox main menu menubar navigation radiogroup region row search table tablist toolbar tree treegrid'.split(
    ' ',
  );
const others =
  'alert application article banner blockquote caption complementary contentinfo definition document feed figure generic img list listitem log marquee math meter none note paragraph progressbar rowgroup scrollbar separator status tabpanel term timer'.split(
    ' ',
  );

/** Roles of controls. */
export const interactiveRoles = new Set([...labelled, ...valued]);
/** Roles that the ARIA specification names from their content. */
export const namedByContent = new Set([...labelled, ...titled]);
/** Roles of a dialog, form, table row and the like. */
export const contextRoles = new Set(around);
/** The roles of ARIA that are not abstract. */
const known = new Set([...interactiveRoles, ...titled, ...around, ...others]);
const synonyms: Readonly<Record<string, string>> = { presentation: 'none', image: 'img', directory: 'list' };

/** Whether there is such a role. */
export function isRole(name: string): boolean {
  return known.has(name);
}

/**
 * The role that a `role` attribute gives, or an empty text: the first in its list that there is. Unknown
 * and abstract roles are passed over (ARIA 1.2, 8.1 and 9.1).
 */
export function roleAttribute(element: Element): string {
  // Most elements have none, and every ancestor is asked.
  const list = element.getAttribute('role');
  if (list === null) return '';
  for (const token of list.toLowerCase().split(/[ \t\n\f\r]+/)) {
    const role = synonyms[token] ?? token;
    if (known.has(role)) return role;
  }
  return '';
}
