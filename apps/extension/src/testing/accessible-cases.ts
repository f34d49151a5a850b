import { content, hidden, hostLanguage, labels, references, type Cases } from './accname-cases.ts';
import { elements, presentation, roleLists } from './role-cases.ts';

/** By the part of the specifications that they belong to. */
export const accessibleCases: Readonly<Record<string, Cases>> = {
  'accname 2A, hidden': hidden,
  'accname 2B, references': references,
  'accname 2D, labels': labels,
  'accname 2E, labels of HTML': hostLanguage,
  'accname 2F–2I, content': content,
  'ARIA 8.1 and 9.1, lists of roles': roleLists,
  'ARIA 4.6, presentation': presentation,
  'HTML-AAM, elements': elements,
};

/** What the cases refer to. */
export const accessibleStyle = `.before::before{content:"before "} .after::after{content:" after"}
.alternative::before{content:"*" / "star "} .blocky::before{content:"block";display:block} .counted{counter-increment:n}
.counted::before{content:counter(n) ". "} .pictured::before{content:url(data:,) "pic "}`;
