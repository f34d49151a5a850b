import type { Box } from '@assent/contracts';
import type { FieldArea } from '@assent/safeguards';
import { pixelRules } from '@assent/safeguards/pixel-rules';
import { holdsValue } from '../targets/editable.ts';
import { fieldOf } from '../targets/field.ts';
import { shadowRootOf } from '../targets/shadow.ts';
import { Doubt } from './doubt.ts';
import { paintsImage } from './generated.ts';
import { generatedHosts, type MayGenerate } from './generated-hosts.ts';
import { isOpaque } from './graphics.ts';
import { mediaKindOf } from './media.ts';
import { type Area, boxOf, grow, meet } from './rect.ts';
import { isSpeck, paintsElsewhere } from './painting.ts';
import type { Measured } from './scene.ts';

/** A page of more elements is not measured this way either. */
const maxElements = 60_000;
/** Longest time that one measuring may hold the page up, ms. */
const maxTime = 150;
/** Nothing that an element paints reaches further than this, CSS pixels. */
const far = 100;

/**
 * Measures a page that has too many words for each to be located in pixels, for a snapshot in which words of ordinary
 * size cannot be read: fields, images, frames and larger letters, which are covered all the same. Throws a
 * {@link Doubt} where even that cannot be known, and where a field for secrets can be seen.
 */
export function measureCoarsely(skip: Element | null): Measured {
  return new Measuring(skip).run();
}

class Measuring {
  readonly #skip: Element | null;
  readonly #view: Area = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  readonly #near = grow(this.#view, far);
  readonly #fields: FieldArea[] = [];
  readonly #opaque: Box[] = [];
  readonly #roots: (Document | ShadowRoot)[] = [];
  readonly #located: (Element | Range)[] = [];
  readonly #deadline = performance.now() + maxTime;
  #elements = 0;
  #specks = 0;

  constructor(skip: Element | null) {
    this.#skip = skip;
  }

  run(): Measured {
    const zoomed = visualViewport !== null && (visualViewport.scale !== 1 || visualViewport.offsetTop !== 0);
    // Deny by default: a magnified view, and a page in full screen, are measured by nobody.
    if (zoomed || document.fullscreenElement !== null) throw new Doubt('unsure');
    this.#tree(document);
    // Enough boxes without content may be an image, and nobody knows of what.
    if (this.#specks >= pixelRules.mosaic.boxes) throw new Doubt('unsure');
    const { right: width, bottom: height } = this.#view;
    return {
      scene: { width, height, runs: [], fields: this.#fields, opaque: this.#opaque, media: [] },
      roots: this.#roots,
      located: this.#located,
      secret: false,
    };
  }

  #tree(root: Document | ShadowRoot): void {
    this.#roots.push(root);
    const generates = generatedHosts(root);
    for (const element of root.querySelectorAll('*')) {
      this.#elements++;
      if (this.#elements > maxElements) throw new Doubt('too-much');
      // Not for ever: a machine that is busy now may not be later.
      if (performance.now() > this.#deadline) throw new Doubt('unsure');
      if (element === this.#skip) continue;
      const box = element.getBoundingClientRect();
      // What has no box of its own, such as `display: contents`, may show text all the same.
      const near = box.width === 0 || meet(box, this.#near) !== null;
      // Asking for a closed tree is costly; far away it is only asked for where it is usual.
      const inner = near || element.localName.includes('-') ? shadowRootOf(element) : element.shadowRoot;
      if (inner !== null) this.#tree(inner);
      if (near) this.#element(element, box, generates);
    }
  }

  #element(element: Element, box: Area, generates: MayGenerate): void {
    // Parts of a drawing are covered with it.
    if (element instanceof SVGElement && element.localName !== 'svg') return;
    const style = getComputedStyle(element);
    if (style.display === 'none') return;
    if (paintsElsewhere(style)) throw new Doubt('unsure');
    if (holdsValue(element)) return this.#field(element, box);
    const kind = mediaKindOf(element);
    const drawn = isOpaque(element) || element instanceof SVGElement || (kind !== null && kind !== 'canvas');
    if (drawn || paintsImage(style)) this.#cover(element, box);
    if (isSpeck(element, style, box)) this.#specks++;
    // Generated text has no rectangles: a page that makes it large has no snapshot.
    if (generates(element)) {
      const sizes = ['::before', '::after', '::marker'].map((pseudo) => getComputedStyle(element, pseudo).fontSize);
      if (sizes.some((size) => Number.parseFloat(size) > pixelRules.small.textSize)) throw new Doubt('unsure');
    }
    if (style.visibility !== 'visible') return;
    const large = Number.parseFloat(style.fontSize) > pixelRules.small.textSize;
    for (const child of element.childNodes) {
      if (child instanceof Text && /\S/.test(child.data)) this.#text(child, large);
    }
  }

  #field(element: Element, box: Area): void {
    if (meet(box, this.#view) === null) return;
    // The floor: where a secret can be seen there is no snapshot.
    if (fieldOf(element).secret !== null) throw new Doubt('unsure');
    this.#located.push(element);
    this.#fields.push({ box: boxOf(box), filled: true, password: false });
  }

  #cover(thing: Element | Range, box: Area): void {
    const shown = meet(box, this.#view);
    if (shown === null) return;
    this.#located.push(thing);
    this.#opaque.push(boxOf(shown));
  }

  /** Covers a text whose letters are large, by its style or as they are drawn, or that draws an image of signs. */
  #text(node: Text, large: boolean): void {
    const range = document.createRange();
    range.selectNodeContents(node);
    const rects = [...range.getClientRects()].filter((rect) => meet(rect, this.#view) !== null);
    const tall = rects.some(({ height }) => height > pixelRules.small.textHeight);
    const signs = new RegExp(`[^\\s\\p{L}\\p{N}]{${pixelRules.mosaic.signs},}`, 'u');
    if (!large && !tall && !signs.test(node.data)) return;
    for (const rect of rects) this.#cover(range, grow(rect, 2));
  }
}
