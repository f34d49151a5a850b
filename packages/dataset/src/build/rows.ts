import type { Action, Box, Digest, Step, Target, View } from '@assent/contracts';
import { DatasetError } from '../errors.ts';
import { imageExtension } from '../image-type.ts';
import type { EpisodeRow } from '../table/episodes.ts';
import type { ActionRow, StepRow } from '../table/steps.ts';
import type { Episode } from './episodes.ts';
import type { Split } from './splits.ts';
import { suppressRow, type SuppressionPlan } from './suppression.ts';

/** What an episode's rows need beside the episode. */
export interface RowContext {
  readonly episodeId: string;
  readonly participant: string;
  readonly split: Split;
  readonly suppression: SuppressionPlan;
}

/** The rows of one episode. */
export interface EpisodeRows {
  readonly episode: EpisodeRow;
  readonly steps: readonly StepRow[];
  /** Steps that name a snapshot which did not come. */
  readonly snapshotsMissing: number;
}

/** Lays an episode out as rows. Null for an episode without steps: a note alone says nothing to learn from. */
export function episodeRows(episode: Episode, context: RowContext): EpisodeRows | null {
  const first = episode.steps[0]?.step;
  if (first === undefined) return null;
  const tabs = createNumbering();
  const windows = createNumbering();
  const steps = episode.steps.map(({ step, missingBefore }, index): StepRow => {
    const row = stepRow(step, episode.snapshots, {
      episode_id: context.episodeId,
      step_index: index,
      missing_before: missingBefore,
      // A clock set back mid-episode must not make time run backwards.
      t_ms: BigInt(Math.max(0, step.t - first.t)),
      tab: tabs(step.tab),
      window: windows(step.window),
    });
    return context.suppression.published.has(step.page.origin) ? row : suppressRow(row);
  });
  return {
    episode: episodeRow(episode, steps, context),
    steps: inTimeOrder(steps),
    snapshotsMissing: episode.steps.filter(({ step }) => isSnapshotMissing(step, episode.snapshots)).length,
  };
}

function isSnapshotMissing(step: Step, snapshots: Episode['snapshots']): boolean {
  return step.observation !== null && !snapshots.has(step.observation.shot);
}

function inTimeOrder(steps: readonly StepRow[]): readonly StepRow[] {
  let latest = 0n;
  return steps.map((row) => {
    latest = row.t_ms > latest ? row.t_ms : latest;
    return row.t_ms === latest ? row : { ...row, t_ms: latest };
  });
}

function createNumbering(): (id: number) => number {
  const numbers = new Map<number, number>();
  return (id) => {
    const number = numbers.get(id) ?? numbers.size;
    numbers.set(id, number);
    return number;
  };
}

function episodeRow(episode: Episode, steps: readonly StepRow[], context: RowContext): EpisodeRow {
  const last = steps.at(-1);
  const missing = sum(steps, (row) => row.missing_before);
  const missed = sum(steps, (row) => row.missed_events);
  const incomplete = sum(steps, (row) => (row.complete ? 0 : 1));
  const origins = new Set(episode.steps.map(({ step }) => step.page.origin));
  return {
    episode_id: context.episodeId,
    participant: context.participant,
    split: context.split,
    instruction: episode.note?.instruction ?? null,
    instruction_source: episode.note?.source ?? 'none',
    sites: origins.size,
    origins: [...origins].filter((origin) => context.suppression.published.has(origin)),
    steps: steps.length,
    duration_ms: last === undefined ? 0n : last.t_ms + BigInt(last.duration_ms),
    complete: missing === 0 && missed === 0 && incomplete === 0,
    missing_steps: missing,
    missed_events: missed,
    incomplete_actions: incomplete,
    screenshots: sum(steps, (row) => (row.screenshot === null ? 0 : 1)),
    done: steps.some((row) => row.action.type === 'done'),
    policy: last?.policy ?? '',
  };
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}

type Placing = Pick<StepRow, 'episode_id' | 'step_index' | 'missing_before' | 't_ms' | 'tab' | 'window'>;

function stepRow(step: Step, snapshots: ReadonlyMap<Digest, Uint8Array>, placing: Placing): StepRow {
  const bytes = step.observation === null ? undefined : snapshots.get(step.observation.shot);
  return {
    ...placing,
    missed_events: int32(step.missed),
    complete: step.complete,
    duration_ms: int32(step.duration),
    sensor: step.sensor,
    input_origin: step.origin,
    webdriver: step.webdriver,
    suppressed: false,
    page: {
      origin: step.page.origin,
      path: step.page.path,
      query_keys: step.page.queryKeys,
      title: step.page.title,
    },
    frame: { path: step.frame.path, origin: step.frame.origin, same_origin: step.frame.sameOriginAsTop },
    view: {
      width: step.view.width,
      height: step.view.height,
      scale: step.view.scale,
      scroll_x: step.view.scrollX,
      scroll_y: step.view.scrollY,
      screen_x: step.view.screen[0],
      screen_y: step.view.screen[1],
    },
    action: actionRow(step.action, isPlaced(step) ? step.view : { ...step.view, width: 0, height: 0 }),
    target: step.target === null ? null : targetRow(step.target),
    screenshot:
      bytes === undefined || step.observation === null
        ? null
        : { bytes, path: `${step.observation.shot}.${imageExtension(bytes)}` },
    screenshot_width: bytes === undefined ? null : (step.observation?.width ?? null),
    screenshot_height: bytes === undefined ? null : (step.observation?.height ?? null),
    redactions: step.redactions,
    policy: step.policy,
    safeguards: step.safeguards,
  };
}

