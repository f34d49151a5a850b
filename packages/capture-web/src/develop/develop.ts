import { mediaKinds, sha256Hex, type Digest, type MediaKind, type Site } from '@assent/contracts';
import {
  planPixels,
  planSmallPixels,
  smallSize,
  type Cover,
  type Decisions,
  type ImageSize,
  type MediaArea,
  type Scene,
} from '@assent/safeguards';
import { pixelRules } from '@assent/safeguards/pixel-rules';
import type { Light } from '../indicator/indicator.ts';
import type { MeasuredPage } from '../snapshot/session.ts';
import { codesAmong } from './media-codes.ts';

/** How far a channel of the light may be from its colour: displays have profiles, but every colour is further away. */
const tolerance = 40;

/** What a snapshot is taken under: the site, and what the participant has decided. */
export interface SnapshotTerms {
  readonly site: Site;
  readonly decisions: Decisions;
  /** Whether a small grey snapshot may be kept where words cannot be located in pixels. */
  readonly small: boolean;
}

/** How many areas of a kind policy and participant let stay to be seen. */
interface KeptMedia {
  readonly kind: MediaKind;
  readonly count: number;
}

/** A masked snapshot, named by its digest. */
export interface DevelopedSnapshot {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly digest: Digest;
  /** How many areas of it are covered. */
  readonly covered: number;
  /** Whether it is kept only small and grey, because its words could not be located in its pixels. */
  readonly reduced: boolean;
  /** What stays to be seen because both sides allow it. */
  readonly kept: readonly KeptMedia[];
  readonly width: number;
  readonly height: number;
}

/**
 * Masks an image of the tab and encodes it. The unmasked image only ever exists here, in memory: what is covered is
 * covered before anything is scaled or encoded. Returns null for an image that does not certainly show what was measured,
 * and for one that would show nothing.
 */
export async function develop(
  image: Blob,
  ready: MeasuredPage,
  terms: SnapshotTerms,
): Promise<DevelopedSnapshot | null> {
  const { scene, light } = ready;
  const bitmap = await createImageBitmap(image, { colorSpaceConversion: 'none' });
  try {
    const size = { width: bitmap.width, height: bitmap.height };
    const [scaleX, scaleY] = [size.width / scene.width, size.height / scene.height];
    // Deny by default: another shape than the viewport's is an image of something else.
    if (Math.abs(scaleX - scaleY) > 0.02 * scaleX) return null;
    const canvas = new OffscreenCanvas(size.width, size.height);
    const context = contextOf(canvas);
    context.drawImage(bitmap, 0, 0);
    if (!shows(context, light, scaleX, scaleY)) return null;
    dim(context, light, scaleX, scaleY);
    const chosen = paintCovers(context, ready, terms, size);
    if (chosen === null) return null;
    const { covers, reduced, open } = chosen;
    const small = reduced ? grey(shrink(canvas, smallSize(scene))) : shrink(canvas, largest(size));
    const blob = await small.convertToBlob({ type: 'image/webp', quality: pixelRules.quality });
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const { width, height } = small;
    // A small grey snapshot leaves drawings open by being one: they are not counted.
    const kept = keptOf(open.filter(({ kind }) => !reduced || kind !== 'canvas'));
    return { bytes, width, height, covered: covers.length, reduced, kept, digest: await sha256Hex(bytes) };
  } finally {
    bitmap.close();
  }
}

/** What is covered in a snapshot, whether it is kept only small and grey, and what both sides let stay. */
interface Chosen {
  readonly covers: readonly Cover[];
  readonly reduced: boolean;
  readonly open: readonly MediaArea[];
}

/**
 * Covers what must be covered, and then what turns out to show a code: that holds what no eye reads, and nobody allowed
 * it. Returns null for a snapshot that is not kept.
 */
