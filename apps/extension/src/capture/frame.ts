import type { Frame, View } from '@assent/contracts';

/** Where this document sits among its tab's frames. Told by position only, which works across origins. */
export function frameOf(): Frame {
  const path: number[] = [];
  let inner: Window = window;
  for (let depth = 0; inner !== inner.parent && depth < 16; depth++) {
    path.unshift(indexIn(inner.parent, inner));
    inner = inner.parent;
  }
  return { path, origin: origin.slice(0, 300), sameOriginAsTop: topOrigin() === origin };
}

function indexIn(parent: Window, child: Window): number {
  for (let index = 0; index < parent.length; index++) {
    if (parent[index] === child) return index;
  }
  return 0;
}

function topOrigin(): string | null {
  try {
    return window.top?.location.origin ?? null;
  } catch {
    return null; // Another origin's location may not be read: then it is not ours.
  }
}

/**
 * What to add to this frame's coordinates to get the top viewport's, CSS pixels. Frames of another origin do not say
 * where they are; beyond the first one the offset is taken as zero.
 */
export function frameOffset(): readonly [number, number] {
  let [x, y] = [0, 0];
  let inner: Window = window;
  for (let depth = 0; inner !== inner.parent && depth < 16; depth++) {
    const element = frameElementOf(inner);
    if (element === null) break;
    const box = element.getBoundingClientRect();
    x += box.left + element.clientLeft;
    y += box.top + element.clientTop;
    inner = inner.parent;
  }
  return [x, y];
}

function frameElementOf(inner: Window): Element | null {
  try {
    return inner.frameElement;
  } catch {
    return null;
  }
}

/** The viewport as it stands. */
export function viewOf(screenCorner: readonly [number, number]): View {
  return {
    width: innerWidth,
    height: innerHeight,
    scale: devicePixelRatio,
    scrollX: Math.round(scrollX),
    scrollY: Math.round(scrollY),
    screen: [screenCorner[0], screenCorner[1]],
  };
}

/** Where the content's corner lies on the screen, guessed from the window's own size until a pointer tells exactly. */
export function guessedCorner(): readonly [number, number] {
  return [screenX + Math.max(0, (outerWidth - innerWidth) / 2), screenY + Math.max(0, outerHeight - innerHeight)];
}
