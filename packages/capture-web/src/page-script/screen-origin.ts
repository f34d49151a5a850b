/** Pointer events this close together are of one movement, during which nothing else moves; ms. */
const oneMovement = 1000;
/** Least distance between two of them that shows how large a CSS pixel is, CSS pixels. */
const farEnough = 80;

/** What of a pointer event shows where on the screen the document is. */
export type Sighting = Pick<MouseEvent, 'clientX' | 'clientY' | 'screenX' | 'screenY' | 'timeStamp'>;

/**
 * Where on the screen this document begins. Pointer events show it: each has a position in the document and one on the
 * screen. A frame of another origin has no other way to know.
 */
export class ScreenOrigin {
  /** The content's corner, screen pixels. Guessed from the window's own size until there was a pointer event. */
  corner: readonly [number, number] = [
    screenX + Math.max(0, (outerWidth - innerWidth) / 2),
    screenY + Math.max(0, outerHeight - innerHeight),
  ];
  /** Screen pixels per CSS pixel; undefined until there was a pointer event. */
  pitch: number | undefined;
  #first: Sighting | undefined;

  /** Learns from an event. Returns whether corner or pitch have changed. */
  learn({ clientX, clientY, screenX, screenY, timeStamp }: Sighting): boolean {
    const [left, top] = this.corner;
    const before = this.pitch;
    const first = this.#first;
    const [dx, dy] = first === undefined ? [0, 0] : [clientX - first.clientX, clientY - first.clientY];
    const far = first !== undefined && isFar(first, { clientX, clientY });
    if (far && timeStamp - first.timeStamp < oneMovement) {
      const across = Math.abs(dx) >= Math.abs(dy);
      const pitch = across ? (screenX - first.screenX) / dx : (screenY - first.screenY) / dy;
      // Positions on the screen are whole pixels: less than their error is no change.
      if (pitch > 0.05 && pitch < 20 && !(Math.abs(pitch / (before ?? 1) - 1) < 0.02)) this.pitch = round(pitch, 1000);
    }
    if (first === undefined || far || timeStamp - first.timeStamp >= oneMovement) {
      this.#first = { clientX, clientY, screenX, screenY, timeStamp };
    }
    this.pitch ??= 1;
    this.corner = [round(screenX - clientX * this.pitch), round(screenY - clientY * this.pitch)];
    return before !== this.pitch || left !== this.corner[0] || top !== this.corner[1];
  }
}

/** Whether two points are far enough apart to show how large a CSS pixel is. */
export function isFar(one: ClientPoint, other: ClientPoint): boolean {
  return Math.max(Math.abs(one.clientX - other.clientX), Math.abs(one.clientY - other.clientY)) >= farEnough;
}

type ClientPoint = Pick<Sighting, 'clientX' | 'clientY'>;

function round(value: number, parts = 1): number {
  return Math.round(value * parts) / parts;
}