/** Whether it is known where in the viewport a step's frame lay; if not, its coordinates are the frame's own. */
function isPlaced({ frame }: Step): boolean {
  return frame.path.length === 0 || frame.offset !== undefined;
}

const emptyAction: Omit<ActionRow, 'type'> = {
  x: null,
  y: null,
  x_norm: null,
  y_norm: null,
  button: null,
  modifiers: [],
  end_x: null,
  end_y: null,
  end_x_norm: null,
  end_y_norm: null,
  path: [],
  scroll_dx: null,
  scroll_dy: null,
  container: null,
  text: null,
  secret: null,
  secret_class: null,
  mode: null,
  keys: null,
  repeat: null,
  option: null,
  option_index: null,
  checked: null,
  how: null,
  size: null,
  extensions: [],
  count: null,
  wait_ms: null,
};

function actionRow(action: Action, view: View): ActionRow {
  return { ...emptyAction, type: action.type, ...actionFields(action, view) };
}

function actionFields(action: Action, view: View): Partial<ActionRow> {
  switch (action.type) {
    case 'click':
    case 'double_click':
    case 'triple_click':
    case 'context_click':
      return { ...at(action, view), button: action.button, modifiers: action.modifiers };
    case 'drag':
      return {
        ...at(action, view),
        ...endAt(action, view),
        button: action.button,
        modifiers: action.modifiers,
        path: action.path.map(([x, y, t]) => ({ x, y, t })),
      };
    case 'scroll':
      return {
        ...at(action, view),
        ...endAt(action, view),
        modifiers: action.modifiers ?? [],
        scroll_dx: action.dx,
        scroll_dy: action.dy,
        container: action.container,
      };
    case 'type':
      return {
        mode: action.mode,
        ...('secret' in action.value
          ? { secret: action.value.secret, secret_class: action.value.class }
          : { text: action.value.text }),
      };
    case 'key':
      return { keys: action.keys, repeat: int32(action.repeat) };
    case 'select':
      return { option: action.option, option_index: int32(action.index) };
    case 'check':
      return { checked: action.checked };
    case 'hover':
      return at(action, view);
    case 'navigate':
      return { how: action.how };
    case 'copy':
    case 'cut':
    case 'paste':
      return { size: action.size };
    case 'upload':
      return { extensions: action.extensions, count: int32(action.count) };
    case 'wait':
      return { wait_ms: int32(action.ms) };
    case 'tab_open':
    case 'tab_switch':
    case 'tab_close':
    case 'done':
      return {};
    default:
      action satisfies never;
      // Deny by default: what an action of an unknown type may hold goes into no row.
      throw new DatasetError('segment-mismatch', 'an action of an unknown type');
  }
}

function at({ x, y }: { readonly x: number; readonly y: number }, view: View): Partial<ActionRow> {
  return { x, y, x_norm: share(x, view.width), y_norm: share(y, view.height) };
}

function endAt({ endX, endY }: { readonly endX: number; readonly endY: number }, view: View): Partial<ActionRow> {
  return { end_x: endX, end_y: endY, end_x_norm: share(endX, view.width), end_y_norm: share(endY, view.height) };
}

/** A coordinate as a share of its side, held to 0..1; null when the side is unknown. */
function share(value: number, side: number): number | null {
  return side > 0 ? Math.min(1, Math.max(0, value / side)) : null;
}

function targetRow(target: Target): NonNullable<StepRow['target']> {
  return {
    ref: target.ref,
    role: target.role,
    name: target.name,
    name_source: target.nameSource,
    tag: target.tag,
    field_kind: target.field.kind,
    field_secret: target.field.secret,
    box: boxRow(target.box),
    disabled: target.state.disabled,
    checked: target.state.checked,
    expanded: target.state.expanded,
    selected: target.state.selected,
    value: target.state.value,
    hit_self: target.hitSelf,
    shadow: target.shadow,
    selector_test_id: target.selectors.testId,
    selector_id: target.selectors.id,
    selector_css: target.selectors.css,
    context: target.context,
  };
}

function boxRow([x, y, w, h]: Box): NonNullable<StepRow['target']>['box'] {
  return { x, y, w, h };
}

/** A count that its column can hold. Throws rather than let the encoder wrap it. */
function int32(value: number): number {
  if (value > 0x7fff_ffff) throw new DatasetError('not-representable', 'a count does not fit its column');
  return value;
}
