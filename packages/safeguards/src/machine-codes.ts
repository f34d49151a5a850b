import { pixelRules } from './pixel-rules.ts';

/** Brightness of an image: one byte a pixel, row by row. */
export interface Brightness {
  readonly width: number;
  readonly height: number;
  readonly levels: Uint8Array;
}

/** A corner of a code: where its middle is, and how wide one of its modules, image pixels. */
interface Corner {
  readonly x: number;
  readonly y: number;
  readonly module: number;
}

/**
 * Whether an image shows a QR code, as far as can be found out: squares within squares that are arranged as the corners
 * of one code are. Nothing is decoded. A code holds what no eye reads, so it is covered where nothing else is.
 *
 * Readers search for the same squares (1:1:3:1:1 in every direction), so that a code without them is as hard to read as it
 * is to find. Light on dark, turned, slanted and rounded ones are found too; other kinds of codes are not. Linear in the
 * number of pixels.
 */
export function showsCode(image: Brightness): boolean {
  const { corners: most } = pixelRules.code;
  const found: Corner[] = [];
  for (const dark of binarisations(image)) {
    const corners = patternsIn(dark, image, most);
    // Deny by default: among so many possible corners the real ones cannot be found.
    if (corners.length >= most) return true;
    for (const corner of corners) if (!found.some((other) => isSame(other, corner))) found.push(corner);
  }
  return found.some((corner) => isCornerOfCode(corner, found));
}

/** How much pixels of one area differ in what a camera or a lossy image shows. */
const noise = 8;

/** The image in two levels, in several ways: a code may be in shade, or on a picture. */
function* binarisations(image: Brightness): Generator<Uint8Array> {
  const { levels, width, height } = image;
  for (const share of [0.5, 0.3, 0.4, 0.6, 0.7]) yield levels.map((level) => (level < share * 255 ? 1 : 0));
  // Against the mean around each pixel; the windows are wider than the corners of small and of large codes.
  const sums = sumsOf(image);
  for (const reach of [12, 48]) yield belowMean(levels, sums, { width, height, reach });
}

/** At each position the sum of all levels above and to the left of it: one row and one column more than the image has. */
function sumsOf({ levels, width, height }: Brightness): Float64Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y++) {
    const row = (y + 1) * (width + 1);
    let sum = 0;
    for (let x = 0; x < width; x++) {
      sum += levels[y * width + x] ?? 0;
      sums[row + x + 1] = (sums[row - width + x] ?? 0) + sum;
    }
  }
  return sums;
}

function belowMean(
  levels: Uint8Array,
  sums: Float64Array,
  { width, height, reach }: { readonly width: number; readonly height: number; readonly reach: number },
): Uint8Array {
  const dark = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const top = Math.max(0, y - reach) * (width + 1);
    const bottom = Math.min(height, y + reach + 1) * (width + 1);
    const rows = (bottom - top) / (width + 1);
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - reach);
      const right = Math.min(width, x + reach + 1);
      const total =
        (sums[bottom + right] ?? 0) - (sums[bottom + left] ?? 0) - (sums[top + right] ?? 0) + (sums[top + left] ?? 0);
      const count = rows * (right - left);
      // What hardly differs from its surroundings is one area with them.
      if (((levels[y * width + x] ?? 0) + noise) * count < total) dark[y * width + x] = 1;
    }
  }
  return dark;
}

/** Squares within squares: found along rows, confirmed along columns and once more along the row of their middle. */
function patternsIn(
  dark: Uint8Array,
  { width, height }: Pick<Brightness, 'width' | 'height'>,
  most: number,
): readonly Corner[] {
  const corners: Corner[] = [];
  for (let y = 0; y < height && corners.length < most; y++) {
    // The lengths of the last five runs of one level.
    let [a, b, c, d, e] = [0, 0, 0, 0, 0];
    for (let x = 0, at = y * width; x < width; x++, at++) {
      e++;
      if (x + 1 < width && dark[at] === dark[at + 1]) continue;
      const module = moduleOf(a, b, c, d, e);
      if (module > 0) {
        const corner = confirmed(dark, { width, height }, x + 1 - e - d - c / 2, y, module);
        if (corner !== null && !corners.some((other) => isSame(other, corner))) corners.push(corner);
      }
      [a, b, c, d, e] = [b, c, d, e, 0];
    }
  }
  return corners;
}

