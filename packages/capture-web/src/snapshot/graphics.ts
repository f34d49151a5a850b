import { pixelRules } from '@assent/safeguards/pixel-rules';
import { type Area, boundsOf } from './rect.ts';

const opaqueTags: ReadonlySet<string> = new Set(pixelRules.opaqueTags);

/** Whether an element is a frame or anything else that is always covered, whatever anyone allows. */
export function isOpaque(element: Element): boolean {
  return opaqueTags.has(element.localName) || (element instanceof HTMLInputElement && element.type === 'image');
}

/**
 * What must be covered of a drawing: nothing if it is a small icon of a few plain shapes, else all that it reaches.
 * Gives null for nothing.
 */
export function drawingArea(svg: SVGElement, box: Area): Area | null {
  let area = box;
  let plain = true;
  let shapes = 0;
  for (const part of svg.querySelectorAll('*')) {
    const own = part.getBoundingClientRect();
    if (own.width > 0 || own.height > 0) area = boundsOf(area, own);
    plain &&= isPlain(part, svg);
    // A path draws as many shapes as it has beginnings.
    shapes += part.getAttribute('d')?.match(/m/gi)?.length ?? 1;
  }
  const { size, shapes: most } = pixelRules.icon;
  const small = area.right - area.left <= size && area.bottom - area.top <= size;
  return plain && small && shapes <= most ? null : area;
}

const plainParts = new Set(
  'g path rect circle ellipse line polyline polygon title desc defs clippath lineargradient radialgradient stop'.split(
    ' ',
  ),
);

function isPlain(part: Element, svg: SVGElement): boolean {
  const name = part.localName.toLowerCase();
  if (plainParts.has(name)) return true;
  if (name !== 'use') return false;
  const reference = part.getAttribute('href') ?? part.getAttribute('xlink:href') ?? '';
  // A sprite of this document, if it is plain all through. One of another file cannot be looked into.
  const root = svg.getRootNode();
  if (!reference.startsWith('#') || !(root instanceof Document || root instanceof ShadowRoot)) return false;
  const shape = root.getElementById(reference.slice(1));
  return (
    shape !== null && [...shape.querySelectorAll('*')].every((inner) => plainParts.has(inner.localName.toLowerCase()))
  );
}
