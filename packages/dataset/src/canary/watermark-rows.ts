import type { EpisodeRow } from '../table/episodes.ts';
import type { ActionRow, StepRow } from '../table/steps.ts';
import { cellSteps, placeOf, stepsPerSide, type Watermarks } from './watermarks.ts';

/** Rows of one episode. */
interface Rows {
  readonly episode: EpisodeRow;
  readonly steps: readonly StepRow[];
}

/** The rows as one recipient's copy has them: other names, and positions moved within their cell and their control. */
export function watermarkRows(watermarks: Watermarks, { episode, steps }: Rows): Rows {
  const id = watermarks.rename(episode.episode_id);
  return {
    episode: { ...episode, episode_id: id, participant: watermarks.rename(episode.participant) },
    steps: steps.map((step) => ({ ...step, episode_id: id, action: watermarkPosition(watermarks, step) })),
  };
}

type Axis = 'x' | 'y';

/** What an axis of an action consists of. A gesture is moved as a whole. */
const columns = {
  x: { at: 'x', share: 'x_norm', end: 'end_x', endShare: 'end_x_norm', side: 'width', extent: 'w' },
  y: { at: 'y', share: 'y_norm', end: 'end_y', endShare: 'end_y_norm', side: 'height', extent: 'h' },
} as const;

function watermarkPosition(watermarks: Watermarks, step: StepRow): ActionRow {
  const { action } = step;
  if (action.x_norm === null || action.y_norm === null) return action;
  const cell = { x: placeOf(action.x_norm).cell, y: placeOf(action.y_norm).cell };
  const residues = watermarks.residuesAt(cell);
  const wanted = (axis: Axis): number => (cell[axis] * cellSteps + residues[axis]) / stepsPerSide;
  return moveAxis(moveAxis(action, 'x', wanted('x'), step), 'y', wanted('y'), step);
}

/** The action with one axis moved to a share of the viewport; unchanged where that would leave the viewport or its control. */
function moveAxis(action: ActionRow, axis: Axis, share: number, { view, target }: StepRow): ActionRow {
  const { at, share: shareColumn, end, endShare, side, extent } = columns[axis];
  const from = action[at];
  const length = view[side];
  if (from === null || !(length > 0) || share > 1) return action;
  const to = share * length;
  const endTo = action[end] === null ? null : action[end] + (to - from);
  if (endTo !== null && (endTo < 0 || endTo > length)) return action;
  const [start, size] = [target?.box[axis] ?? 0, target?.box[extent] ?? 0];
  const within = (pixel: number): boolean => pixel >= start && pixel < start + size;
  if (target !== null && within(from) && !within(to)) return action;
  return {
    ...action,
    [at]: to,
    [shareColumn]: share,
    [end]: endTo,
    [endShare]: endTo === null ? null : endTo / length,
    path: action.path.map((point) => ({ ...point, [axis]: point[axis] + (to - from) })),
  };
}
