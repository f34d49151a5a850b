import { sha256Hex, type Digest, type Site } from '@assent/contracts';
import { planPixels, type Cover } from '@assent/safeguards';
import type { Light } from '../../capture/mark.ts';
import type { Ready } from '../../snapshot/session.ts';
import type { MaskedShot } from './pending.ts';

/** Widest that an image is kept, pixels. */
const maxWidth = 1024;
const quality = 0.6;
/** An image that is covered beyond this share shows nothing worth keeping. */
const maxShare = 0.9;
/** How far a channel of the light may be from its colour: displays have profiles, but every colour is further away. */
const tolerance = 40;

/** A masked snapshot, named by its digest. */
export interface Developed extends MaskedShot {
  readonly digest: Digest;
  readonly width: number;
  readonly height: number;
}

/**
 * Masks a picture of the tab and encodes it. The picture only ever exists here, in memory: what is covered is covered
 * before anything is scaled or encoded. Gives null for a picture that does not certainly show what was measured.
 */
export async function develop(picture: Blob, { scene, light }: Ready, site: Site): Promise<Developed | null> {
  const bitmap = await createImageBitmap(picture, { colorSpaceConversion: 'none' });
  try {
    const size = { width: bitmap.width, height: bitmap.height };
    const [scaleX, scaleY] = [size.width / scene.width, size.height / scene.height];
    // Deny by default: another shape than the viewport's is a picture of something else.
    if (Math.abs(scaleX - scaleY) > 0.02 * scaleX) return null;
    const canvas = new OffscreenCanvas(size.width, size.height);
    const context = contextOf(canvas);
    context.drawImage(bitmap, 0, 0);
    if (!shows(context, light, scaleX, scaleY)) return null;
    dim(context, light, scaleX, scaleY);
    const plan = planPixels(scene, size, { interfaceWords: site.interfaceWords, literal: site.mode === 'task' });
    if (plan.share > maxShare) return null;
    // Large things last: a field hides the outlines of what lies in it.
    for (const cover of plan.covers.toReversed()) paint(context, cover);
    const small = shrink(canvas);
    const blob = await small.convertToBlob({ type: 'image/webp', quality });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const { width, height } = small;
    return { bytes, width, height, covered: plan.covers.length, digest: await sha256Hex(bytes) };
  } finally {
    bitmap.close();
  }
}

/** Whether the picture shows the mark's light in its colour: then it is not older than the measures. */
function shows(
  context: OffscreenCanvasRenderingContext2D,
  { box, colour }: Light,
  scaleX: number,
  scaleY: number,
): boolean {
  const [x, y, width, height] = box;
  const [left, top] = [Math.floor((x + width / 2) * scaleX), Math.floor((y + height / 2) * scaleY)];
  const pixel = context.getImageData(left, top, 1, 1).data;
  return colour.every((channel, index) => Math.abs((pixel[index] ?? -1000) - channel) <= tolerance);
}

/** Paints the light over: equal pages then have equal pictures. */
function dim(context: OffscreenCanvasRenderingContext2D, { box }: Light, scaleX: number, scaleY: number): void {
  const [x, y, width, height] = box;
  context.fillStyle = '#3ecf8e';
  context.fillRect(
    Math.floor(x * scaleX),
    Math.floor(y * scaleY),
    Math.ceil(width * scaleX),
    Math.ceil(height * scaleY),
  );
}

/** Covers look alike whatever is under them; what kind of thing it was stays to be seen. */
function paint(context: OffscreenCanvasRenderingContext2D, { left, top, right, bottom, reason }: Cover): void {
  const field = reason === 'field.not-listed' || reason === 'secret.password';
  context.fillStyle = field ? '#dde3e8' : reason === 'pixels.masked' ? '#b9c0c7' : '#8c96a1';
  context.fillRect(left, top, right - left, bottom - top);
  if (!field) return;
  context.strokeStyle = '#8c96a1';
  context.strokeRect(left + 0.5, top + 0.5, right - left - 1, bottom - top - 1);
}

function shrink(canvas: OffscreenCanvas): OffscreenCanvas {
  if (canvas.width <= maxWidth) return canvas;
  const height = Math.max(1, Math.round((canvas.height * maxWidth) / canvas.width));
  const small = new OffscreenCanvas(maxWidth, height);
  const context = contextOf(small);
  context.imageSmoothingQuality = 'high';
  context.drawImage(canvas, 0, 0, maxWidth, height);
  return small;
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new TypeError('no canvas');
  return context;
}
