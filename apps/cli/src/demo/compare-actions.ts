import type { StepRow } from '@assent/dataset';
import type { Aim, HandAction as Action } from '@assent/practice';

/** How what a hand did compares with the steps that were kept of it. */
export interface ActionComparison {
  readonly actions: number;
  readonly found: number;
  /** What was done and is not there, described without any typed text. */
  readonly missing: readonly string[];
}

/** What the comparison reads of a row of the dataset. */
export type SeenStep = {
  readonly action: Pick<StepRow['action'], 'type' | 'text' | 'secret' | 'keys' | 'option' | 'checked' | 'scroll_dy'>;
  readonly target: Pick<NonNullable<StepRow['target']>, 'role' | 'name'> | null;
};

/**
 * Looks for each action among the steps, in order. A step may have its names hidden by the safeguards, so a name that
 * holds a token matches on the control's role alone; a name that stays readable must be the right one.
 */
export function compareActions(actions: readonly Action[], steps: readonly SeenStep[]): ActionComparison {
  const missing: string[] = [];
  let at = 0;
  for (const done of actions) {
    const found = steps.findIndex((step, index) => index >= at && shows(step, done));
    if (found === -1) missing.push(describe(done));
    else at = found + 1;
  }
  return { actions: actions.length, found: actions.length - missing.length, missing };
}

function shows({ action, target }: SeenStep, done: Action): boolean {
  switch (done.did) {
    case 'click':
    case 'double_click':
      return action.type === done.did && aimedAt(target, done.at);
    case 'type':
      return action.type === 'type' && (action.secret !== null) === done.secret && aimedAt(target, done.at);
    case 'select':
      return action.type === 'select' && reads(action.option, done.option) && aimedAt(target, done.at);
    case 'check':
      return action.type === 'check' && action.checked === done.checked && aimedAt(target, done.at);
    case 'key':
      return action.type === 'key' && action.keys === done.keys;
    case 'scroll':
      return action.type === 'scroll' && (action.scroll_dy ?? 0) > 0;
    case 'navigate':
      return action.type === 'navigate';
    default:
      return done satisfies never;
  }
}

function aimedAt(target: SeenStep['target'], aim: Aim): boolean {
  return (
    target !== null && target.role === aim.role && (isHidden(target.name) || (target.name ?? '').startsWith(aim.name))
  );
}

function reads(option: string | null, wanted: string): boolean {
  return isHidden(option) || option === wanted;
}

/** Whether the safeguards hid some of a text (tokens are between U+27E6 and U+27E7), or all of it. */
function isHidden(text: string | null): boolean {
  return text === null || text.includes('\u27e6');
}

function describe(done: Action): string {
  if ('at' in done) return `${done.did} ${done.at.role} “${done.at.name}”`;
  return done.did === 'key' ? `key ${done.keys}` : `${done.did} ${done.path}`;
}
