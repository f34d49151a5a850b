import { pixelRules } from '@assent/safeguards/pixel-rules';
import { type Area, grow } from './rect.ts';

/**
 * Text that is in a style sheet and not in the document: what `::before` and `::after` show, and list markers.
 * It has no rectangles of its own, so its position is bounded generously, and where even that is not known it may be
 * anywhere.
 */
export interface GeneratedText {
  readonly text: string;
  /** Where it can be; null: anywhere. */
  readonly area: Area | null;
}

const plainMarkers = new Set(['none', 'disc', 'circle', 'square', 'disclosure-open', 'disclosure-closed']);
const countingMarkers = new Set([
  'decimal',
  'decimal-leading-zero',
  'lower-alpha',
  'upper-alpha',
  'lower-latin',
  'upper-latin',
  'lower-roman',
  'upper-roman',
]);

/** What a style sheet makes an element show beside its own content. */
export function generatedBy(element: Element, style: CSSStyleDeclaration, box: Area): readonly GeneratedText[] {
  const found: GeneratedText[] = [];
  for (const pseudo of ['::before', '::after'] as const) {
    const own = getComputedStyle(element, pseudo);
    if (own.content === 'none' || own.content === 'normal' || own.display === 'none') continue;
    const area = areaOf(element, style, box, own);
    if (paintsImage(own)) found.push({ text: unreadable, area: area === null ? null : grow(area, 2) });
    // What shows nothing now and begins to show is an animation, which is watched for.
    if (own.visibility !== 'visible' || own.opacity === '0') continue;
    const text = literalText(own.content);
    if (text !== null && text.length < pixelRules.mosaic.signs && !/[\p{L}\p{N}]/u.test(text)) continue;
    found.push({ text: text ?? unreadable, area });
  }
  const marker = style.display === 'list-item' ? markerText(element, style) : null;
  if (marker !== null) found.push({ text: marker, area: null });
  return found;
}

/** Used for what cannot be read as words: no list vouches for it, so it is always covered. */
const unreadable = '\u{FFFC}?unreadable1';

/** Whether a style paints anything out of an image, a script or another element. */
export function paintsImage(style: CSSStyleDeclaration): boolean {
  const layers = [style.backgroundImage, style.borderImageSource, style.maskImage, style.content];
  // Enough gradients are as good as an image.
  if (style.backgroundImage.length + style.maskImage.length > pixelRules.mosaic.style) return true;
  return layers.some((layer) => /url\(|image\(|image-set\(|cross-fade\(|paint\(|canvas\(|element\(/.test(layer));
}

/** The text of a `content` value made of strings only; null for anything else. */
function literalText(content: string): string | null {
  // What follows the slash is its alternative text, which nobody sees.
  const [shown = ''] = content.split(/ \/ (?=(?:"(?:[^"\\]|\\.)*"\s*)*$)/);
  if (!/^\s*(?:"(?:[^"\\]|\\.)*"\s*)+$/.test(shown)) return null;
  return [...shown.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replaceAll(/\\(.)/g, '$1')).join('');
}

/** Where a generated box can be; null: anywhere. */
function areaOf(element: Element, style: CSSStyleDeclaration, box: Area, own: CSSStyleDeclaration): Area | null {
  return own.position === 'static' ? flowArea(element, style, box, own) : positionedArea(element, style, box, own);
}

/** In the flow it is inside of its element's box, or sticks out of it by at most its own length. */
function flowArea(element: Element, style: CSSStyleDeclaration, box: Area, own: CSSStyleDeclaration): Area | null {
  const margins = [own.marginLeft, own.marginTop, own.marginRight, own.marginBottom, own.textIndent, style.textIndent];
  if (isMoved(own) || margins.some((margin) => number(margin) < 0) || box.right <= box.left) return null;
  const overflows = element.scrollWidth > element.clientWidth || element.scrollHeight > element.clientHeight;
  const length = lengthOf(own);
  return grow(box, overflows || length > box.right - box.left ? length : 2);
}

/** Positioned in its own element, its style says where. Positioned anywhere else, nothing does. */
function positionedArea(
  element: Element,
  style: CSSStyleDeclaration,
  box: Area,
  own: CSSStyleDeclaration,
): Area | null {
  const hosted = style.position !== 'static' && own.position === 'absolute' && element instanceof HTMLElement;
  if (!hosted || !isUpright(element, box)) return null;
  const [x, y, width, height] = [own.left, own.top, own.width, own.height].map(number);
  if (x === undefined || y === undefined || width === undefined || height === undefined) return null;
  if (![x, y, width, height].every((edge) => Number.isFinite(edge))) return null;
  const left = box.left + element.clientLeft + x;
  const top = box.top + element.clientTop + y;
  const frame = frameEdges.reduce((sum, edge) => sum + Math.abs(number(own[edge])), 0);
  const shift = isMoved(own) ? 2 * Math.max(width, height) + movedBy(own) : 0;
  const spill = Math.max(0, lengthOf(own) - width);
  return grow({ left, top, right: left + width, bottom: top + height }, 2 + frame + shift + spill);
}

const frameEdges = [
  'marginLeft',
  'marginTop',
  'paddingLeft',
  'paddingRight',
  'paddingTop',
  'paddingBottom',
  'borderLeftWidth',
  'borderRightWidth',
  'borderTopWidth',
  'borderBottomWidth',
] as const;

/** How long a generated text is in one line, CSS pixels, or more than that. */
function lengthOf(own: CSSStyleDeclaration): number {
  const text = literalText(own.content);
  const widest = own.content.length * number(own.fontSize);
  const context = text === null ? null : new OffscreenCanvas(1, 1).getContext('2d');
  if (text === null || context === null) return widest;
  context.font = `${own.fontStyle} ${own.fontWeight} ${own.fontSize} ${own.fontFamily}`;
  const spacing = Math.abs(number(own.letterSpacing) || 0) + Math.abs(number(own.wordSpacing) || 0);
  return context.measureText(text.toUpperCase()).width * 1.1 + text.length * spacing;
}

function isMoved(own: CSSStyleDeclaration): boolean {
  return own.transform !== 'none' || own.translate !== 'none' || own.rotate !== 'none' || own.scale !== 'none';
}

/** How far a transform can move a box, CSS pixels: every length in it, added up. */
function movedBy(own: CSSStyleDeclaration): number {
  const lengths = `${own.transform} ${own.translate}`.match(/-?\d+(?:\.\d+)?/g) ?? [];
  return lengths.reduce((sum, length) => sum + Math.abs(Number(length)), 0);
}

/** Whether an element is drawn at its own size, so that lengths inside it are lengths on the screen. */
function isUpright(element: HTMLElement, { left, top, right, bottom }: Area): boolean {
  return Math.abs(element.offsetWidth - (right - left)) <= 1 && Math.abs(element.offsetHeight - (bottom - top)) <= 1;
}

/** What a list marker shows that is not just a bullet or a count; null if nothing. */
function markerText(element: Element, style: CSSStyleDeclaration): string | null {
  if (style.listStyleImage !== 'none') return unreadable;
  const { content } = getComputedStyle(element, '::marker');
  if (content !== 'normal' && content !== 'none') {
    const text = literalText(content);
    return text !== null && !/[\p{L}\p{N}]/u.test(text) ? null : (text ?? unreadable);
  }
  if (plainMarkers.has(style.listStyleType)) return null;
  const ownCount = element.hasAttribute('value') || element.parentElement?.hasAttribute('start') === true;
  return countingMarkers.has(style.listStyleType) && !ownCount ? null : unreadable;
}

function number(length: string): number {
  return Number.parseFloat(length);
}
