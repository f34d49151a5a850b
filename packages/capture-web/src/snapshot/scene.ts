import type { Box } from '@assent/contracts';
import type { FieldArea, MediaArea, Scene } from '@assent/safeguards';
import { pixelRules } from '@assent/safeguards/pixel-rules';
import { holdsValue } from '../targets/editable.ts';
import { fieldOf } from '../targets/field.ts';
import { shadowRootOf } from '../targets/shadow.ts';
import { Doubt } from './doubt.ts';
import { generatedBy, paintsImage } from './generated.ts';
import { generatedHosts, type MayGenerate } from './generated-hosts.ts';
import { drawingArea, isOpaque } from './graphics.ts';
import { aboutMedia, mayStay, mediaKindOf } from './media.ts';
import { clipsContent, isSpeck, paintsElsewhere, shadowSpread } from './painting.ts';
import { type Area, boundsOf, boxOf, grow, meet } from './rect.ts';
import { WordCollector } from './words.ts';

/** Up to so many texts are watched each by itself; more are watched by the elements they are in. */
const maxRanges = 250;
/** More than this is not measured: no snapshot of such a page. */
const maxElements = 8000;
const maxWords = 4000;
/** Nothing that an element paints reaches further than this, CSS pixels. */
const far = 400;
/** Longest time that one measuring may hold the page up, ms. */
const maxTime = 150;

/** A page as measured, and every root that was looked into. */
export interface Measured {
  readonly scene: Scene;
  readonly roots: readonly (Document | ShadowRoot)[];
  /** All that can be seen and has a position: if one of these moves, the page is not at rest. */
  readonly located: readonly (Element | Range)[];
  /** Whether a field for secrets can be seen. Only checked where something is shown whose content nothing can read. */
  readonly secret: boolean;
}

/** What an element's measures depend on above it, passed down the tree. */
interface Surrounding {
  /** Where content can be seen. */
  readonly clip: Area;
  /** Everything in here is somebody's input: nothing of it is read as words. */
  readonly input: boolean;
  /** Which elements of this tree may show text out of a style sheet. */
  readonly generates: MayGenerate;
  readonly depth: number;
}

/**
 * Measures everything the viewport shows. `skip` is the indicator, whose words are ours. Throws a {@link Doubt} for a page
 * that is too large or shows things whose position cannot be known.
 */
export function measureScene(skip: Element | null): Measured {
  return new Measuring(skip).run();
}

class Measuring {
  readonly #skip: Element | null;
  readonly #view: Area = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  readonly #words = new WordCollector(maxWords, tooMuch);
  readonly #fields: FieldArea[] = [];
  readonly #opaque: Box[] = [];
  readonly #media: MediaArea[] = [];
  readonly #inputs: Element[] = [];
  readonly #roots: (Document | ShadowRoot)[] = [document];
  readonly #seen: Element[] = [];
  /** Small boxes without content that may be parts of an image. */
  readonly #specks: Area[] = [];
  readonly #deadline = performance.now() + maxTime;
  #elements = 0;

  constructor(skip: Element | null) {
    this.#skip = skip;
  }

