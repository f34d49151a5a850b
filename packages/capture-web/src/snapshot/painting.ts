import { pixelRules } from '@assent/safeguards/pixel-rules';
import type { Area } from './rect.ts';

/** Whether an element is a small box that shows nothing but its own colour: a hundred of them draw an image. */
export function isSpeck(element: Element, style: CSSStyleDeclaration, { left, top, right, bottom }: Area): boolean {
  const { boxSize } = pixelRules.mosaic;
  if (element.childElementCount > 0 || right <= left || bottom <= top || Math.max(right - left, bottom - top) > boxSize)
    return false;
  if (style.visibility !== 'visible' || /\S/.test(element.textContent)) return false;
  const painted = !/^rgba\(.*, 0\)$/.test(style.backgroundColor) || style.borderWidth !== '0px';
  return painted || element instanceof HTMLInputElement;
}

/** Whether a style draws an element, or an image, outside of the element's own box. */
export function paintsElsewhere(style: CSSStyleDeclaration): boolean {
  const { boxShadow, textShadow, clipPath } = style;
  if (Math.max(boxShadow.length, textShadow.length, clipPath.length) > pixelRules.mosaic.style) return true;
  if (/drop-shadow|url\(/.test(`${style.filter}${style.backdropFilter}`)) return true;
  const reflected = style.getPropertyValue('-webkit-box-reflect');
  return (
    (reflected !== '' && reflected !== 'none') ||
    (style.borderImageSource !== 'none' && style.borderImageOutset !== '0')
  );
}

/** How far the shadows and outlines of letters can reach, CSS pixels. */
export function shadowSpread(style: CSSStyleDeclaration): number {
  const stroke = Number.parseFloat(style.getPropertyValue('-webkit-text-stroke-width')) || 0;
  if (style.textShadow === 'none') return stroke;
  const lengths = style.textShadow.match(/-?\d+(?:\.\d+)?px/g) ?? [];
  return lengths.reduce((sum, length) => sum + Math.abs(Number.parseFloat(length)), stroke);
}

const clippable = new Set('block flow-root flex grid inline-block inline-flex inline-grid list-item'.split(' '));

/** Whether an element hides what does not fit into it. The root's and the body's overflow is the view's own. */
export function clipsContent(element: Element, style: CSSStyleDeclaration): boolean {
  if (element === document.documentElement || element === document.body) return false;
  if (style.overflowX === 'visible' || style.overflowY === 'visible' || !clippable.has(style.display)) return false;
  return Number.parseFloat(style.getPropertyValue('overflow-clip-margin') || '0') === 0;
}
