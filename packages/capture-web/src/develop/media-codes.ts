import { showsCode, type MediaArea, type Scene } from '@assent/safeguards';
import { type Area, boundsOf, grow, meet } from '../snapshot/rect.ts';

/** Those of some areas of a snapshot that show a code, each by itself or together with those that touch it. */
export function codesAmong(
  context: OffscreenCanvasRenderingContext2D,
  areas: readonly MediaArea[],
  { width, height }: Pick<Scene, 'width' | 'height'>,
): readonly MediaArea[] {
  const [scaleX, scaleY] = [context.canvas.width / width, context.canvas.height / height];
  return touching(areas).flatMap(({ members, area }) => {
    const left = Math.max(0, Math.floor(area.left * scaleX));
    const top = Math.max(0, Math.floor(area.top * scaleY));
    const right = Math.min(context.canvas.width, Math.ceil(area.right * scaleX));
    const bottom = Math.min(context.canvas.height, Math.ceil(area.bottom * scaleY));
    if (right <= left || bottom <= top) return [];
    const { data, width, height } = context.getImageData(left, top, right - left, bottom - top);
    return showsCode({ width, height, levels: brightnessOf(data) }) ? members : [];
  });
}

function brightnessOf(data: Uint8ClampedArray): Uint8Array {
  const levels = new Uint8Array(data.length / 4);
  for (let at = 0; at < levels.length; at++) {
    levels[at] = 0.299 * (data[at * 4] ?? 0) + 0.587 * (data[at * 4 + 1] ?? 0) + 0.114 * (data[at * 4 + 2] ?? 0);
  }
  return levels;
}

/** How near areas have to be to count as parts of one image, CSS pixels. */
const seam = 8;

/** Areas that touch each other, and the area around all of them. */
interface Group {
  readonly members: readonly MediaArea[];
  readonly area: Area;
}

/** Areas in groups that touch: a code may be cut into several images. */
function touching(areas: readonly MediaArea[]): readonly Group[] {
  return areas.reduce<readonly Group[]>((groups, each) => {
    const [left, top, width, height] = each.box;
    const area = { left, top, right: left + width, bottom: top + height };
    const near = groups.filter((group) => meet(grow(group.area, seam), area) !== null);
    const apart = groups.filter((group) => !near.includes(group));
    const members = [each, ...near.flatMap((group) => group.members)];
    return apart.concat({ members, area: near.reduce((sum, group) => boundsOf(sum, group.area), area) });
  }, []);
}