function paintCovers(
  context: OffscreenCanvasRenderingContext2D,
  ready: MeasuredPage,
  terms: SnapshotTerms,
  size: ImageSize,
): Chosen | null {
  const chosen = choose(ready, terms, size);
  if (chosen === null) return null;
  // Large things last: a field hides the outlines of what is inside of it.
  for (const cover of chosen.covers.toReversed()) paint(context, cover);
  const codes = new Set(codesAmong(context, chosen.open, ready.scene));
  if (codes.size === 0) return chosen;
  // What was found is painted over and not found again, so that this ends.
  return paintCovers(context, { ...ready, scene: withoutMedia(ready.scene, codes) }, terms, size);
}

/** A scene in which some media never stay, also where a small grey snapshot would leave them open. */
function withoutMedia(scene: Scene, closed: ReadonlySet<MediaArea>): Scene {
  return {
    ...scene,
    media: scene.media.filter((area) => !closed.has(area)),
    opaque: [...scene.opaque, ...[...closed].map(({ box }) => box)],
  };
}

/** How many areas of each kind stay. */
function keptOf(open: readonly MediaArea[]): readonly KeptMedia[] {
  return mediaKinds.flatMap((kind) => {
    const count = open.filter((area) => area.kind === kind).length;
    return count === 0 ? [] : [{ kind, count }];
  });
}

/** What to cover, and whether the snapshot is kept only small and grey; null if it is not kept. */
export function choose(
  { scene, care, secret }: Pick<MeasuredPage, 'scene' | 'care' | 'secret'>,
  { site, decisions: decided, small }: SnapshotTerms,
  size: ImageSize,
): Chosen | null {
  // Deny by default: beside a field for secrets nothing stays, whatever was allowed.
  const decisions = secret ? { ...decided, media: [] } : decided;
  const plan = planPixels(scene, size, site, decisions);
  if (care === 'words' && plan.share <= pixelRules.maxShare)
    return { covers: plan.covers, reduced: false, open: plan.open };
  // Deny by default: small and grey only where that was agreed to, and never where a secret can be seen.
  if (!small || secret) return null;
  const open = planSmallPixels(scene, size, site, decisions);
  if (open.share > pixelRules.maxShare) return null;
  return {
    covers: open.covers,
    reduced: true,
    open: [...open.open, ...scene.media.filter(({ kind }) => kind === 'canvas')],
  };
}

/** Whether the image shows the indicator's light in its colour: then it is not older than the measures. */
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

/** Paints the light over: equal pages then have equal snapshots. */
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

/** Covers are alike whatever is under them, but for the kind of thing it was. */
function paint(context: OffscreenCanvasRenderingContext2D, { left, top, right, bottom, reason }: Cover): void {
  const field = reason === 'field.not-listed' || reason === 'secret.password';
  context.fillStyle = field ? '#dde3e8' : reason === 'pixels.masked' ? '#b9c0c7' : '#8c96a1';
  context.fillRect(left, top, right - left, bottom - top);
  if (!field) return;
  context.strokeStyle = '#8c96a1';
  context.strokeRect(left + 0.5, top + 0.5, right - left - 1, bottom - top - 1);
}

/** The size that a snapshot is kept in. */
function largest({ width, height }: ImageSize): ImageSize {
  const { maxWidth } = pixelRules;
  if (width <= maxWidth) return { width, height };
  return { width: maxWidth, height: Math.max(1, Math.round((height * maxWidth) / width)) };
}

function shrink(canvas: OffscreenCanvas, { width, height }: ImageSize): OffscreenCanvas {
  if (canvas.width === width) return canvas;
  const small = new OffscreenCanvas(width, height);
  const context = contextOf(small);
  context.imageSmoothingQuality = 'high';
  context.drawImage(canvas, 0, 0, width, height);
  return small;
}

/** Takes the colours away. */
function grey(canvas: OffscreenCanvas): OffscreenCanvas {
  const context = contextOf(canvas);
  const image = context.getImageData(0, 0, canvas.width, canvas.height);
  const { data } = image;
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0] = data.subarray(at, at + 3);
    data.fill(Math.round(0.299 * red + 0.587 * green + 0.114 * blue), at, at + 3);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}

function contextOf(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true });
  if (context === null) throw new TypeError('no canvas');
  return context;
}
