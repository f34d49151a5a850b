import type { Frame, View } from '@assent/contracts';

/** Where this document is among its tab's frames. Given by position only, which works across origins. */
export function frameOf(): Frame {
  const path: number[] = [];
  let inner: Window = window;
  for (let depth = 0; inner !== inner.parent && depth < 16; depth++) {
    path.unshift(indexIn(inner.parent, inner));
    inner = inner.parent;
  }
  const frame = { path, origin: origin.slice(0, 300), sameOriginAsTop: topOrigin() === origin };
  const offset = path.length === 0 ? null : frameOffset();
  return offset === null ? frame : { ...frame, offset };
}

/** Which of a window's frames a window is. */
export function indexIn(parent: Window, child: Window | null): number {
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

/** Where a frame is in another viewport: left, top, and how many of that viewport's CSS pixels one of its own takes up. */
export type Offset = NonNullable<Frame['offset']>;

/** Coordinates left as they are: the frame's own. */
export const own: Offset = [0, 0, 1];

/** The offset of a frame in the outermost viewport, given its own in the next one and that one's in the outermost. */
function within([left, top, scale]: Offset, [x, y, inner]: Offset): Offset {
  return [left + x * scale, top + y * scale, scale * inner];
}

/** Whether this is the tab's outermost document. It stays so. */
export const isTop = window === window.top;

/** Where this frame is in the top viewport; null where a frame around it is of another origin and does not say. */
export function frameOffset(): Offset | null {
  if (isTop) return own;
  let offset = own;
  for (let inner: Window = window; inner !== inner.parent; inner = inner.parent) {
    const element = frameElementOf(inner);
    if (element === null) return null;
    const box = element.getBoundingClientRect();
    const scale = box.width / element.offsetWidth || 1;
    const style = getComputedStyle(element);
    const x = element.clientLeft + Number.parseFloat(style.paddingLeft);
    const y = element.clientTop + Number.parseFloat(style.paddingTop);
    offset = within([box.left + x * scale, box.top + y * scale, scale], offset);
  }
  return offset;
}

function frameElementOf(inner: Window): HTMLElement | null {
  try {
    // What holds a document is an HTML element: frames, objects and embedded things.
    return inner.frameElement as HTMLElement | null;
  } catch {
    return null;
  }
}

/** The viewport as it is now. */
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

/** A pointer event's point in the top viewport, or in the frame's own where that is not known; CSS pixels. */
export function topPoint(event: MouseEvent): readonly [number, number] {
  if (isTop) return [Math.round(event.clientX), Math.round(event.clientY)];
  const [left, top, scale] = frameOffset() ?? own;
  return [Math.round(left + event.clientX * scale), Math.round(top + event.clientY * scale)];
}
