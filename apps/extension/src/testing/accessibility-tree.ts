import type { CDPSession } from 'playwright-core';

/** What an element is called and what it is. */
export interface Named {
  readonly role: string;
  readonly name: string;
}

/** Chromium's own names of roles that ARIA has other words for, or none. */
const inAria: Readonly<Record<string, string>> = {
  image: 'img',
  SvgRoot: 'img',
  DisclosureTriangle: 'button',
  textField: 'textbox',
  LayoutTable: 'table',
  progressIndicator: 'progressbar',
  MathMLMath: 'math',
  Date: 'textbox',
  DateTime: 'textbox',
  InputTime: 'textbox',
  ColorWell: 'textbox',
  ...Object.fromEntries(
    'LabelText Legend Abbr DescriptionList Figcaption Iframe Ruby Video Audio Canvas PluginObject none presentation sectionheader sectionfooter'
      .split(' ')
      .map((role) => [role, 'generic']),
  ),
};

/** Reads role and name of an element, found by its id, from Chromium's accessibility tree. */
export async function accessibilityOf(cdp: CDPSession, id: string): Promise<Named> {
  const { root } = await cdp.send('DOM.getDocument', { depth: 0 });
  const { nodeId } = await cdp.send('DOM.querySelector', { nodeId: root.nodeId, selector: `#${id}` });
  const { nodes } = await cdp.send('Accessibility.getPartialAXTree', { nodeId, fetchRelatives: false });
  const role = String(nodes[0]?.role?.value ?? '');
  const name = String(nodes[0]?.name?.value ?? '');
  return { role: inAria[role] ?? role.toLowerCase(), name: name.replaceAll(/\s+/g, ' ').trim() };
}