/** The module of five runs that are 1:1:3:1:1; 0 if they are not. */
function moduleOf(
  a: number,
  b: number,
  c: number,
  d: number,
  e: number,
  least: number = pixelRules.code.module,
): number {
  // Cheap first: nearly all runs fail here.
  if (a === 0 || c < a || c < b || c < d || c < e) return 0;
  const module = (a + b + c + d + e) / 7;
  if (module < least) return 0;
  // Small ones are rounded to whole pixels.
  const slack = module / 2 + 0.5;
  const fits =
    Math.abs(a - module) < slack &&
    Math.abs(b - module) < slack &&
    Math.abs(c - 3 * module) < 2 * slack &&
    Math.abs(d - module) < slack &&
    Math.abs(e - module) < slack;
  return fits ? module : 0;
}

function confirmed(
  dark: Uint8Array,
  { width, height }: Pick<Brightness, 'width' | 'height'>,
  x: number,
  y: number,
  module: number,
): Corner | null {
  const column = Math.min(width - 1, Math.floor(x));
  const down = throughMiddle(dark, { first: column, step: width, length: height }, y);
  if (down === null || !alike(down.module, module)) return null;
  const row = Math.min(height - 1, Math.floor(down.middle));
  const across = throughMiddle(dark, { first: row * width, step: 1, length: width }, column);
  if (across === null || !alike(across.module, down.module)) return null;
  // From corner to corner as well: only squares and rings are the same in all directions.
  const middle = Math.min(width - 1, Math.floor(across.middle));
  const before = Math.min(middle, row);
  const length = before + Math.min(width - middle, height - row);
  const first = (row - before) * width + middle - before;
  const slanted = throughMiddle(dark, { first, step: width + 1, length }, before);
  // Half as long in pixels where the code itself is turned by half a right angle.
  const half = slanted !== null && alike(2 * slanted.module, down.module);
  if (slanted === null || !(half || alike(slanted.module, down.module))) return null;
  return { x: across.middle, y: down.middle, module: (across.module + down.module) / 2 };
}

/** A row, a column or a diagonal of an image. */
interface Line {
  readonly first: number;
  readonly step: number;
  readonly length: number;
}

/** The five runs around a position on a line, if they are 1:1:3:1:1: their module and their middle. */
function throughMiddle(
  dark: Uint8Array,
  line: Line,
  from: number,
): { readonly module: number; readonly middle: number } | null {
  const inner = dark[line.first + from * line.step] ?? 0;
  const a1 = endOf(dark, line, from, -1, inner);
  const a2 = endOf(dark, line, a1, -1, 1 - inner);
  const a3 = endOf(dark, line, a2, -1, inner);
  const b1 = endOf(dark, line, from, 1, inner);
  const b2 = endOf(dark, line, b1, 1, 1 - inner);
  const b3 = endOf(dark, line, b2, 1, inner);
  // The row that was found has the full size; a diagonal may have half of it.
  const module = moduleOf(a2 - a3, a1 - a2, b1 - a1 - 1, b2 - b1, b3 - b2, pixelRules.code.module / 2);
  return module === 0 ? null : { module, middle: (a1 + b1) / 2 };
}

/** The first position from here on that is not of this level, or is beyond the end. */
function endOf(dark: Uint8Array, { first, step, length }: Line, from: number, by: 1 | -1, level: number): number {
  let position = from;
  while (position >= 0 && position < length && dark[first + position * step] === level) position += by;
  return position;
}

function alike(a: number, b: number): boolean {
  return Math.max(a, b) < 1.5 * Math.min(a, b) + 0.5;
}

function isSame(a: Corner, b: Corner): boolean {
  const near = Math.max(a.module, b.module) * 2;
  return Math.abs(a.x - b.x) < near && Math.abs(a.y - b.y) < near;
}

/** Whether two others are placed to a corner as those of its code would be: of one size, in about a right angle. */
function isCornerOfCode(corner: Corner, all: readonly Corner[]): boolean {
  const others = all.filter((other) => other !== corner && belong(corner, other));
  return others.some((a, index) => others.slice(index + 1).some((b) => isRightAngle(corner, a, b)));
}

function belong(a: Corner, b: Corner): boolean {
  const modules = Math.hypot(a.x - b.x, a.y - b.y) / ((a.module + b.module) / 2);
  return alike(a.module, b.module) && modules >= pixelRules.code.near && modules <= pixelRules.code.far;
}

/** Whether two corners are seen from a third at about a right angle, about equally far away; codes may be slanted. */
function isRightAngle(from: Corner, a: Corner, b: Corner): boolean {
  const [ax, ay, bx, by] = [a.x - from.x, a.y - from.y, b.x - from.x, b.y - from.y];
  const [la, lb] = [Math.hypot(ax, ay), Math.hypot(bx, by)];
  const cosine = (ax * bx + ay * by) / (la * lb);
  return Math.abs(cosine) < 0.5 && Math.max(la, lb) < 1.7 * Math.min(la, lb);
}
