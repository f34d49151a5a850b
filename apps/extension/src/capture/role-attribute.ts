/** The roles of ARIA that are not abstract. */
const known = new Set(
  'alert alertdialog application article banner blockquote button caption cell checkbox code columnheader combobox comment complementary contentinfo definition deletion dialog document emphasis feed figure form generic grid gridcell group heading img insertion link list listbox listitem log main mark marquee math menu menubar menuitem menuitemcheckbox menuitemradio meter navigation none note option paragraph progressbar radio radiogroup region row rowgroup rowheader scrollbar search searchbox separator slider spinbutton status strong subscript suggestion superscript switch tab table tablist tabpanel term textbox time timer toolbar tooltip tree treegrid treeitem'.split(
    ' ',
  ),
);
const synonyms: Readonly<Record<string, string>> = { presentation: 'none', image: 'img', directory: 'list' };

/** Whether there is such a role. */
export function isRole(name: string): boolean {
  return known.has(name);
}

/**
 * The role that a `role` attribute gives, or an empty text: the first in its list that there is and that `fits`. Unknown
 * and abstract roles are passed over (ARIA 1.2, 8.1 and 9.1).
 */
export function roleAttribute(element: Element, fits: (role: string) => boolean = () => true): string {
  // Most elements have none, and every ancestor is asked.
  const list = element.getAttribute('role');
  if (list === null) return '';
  for (const token of list.toLowerCase().split(/[ \t\n\f\r]+/)) {
    const role = synonyms[token] ?? token;
    if (known.has(role) && fits(role)) return role;
  }
  return '';
}
