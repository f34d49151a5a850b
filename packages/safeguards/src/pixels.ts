import type { Box, MediaKind, ReasonCode, Site } from '@assent/contracts';
import { hiddenAnywhere } from './floor-words.ts';
import { pixelRules } from './pixel-rules.ts';
import { maxTextLength, redactWith, type Rules } from './redact.ts';
import { anonymousTokens } from './tokens.ts';
import { mediaOn, siteRules, type Decisions } from './effective-rules.ts';

/**
 * Which pixels of a snapshot must be covered. Pure: a sensor measures a scene, this decides, a painter paints.
 *
 * Everything that is not vouched for is covered. A text is judged as a whole and covered per piece, so that what only
 * shows in context (names, recovery phrases) is hidden on the screen as it is in a step.
 */

/** A stretch of a run's text and where it is shown. Pieces are words, or parts of words; a wrapped one has several boxes. */
export interface TextPiece {
  /** UTF-16 offsets into the run's text, end exclusive. */
  readonly start: number;
  readonly end: number;
  readonly boxes: readonly Box[];
  /** The boxes are whole controls, which no glyph leans out of. */
  readonly whole?: boolean;
}

/** A text that belongs together, such as a paragraph or a label. Text outside every piece is context only. */
export interface TextRun {
  readonly text: string;
  readonly pieces: readonly TextPiece[];
}

/** A field that takes input. */
export interface FieldArea {
  readonly box: Box;
  /** Whether it holds anything, as far as is known: doubt is `true`. */
  readonly filled: boolean;
  readonly password: boolean;
}

/** Content that cannot be examined, but that policy and participant may let stay. */
export interface MediaArea {
  readonly kind: MediaKind;
  readonly box: Box;
  /** All that the page says of it, such as its description and the name of its file. Judged, never kept. */
  readonly about: string;
  /** It never stays, even where its kind is allowed: part of somebody's input, for example. */
  readonly closed?: true;
}

/** What a sensor measured, in CSS pixels of the viewport. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly runs: readonly TextRun[];
  readonly fields: readonly FieldArea[];
  /** Frames, drawings, and whatever else could not be examined. */
  readonly opaque: readonly Box[];
  /** Images, video and canvases: covered unless both sides let them stay. Canvases stay in a small grey snapshot, too. */
  readonly media: readonly MediaArea[];
}

/** An area of the image that must be covered: whole image pixels, right and bottom exclusive. */
export interface Cover {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly reason: ReasonCode;
}

/** What to cover, and how much that is. */
export interface PixelPlan {
  readonly covers: readonly Cover[];
  /** Pieces of text that are hidden and that stay readable. */
  readonly hidden: number;
  readonly kept: number;
  /** Share of the image that is covered, 0 to 1, estimated on a grid. */
  readonly share: number;
  /** What policy and participant let stay visible. */
  readonly open: readonly MediaArea[];
}

/** The image the plan is for, in its own pixels, before any scaling. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Plans what to cover on a site, as the program and this participant have decided: their own hidden words are covered,
 * a site that they keep strict shows only words of the interface, and on a site for assigned tasks all words stay but
 * what the floor and the detectors hide. What a participant accepted to be kept as typed changes nothing here: fields
 * that hold anything are covered whatever it is. Images, video and canvases stay only if both sides said so, and never
 * where the page says something of them that the participant hides or that is protected. The scene is hostile by
 * assumption; boxes that are not numbers cover the whole image.
 */
export function planPixels(scene: Scene, image: ImageSize, site: Site, decisions: Decisions = {}): PixelPlan {
  const toImage = projection(scene, image);
  const words: Cover[] = [];
  let hidden = 0;
  let kept = 0;
  for (const { piece, reason } of judge(scene.runs, siteRules(site, decisions))) {
    if (reason === null) {
      kept++;
      continue;
    }
    hidden++;
    for (const box of piece.boxes)
      words.push(toImage(box, reason, piece.whole === true ? 0 : pixelRules.lean * box[3]));
  }
  const fields = scene.fields
    .filter(({ filled }) => filled)
    .map(({ box, password }) => toImage(box, password ? 'secret.password' : 'field.not-listed', 0));
  const open = openMedia(scene.media, site, decisions);
  const closed = scene.media.filter((area) => !open.includes(area)).map(({ box }) => box);
  const opaque = [...scene.opaque, ...closed].map((box) => toImage(box, 'pixels.masked', 0));
  const covers = [...opaque, ...fields, ...joinLines(words)].filter(hasArea);
  return { covers, hidden, kept, share: shareOf(covers, image), open };
}

