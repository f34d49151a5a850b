/** Most rules that are read: beyond that it is not known, and no hover is reported. */
const maxRules = 3000;

/**
 * Whether a style sheet shows an element only because the pointer is where it is: a rule with `:hover` matches it that
 * would not without. Style sheets of other origins cannot be read; what they do is not known.
 */
export function shownByHover(element: Element): boolean {
  const root = element.getRootNode();
  if (!(root instanceof Document || root instanceof ShadowRoot)) return false;
  let left = maxRules;

  const shows = (rule: CSSRule, parent: string): boolean => {
    left -= 1;
    if (left < 0) return false;
    let selector = parent;
    if (rule instanceof CSSStyleRule) {
      selector = rule.selectorText.replaceAll('&', `:is(${parent})`);
      const { display, visibility, opacity } = rule.style;
      const matters = selector.includes(':hover') && `${display}${visibility}${opacity}` !== '';
      if (matters && element.matches(selector) && !element.matches(selector.replaceAll(':hover', ':not(*)')))
        return true;
    }
    return 'cssRules' in rule && any(rule.cssRules as CSSRuleList, selector);
  };
  const any = (rules: CSSRuleList, parent: string) => [...rules].some((rule) => shows(rule, parent));

  return [...root.styleSheets, ...root.adoptedStyleSheets].some((sheet) => {
    try {
      return any(sheet.cssRules, '*');
    } catch {
      return false; // Another origin's, or a selector of tomorrow.
    }
  });
}
