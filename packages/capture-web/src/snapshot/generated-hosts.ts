/** Whether an element may show text out of a style sheet. Asking each element for its `::before` costs ten times as much. */
export type MayGenerate = (element: Element) => boolean;

const everywhere: MayGenerate = () => true;

/** Reads the style sheets of one tree. What cannot be read may concern every element. */
export function generatedHosts(root: Document | ShadowRoot): MayGenerate {
  const selectors: string[] = [];
  for (const sheet of [...root.styleSheets, ...root.adoptedStyleSheets]) {
    if (!collect(rulesOf(sheet), false, selectors)) return everywhere;
  }
  if (selectors.length === 0) return () => false;
  try {
    const hosts = new Set(root.querySelectorAll(selectors.join(',')));
    return (element) => hosts.has(element);
  } catch {
    return everywhere; // A selector that cannot be asked for without its pseudo-element.
  }
}

function rulesOf(sheet: CSSStyleSheet): CSSRuleList | null {
  try {
    return sheet.cssRules;
  } catch {
    return null; // Another origin's sheet may not be read.
  }
}

/** Collects the hosts of rules that generate something. Returns false where that is not known. */
function collect(rules: CSSRuleList | null, nested: boolean, selectors: string[]): boolean {
  if (rules === null) return false;
  for (const rule of rules) {
    if (rule instanceof CSSImportRule) {
      if (rule.styleSheet !== null && !collect(rulesOf(rule.styleSheet), nested, selectors)) return false;
    } else if (rule instanceof CSSStyleRule) {
      if (generates(rule)) {
        // Selectors that reach out of their tree, or lean on the rule around them, are not taken apart.
        if (nested || /:host|::slotted|::part|&/.test(rule.selectorText)) return false;
        selectors.push(rule.selectorText.replaceAll(/::?(?:before|after|marker|backdrop)\b/g, ':is(*)'));
      }
      if (rule.cssRules.length > 0 && !collect(rule.cssRules, true, selectors)) return false;
    } else if ('cssRules' in rule && rule.cssRules instanceof CSSRuleList) {
      if (!collect(rule.cssRules, nested, selectors)) return false;
    } else if (nested && !(rule instanceof CSSStyleRule)) return false;
  }
  return true;
}

/** Whether a rule may make an element show something beside its own content. */
function generates({ selectorText, style }: CSSStyleRule): boolean {
  if (!/::?(?:before|after|marker|backdrop)\b|&/.test(selectorText)) return false;
  const content = style.getPropertyValue('content');
  // Empty ones are decoration; but they may carry an image.
  const empty = /^(?:""|''|none|normal|)$/.test(content);
  return !empty || /url\(|image|paint\(|var\(/.test(style.cssText);
}