/** The media that stay. Deny by default: a kind that is not named by both sides, and a position that is not known, are covered. */
function openMedia(media: readonly MediaArea[], site: Site, decisions: Decisions): readonly MediaArea[] {
  const allowed = mediaOn(site, decisions);
  if (allowed.size === 0) return [];
  const { never } = siteRules(site, decisions);
  return media.filter(
    ({ kind, box, about, closed }) =>
      closed !== true &&
      allowed.has(kind) &&
      box.every(Number.isFinite) &&
      about.length <= maxTextLength &&
      hiddenAnywhere(about, never).length === 0,
  );
}

/**
 * Plans what to cover in a small grey snapshot of a page whose canvases cannot be examined: the same, except that
 * they are left open. Everything that was measured beside them is covered whatever its size.
 */
export function planSmallPixels(scene: Scene, image: ImageSize, site: Site, decisions: Decisions = {}): PixelPlan {
  return planPixels({ ...scene, media: scene.media.filter(({ kind }) => kind !== 'canvas') }, image, site, decisions);
}

/** The size of a small grey snapshot of a viewport: never so large that words of ordinary size could be read. */
export function smallSize({ width, height }: Pick<Scene, 'width' | 'height'>): ImageSize {
  const { maxWidth, maxScale } = pixelRules.small;
  const scale = Math.min(maxWidth / width, maxScale);
  return { width: Math.max(1, Math.floor(width * scale)), height: Math.max(1, Math.floor(height * scale)) };
}

/** Each piece with the reason to hide it, or null. */
function judge(
  runs: readonly TextRun[],
  rules: Rules,
): readonly { readonly piece: TextPiece; readonly reason: ReasonCode | null }[] {
  const mosaic = partsOfMosaics(runs);
  const reasons = new Map<TextPiece, ReasonCode>();
  for (const chunk of chunksOf(runs)) {
    const { redactions } = redactWith('name', chunk.map(({ text }) => text).join('\n'), anonymousTokens, rules);
    let offset = 0;
    let next = 0;
    for (const run of chunk) {
      // Redactions are sorted and disjoint; those that end before this run are behind us.
      while ((redactions[next]?.end ?? Infinity) <= offset) next++;
      for (const piece of run.pieces) {
        const [start, end] = [offset + piece.start, offset + piece.end];
        for (let at = next; at < redactions.length; at++) {
          const redaction = redactions[at];
          if (redaction === undefined || redaction.start >= end) break;
          if (redaction.end > start && !reasons.has(piece)) reasons.set(piece, redaction.reason);
        }
      }
      offset += run.text.length + 1;
    }
  }
  return runs.flatMap((run) =>
    run.pieces.map((piece) => ({
      piece,
      // Deny by default: a piece that names no stretch of its run was judged by nobody.
      reason: reasons.get(piece) ?? (isStretch(piece, run) && !mosaic.has(piece) ? null : ('pixels.masked' as const)),
    })),
  );
}

/** Words of signs that may be parts of an image, such as a code of blocks: no list judges them, only their number. */
function partsOfMosaics(runs: readonly TextRun[]): ReadonlySet<TextPiece> {
  const { signs, words } = pixelRules.mosaic;
  const pieces = runs.flatMap(({ text, pieces }) =>
    pieces.flatMap((piece) => {
      const word = text.slice(piece.start, piece.end);
      return /[\p{L}\p{N}]/u.test(word) ? [] : [{ piece, isLong: word.length >= signs }];
    }),
  );
  const all = pieces.length >= words;
  return new Set(pieces.filter(({ isLong }) => all || isLong).map(({ piece }) => piece));
}

function isStretch({ start, end }: TextPiece, { text }: TextRun): boolean {
  return Number.isInteger(start) && Number.isInteger(end) && start >= 0 && end > start && end <= text.length;
}