  run(): Measured {
    const zoomed = visualViewport !== null && (visualViewport.scale !== 1 || visualViewport.offsetTop !== 0);
    // Deny by default: a magnified view, and a page in full screen, are measured by nobody.
    if (zoomed || document.fullscreenElement !== null) throw new Doubt('unsure');
    const generates = generatedHosts(document);
    this.#visit(document.documentElement, { clip: this.#view, input: false, generates, depth: 0 });
    this.#words.close();
    const { width, height } = { width: innerWidth, height: innerHeight };
    return {
      scene: {
        width,
        height,
        runs: this.#words.runs,
        fields: this.#fields,
        opaque: this.#opaque,
        media: this.#media,
      },
      roots: this.#roots,
      located: [...this.#seen, ...this.#words.located(maxRanges)],
      secret: this.#media.length > 0 && this.#inputs.some((input) => fieldOf(input).secret !== null),
    };
  }

  #visit(element: Element, around: Surrounding): void {
    if (element === this.#skip) return;
    this.#elements++;
    if (this.#elements > maxElements || around.depth > 500) tooMuch();
    // Not for ever: a machine that is busy now may not be later.
    if (performance.now() > this.#deadline) throw new Doubt('slow');
    const box: Area = element.getBoundingClientRect();
    if (this.#isFar(element, box, around)) return this.#words.aside(element.textContent);
    const style = getComputedStyle(element);
    if (style.display === 'none') return;
    const positioned = style.position === 'absolute' || style.position === 'fixed';
    // What is taken out of the flow may be seen outside of what its parents clip.
    const clip = positioned ? this.#view : around.clip;
    const flows =
      style.display.startsWith('inline') || style.display === 'contents' || style.display.startsWith('ruby');
    if (!flows) this.#words.close();
    else if (style.display !== 'inline' && style.display !== 'contents') this.#words.gap();
    this.#paint(element, style, box, clip, around);
    const specks = this.#specks.length;
    if (isSpeck(element, style, box) && meet(box, clip) !== null) this.#specks.push(box);
    if (!this.#special(element, style, box, clip, around.input)) {
      const inside = clipsContent(element, style) ? meet(clip, box) : clip;
      // Nothing of the content can be seen, but positioned descendants may be outside.
      const shown = inside ?? nowhere;
      const input = around.input || this.#isEditing(element, box, clip);
      this.#content(element, style, { ...around, clip: shown, input, depth: around.depth + 1 });
    }
    this.#coverMosaic(specks);
    if (!flows) this.#words.close();
    else if (style.display !== 'inline' && style.display !== 'contents') this.#words.gap();
  }

  #content(element: Element, style: CSSStyleDeclaration, around: Surrounding): void {
    const root = shadowRootOf(element);
    if (root !== null) this.#roots.push(root);
    const inner = root === null ? around : { ...around, generates: generatedHosts(root) };
    const slotted = element instanceof HTMLSlotElement ? element.assignedNodes() : [];
    const children = root !== null ? root.childNodes : slotted.length > 0 ? slotted : element.childNodes;
    const visible = style.visibility === 'visible' && style.contentVisibility !== 'hidden';
    const spread = shadowSpread(style);
    for (const child of children) {
      if (child instanceof Element) {
        if (child.localName === 'br') this.#words.close();
        else this.#visit(child, inner);
      } else if (child instanceof Text && visible) this.#text(child, inner, spread);
    }
  }

  #text(node: Text, around: Surrounding, spread: number): void {
    if (!around.input) return this.#words.add(node, around.clip, spread);
    if (!/\S/.test(node.data)) return;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const rect of range.getClientRects()) this.#field(grow(rect, spread), around.clip, true, false);
  }

  /** What an element paints beside its text. */
  #paint(element: Element, style: CSSStyleDeclaration, box: Area, clip: Area, around: Surrounding): void {
    if (paintsElsewhere(style)) throw new Doubt('unsure');
    if (element.localName === 'marquee') throw new Doubt('moving');
    if (style.visibility === 'visible' && paintsImage(style)) {
      // The background of the root and the body is painted on all of the view.
      const everywhere = element === document.documentElement || element === document.body;
      this.#cover(everywhere ? this.#view : box, everywhere ? this.#view : clip);
    }
    if (element.matches(':modal,:popover-open') && paintsImage(getComputedStyle(element, '::backdrop'))) {
      this.#cover(this.#view, this.#view);
    }
    if (!around.generates(element) && style.display !== 'list-item') return;
    for (const { text, area } of generatedBy(element, style, box)) {
      const shown = area === null ? this.#view : meet(area, this.#view);
      if (shown !== null) this.#words.whole(text, shown);
    }
  }

