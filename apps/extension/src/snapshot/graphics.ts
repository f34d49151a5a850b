import { type Area, around } from './rect.ts';

/** Elements whose pixels come from somewhere that cannot be looked into. */
const opaqueTags = new Set(
  'img picture video audio canvas iframe frame frameset object embed applet fencedframe portal webview progress meter'.split(
    ' ',
  ),
);
/** An icon is at most this wide and high, CSS pixels. */
const iconSize = 40;

/** Whether an element is a picture, a frame or anything else that is always covered. */
export function isOpaque(element: Element): boolean {
  return opaqueTags.has(element.localName) || (element instanceof HTMLInputElement && element.type === 'image');
}

/**
 * What must be covered of a drawing: nothing if it is a small icon of plain shapes, else all that it reaches.
 * Gives null for nothing.
 */
export function drawingArea(svg: SVGElement, box: Area): Area | null {
  let area = box;
  let plain = true;
  for (const part of svg.querySelectorAll('*')) {
    const own = part.getBoundingClientRect();
    if (own.width > 0 || own.height > 0) area = around(area, own);
    plain &&= isPlain(part, svg);
  }
  const small = area.right - area.left <= iconSize && area.bottom - area.top <= iconSize;
  return plain && small ? null : area;
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