/** Runs in stretches short enough to be read in one go; neighbours overlap. */
function chunksOf(runs: readonly TextRun[]): readonly (readonly TextRun[])[] {
  const chunks: TextRun[][] = [];
  let chunk: TextRun[] = [];
  let size = 0;
  for (const run of runs) {
    if (chunk.length > 0 && size + run.text.length > pixelRules.maxChunk) {
      chunks.push(chunk);
      chunk = withinLimit(chunk.slice(-pixelRules.seam));
      size = chunk.reduce((sum, { text }) => sum + text.length + 1, 0);
    }
    chunk.push(run);
    size += run.text.length + 1;
  }
  if (chunk.length > 0) chunks.push(chunk);
  return chunks;
}

/** The last of these runs that together leave enough of a chunk for what follows. */
function withinLimit(runs: readonly TextRun[]): TextRun[] {
  const kept: TextRun[] = [];
  let size = 0;
  for (const run of runs.toReversed()) {
    size += run.text.length + 1;
    if (size > pixelRules.maxChunk / 4) break;
    kept.unshift(run);
  }
  return kept;
}

type Projection = (box: Box, reason: ReasonCode, sideways: number) => Cover;

/** From CSS pixels to whole image pixels that certainly contain them, within the image. */
function projection(scene: Scene, image: ImageSize): Projection {
  const scaleX = image.width / scene.width;
  const scaleY = image.height / scene.height;
  return ([x, y, width, height], reason, sideways) => {
    const { pad } = pixelRules;
    const side = pad + Math.ceil(sideways * scaleX);
    const left = Math.floor(x * scaleX) - side;
    const top = Math.floor(y * scaleY) - pad;
    const right = Math.ceil((x + width) * scaleX) + side;
    const bottom = Math.ceil((y + height) * scaleY) + pad;
    // Deny by default: what cannot be placed may be anywhere.
    if (![left, top, right, bottom].every((edge) => Number.isFinite(edge))) {
      return { left: 0, top: 0, right: image.width, bottom: image.height, reason };
    }
    return {
      left: clamp(left, image.width),
      top: clamp(top, image.height),
      right: clamp(right, image.width),
      bottom: clamp(bottom, image.height),
      reason,
    };
  };
}

function clamp(edge: number, limit: number): number {
  return Math.min(Math.max(edge, 0), limit);
}

function hasArea({ left, top, right, bottom }: Cover): boolean {
  return right > left && bottom > top;
}

/** Joins covers that follow each other on one line, so that the gaps reveal nothing of the words' lengths. */
function joinLines(covers: readonly Cover[]): readonly Cover[] {
  const sorted = [...covers].sort((a, b) => a.top - b.top || a.bottom - b.bottom || a.left - b.left);
  const joined: Cover[] = [];
  for (const cover of sorted) {
    const last = joined.at(-1);
    const near =
      last !== undefined &&
      last.top === cover.top &&
      last.bottom === cover.bottom &&
      cover.left - last.right <= (cover.bottom - cover.top) * pixelRules.joinWithin;
    if (near) joined[joined.length - 1] = { ...last, right: Math.max(last.right, cover.right) };
    else joined.push(cover);
  }
  return joined;
}

const gridSize = 64;

function shareOf(covers: readonly Cover[], image: ImageSize): number {
  const cells = new Uint8Array(gridSize * gridSize);
  for (const { left, top, right, bottom } of covers) {
    const [fromX, toX] = centresIn(left, right, image.width);
    const [fromY, toY] = centresIn(top, bottom, image.height);
    for (let row = fromY; row < toY; row++) cells.fill(1, row * gridSize + fromX, row * gridSize + toX);
  }
  return cells.reduce((sum, cell) => sum + cell, 0) / cells.length;
}

/** The grid cells whose centre is between two edges. */
function centresIn(from: number, to: number, length: number): readonly [first: number, end: number] {
  const cell = length / gridSize;
  const first = Math.max(0, Math.ceil(from / cell - 0.5));
  return [first, Math.max(first, Math.min(gridSize, Math.ceil(to / cell - 0.5)))];
}