  /** Fields, images and drawings, which are measured as a whole. Returns whether the element is one. */
  #special(element: Element, style: CSSStyleDeclaration, box: Area, clip: Area, input: boolean): boolean {
    if (isSpecial(element)) this.#seen.push(element);
    if (holdsValue(element) && meet(box, clip) !== null) this.#inputs.push(element);
    if (mediaKindOf(element) !== null) {
      // Its content may be drawn outside of its box.
      if (style.overflowX === 'visible') throw new Doubt('unsure');
      this.#mediaOrCover(element, style, meet(box, clip), input);
      return true;
    }
    if (isOpaque(element)) {
      // Its content may be drawn outside of its box.
      if (style.overflowX === 'visible' && !(element instanceof HTMLInputElement) && isReplaced(element))
        throw new Doubt('unsure');
      this.#cover(box, clip);
      return true;
    }
    if (element instanceof SVGElement) {
      const area = drawingArea(element, box);
      if (area !== null) this.#cover(area, clip);
      return true;
    }
    if (element instanceof HTMLInputElement) this.#input(element, box, clip);
    else if (element instanceof HTMLTextAreaElement) {
      this.#field(box, clip, element.value !== '' || isAutofilled(element), false);
      if (element.value === '') this.#label(element.placeholder, box, clip);
    } else if (element instanceof HTMLSelectElement) {
      // An open list may be drawn anywhere below it.
      if (isOpen(element)) throw new Doubt('unsure');
      this.#field(box, clip, true, false);
    } else return false;
    return true;
  }

  /** Media that may stay if both sides say so. What somebody put into a field is their input, and covered like it. */
  #mediaOrCover(element: Element, style: CSSStyleDeclaration, shown: Area | null, input: boolean): void {
    const kind = mediaKindOf(element);
    if (kind === null || shown === null) return;
    // A canvas is listed even where it may not stay: a small grey snapshot leaves it open.
    const stays = !input && this.#media.length < pixelRules.maxMedia && mayStay(element, style);
    if (stays) this.#media.push({ kind, box: boxOf(shown), about: aboutMedia(element) });
    else if (kind === 'canvas') this.#media.push({ kind, box: boxOf(shown), about: '', closed: true });
    else this.#opaque.push(boxOf(shown));
  }

  #input(input: HTMLInputElement, box: Area, clip: Area): void {
    switch (input.type) {
      case 'hidden':
      case 'checkbox':
      case 'radio':
        return;
      case 'button':
      case 'submit':
      case 'reset':
        return this.#label(input.value, box, clip);
      case 'text':
      case 'search':
      case 'email':
      case 'tel':
      case 'url':
      case 'number':
      case 'password': {
        const filled = input.value !== '' || isAutofilled(input) || input.validity.badInput;
        this.#field(box, clip, filled, input.type === 'password');
        if (!filled) this.#label(input.placeholder, box, clip);
        return;
      }
      default:
        // Dates, ranges, colours, files and all other types: their appearance shows their value.
        this.#field(box, clip, true, false);
    }
  }

  /** Whether an element is edited in place or plays a field; its own box is covered if it holds anything. */
  #isEditing(element: Element, box: Area, clip: Area): boolean {
    if (!holdsValue(element)) return false;
    if (/\S/.test(element.textContent) || element.childElementCount > 1) this.#field(box, clip, true, false);
    return true;
  }

  #field(area: Area, clip: Area, filled: boolean, password: boolean): void {
    const shown = meet(area, clip);
    if (shown !== null) this.#fields.push({ box: boxOf(shown), filled, password });
  }

  #label(text: string, area: Area, clip: Area): void {
    const shown = meet(area, clip);
    if (shown !== null) this.#words.whole(text, shown);
  }

  #cover(area: Area, clip: Area): void {
    const shown = meet(area, clip);
    if (shown !== null) this.#opaque.push(boxOf(shown));
  }

  /** Covers the boxes that came since as one image, if they are enough to make one. */
  #coverMosaic(since: number): void {
    if (this.#specks.length - since < pixelRules.mosaic.boxes) return;
    this.#cover(this.#specks.splice(since).reduce(boundsOf), this.#view);
  }

  /** Whether an element without children is so far from the view that nothing of it, its shadow included, is seen. */
  #isFar(element: Element, box: Area, around: Surrounding): boolean {
    if (element.childElementCount > 0 || element instanceof HTMLSlotElement) return false;
    if (meet(grow(box, far), this.#view) !== null || box.right <= box.left || box.bottom <= box.top) return false;
    return !around.generates(element) && shadowRootOf(element) === null && !/^(?:li|summary)$/.test(element.localName);
  }
}

const nowhere: Area = { left: -1, top: -1, right: -1, bottom: -1 };
function isSpecial(element: Element): boolean {
  return (
    isOpaque(element) || mediaKindOf(element) !== null || /^(?:svg|input|textarea|select)$/.test(element.localName)
  );
}

function isReplaced(element: Element): boolean {
  return !/^(?:progress|meter|frameset|audio|object|applet)$/.test(element.localName);
}

function isAutofilled(element: Element): boolean {
  return element.matches(':autofill');
}

function isOpen(element: Element): boolean {
  try {
    return element.matches(':open');
  } catch {
    return false; // A browser without the selector has no such lists either.
  }
}

function tooMuch(): never {
  throw new Doubt('too-much');
}
