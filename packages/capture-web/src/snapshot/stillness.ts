import { Doubt } from './doubt.ts';
import type { Measured } from './scene.ts';

/** What may change the appearance of a page without changing the document. */
const signs = [
  'scroll',
  'resize',
  'visibilitychange',
  'fullscreenchange',
  'focusin',
  'focusout',
  'pointerdown',
  'pointerup',
  'pointerover',
  'keydown',
  'beforeinput',
  'input',
  'change',
  'toggle',
  'load',
  'transitionrun',
  'animationstart',
] as const;

/** Animated properties that move nothing and show nothing that was not measured. */
const harmless =
  /^(?:offset|computedOffset|easing|composite|opacity|color|background-?color|border\w*-?color|outline\w*-?color|fill|stroke|caret-?color|box-?shadow)$/i;

/**
 * Watches a page for as long as a snapshot takes, and no longer: whether anything at all changed. A page that is not
 * still has no snapshot.
 */
export class Stillness {
  readonly #ending = new AbortController();
  readonly #observer = new MutationObserver(() => this.#stir());
  readonly #roots: Measured['roots'];
  readonly #located: Measured['located'];
  readonly #positions: Float64Array;
  #still = true;

  /** Begins to watch what was measured just now: the document, every shadow tree in it, and where everything is. */
  constructor({ roots, located }: Pick<Measured, 'roots' | 'located'>) {
    this.#roots = roots;
    this.#located = located;
    this.#positions = positionsOf(located);
    this.#watchFrames();
    const options = { capture: true, passive: true, signal: this.#ending.signal };
    for (const target of [window, ...roots.slice(1)]) {
      // Not every event leaves the shadow tree it happened in.
      for (const sign of signs) target.addEventListener(sign, () => this.#stir(), options);
    }
    visualViewport?.addEventListener('resize', () => this.#stir(), options);
    visualViewport?.addEventListener('scroll', () => this.#stir(), options);
    for (const root of roots) {
      this.#observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    }
  }

  /** Throws a {@link Doubt} if anything has changed, or is changing. */
  check(): void {
    if (document.visibilityState !== 'visible' || !document.hasFocus()) throw new Doubt('hidden');
    if (this.#observer.takeRecords().length > 0) this.#stir();
    if (!this.#still || this.#roots.some((root) => root.getAnimations().some(moves))) throw new Doubt('moving');
  }

  /** Ends watching. */
  end(): void {
    this.#ending.abort();
    this.#observer.disconnect();
  }

  #stir(): void {
    this.#still = false;
  }

  /**
   * Reads where everything is right after every frame that is drawn. A style sheet can move things to and fro without any
   * event.
   */
  #watchFrames(): void {
    const afterDrawing = new MessageChannel();
    afterDrawing.port1.addEventListener('message', () => this.#compare());
    afterDrawing.port1.start();
    this.#ending.signal.addEventListener('abort', () => afterDrawing.port1.close());
    const frame = () => {
      if (!this.#still || this.#ending.signal.aborted) return;
      afterDrawing.port2.postMessage(null);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  }

  #compare(): void {
    if (!this.#still || this.#ending.signal.aborted) return;
    const now = positionsOf(this.#located);
    if (now.some((position, index) => position !== this.#positions[index])) this.#stir();
  }
}

function positionsOf(located: Measured['located']): Float64Array {
  const positions = new Float64Array(located.length * 4);
  let at = 0;
  for (const thing of located) {
    const { x, y, width, height } = thing.getBoundingClientRect();
    positions.set([x, y, width, height], at);
    at += 4;
  }
  return positions;
}

function moves(animation: Animation): boolean {
  if (animation.playState !== 'running' && animation.playState !== 'paused') return false;
  const { effect } = animation;
  // Deny by default: an animation that does not say what it does may do anything.
  if (!(effect instanceof KeyframeEffect) || effect.pseudoElement !== null) return true;
  return effect.getKeyframes().some((frame) => Object.keys(frame).some((property) => !harmless.test(property)));
}

/** Waits until the page has been drawn twice more, so that what is on the screen is what was measured. Rejects with a {@link Doubt} if it is not drawn. */
export async function drawn(): Promise<void> {
  const frame = new Promise<boolean>((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)));
  });
  const late = new Promise<boolean>((resolve) => {
    setTimeout(() => resolve(false), 1000);
  });
  if (!(await Promise.race([frame, late]))) throw new Doubt('hidden');
}
