import type { MediaKind } from '@assent/contracts';
import { pixelRules } from '@assent/safeguards/pixel-rules';

/** How far up the element that clips an image, or names it, is searched for. */
const parents = 3;
/** Longest text of one kind that is taken to say something of an image, UTF-16 units. */
const longest = 300;

const kinds: Readonly<Record<string, MediaKind | undefined>> = { img: 'images', video: 'video', canvas: 'canvas' };

/** What kind of media an element is; null for none. Backgrounds and drawings (`svg`) are none: they are always covered. */
export function mediaKindOf(element: Element): MediaKind | null {
  return kinds[element.localName] ?? null;
}

/**
 * Whether media may stay at all if policy and participant let its kind stay. Deny by default: what has not loaded shows
 * its description instead, and what is neither of these three is nothing that anybody allowed.
 */
export function mayStay(element: Element, style: CSSStyleDeclaration): boolean {
  if (element instanceof HTMLImageElement) {
    return element.complete && element.naturalWidth > 0 && !isPortrait(element, style);
  }
  // A stream is a call, a camera or somebody's screen, and shows people as they are right now.
  if (element instanceof HTMLVideoElement) return element.srcObject === null;
  return element instanceof HTMLCanvasElement;
}

/** All that a page says of an image: descriptions, labels, captions, the name of its file. */
export function aboutMedia(element: Element): string {
  const root = element.getRootNode();
  const named = ['aria-labelledby', 'aria-describedby'].flatMap((name) =>
    (element.getAttribute(name)?.split(/\s+/) ?? []).map((id) =>
      root instanceof Document || root instanceof ShadowRoot ? root.getElementById(id)?.textContent : null,
    ),
  );
  const around = element.parentElement?.closest('[title],[aria-label]');
  return [
    ...['alt', 'title', 'aria-label'].map((name) => element.getAttribute(name)),
    ...['title', 'aria-label'].map((name) => around?.getAttribute(name)),
    ...named,
    element.closest('figure')?.querySelector('figcaption')?.textContent,
    element.localName === 'canvas' ? element.textContent : null,
    fileOf(element),
  ]
    .flatMap((text) => (text === null || text === undefined ? [] : [text.slice(0, longest).trim()]))
    .filter((text) => text !== '')
    .join('\n');
}

/** The name of the file that an image or a video is loaded from; empty where it has none. */
function fileOf(element: Element): string {
  if (!(element instanceof HTMLImageElement || element instanceof HTMLMediaElement)) return '';
  const url = URL.parse(element.currentSrc);
  if (url === null || !/^https?:$/.test(url.protocol)) return '';
  try {
    return decodeURIComponent(url.pathname.slice(url.pathname.lastIndexOf('/') + 1));
  } catch {
    return url.pathname;
  }
}

/** Whether an image shows a person, as far as its shape and its names say: its own, or those around it. */
function isPortrait(image: HTMLImageElement, style: CSSStyleDeclaration): boolean {
  if (isRound(image, style) || callsPortrait(`${image.alt} ${image.title} ${fileOf(image)} ${hostOf(image)}`))
    return true;
  let element: Element | null = image;
  for (let up = 0; up <= parents && element !== null; up++) {
    if (callsPortrait(`${element.getAttribute('class') ?? ''} ${element.id}`)) return true;
    if (up > 0 && clipsRound(element)) return true;
    element = element.parentElement;
  }
  return false;
}

function clipsRound(element: Element): boolean {
  const style = getComputedStyle(element);
  return (style.overflowX !== 'visible' || style.clipPath !== 'none') && isRound(element, style);
}

function isRound(element: Element, style: CSSStyleDeclaration): boolean {
  if (style.clipPath !== 'none' || style.maskImage !== 'none') return true;
  const { width, height } = element.getBoundingClientRect();
  const side = Math.min(width, height);
  const radius = style.borderTopLeftRadius;
  const length = Number.parseFloat(radius) * (/^[\d.]+%/.test(radius) ? side / 100 : 1);
  return length >= side * pixelRules.portrait.round;
}

const portraitWords: ReadonlySet<string> = new Set(pixelRules.portrait.words);

function callsPortrait(names: string): boolean {
  return names.split(/[^\p{L}]+|(?<=\p{Ll})(?=\p{Lu})/u).some((name) => portraitWords.has(name.toLowerCase()));
}

function hostOf({ currentSrc }: HTMLImageElement): string {
  return URL.parse(currentSrc)?.hostname ?? '';
}
