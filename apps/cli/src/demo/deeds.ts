import type { StepRow } from '@assent/dataset';
import type { Aim, Deed } from '@assent/practice';

/** How what a hand did compares with the steps that were kept of it. */
export interface DeedReport {
  readonly deeds: number;
  readonly found: number;
  /** What was done and is not there, told without any typed text. */
  readonly missing: readonly string[];
}

/** What the comparison looks at in a row of the dataset. */
export type SeenStep = {
  readonly action: Pick<StepRow['action'], 'type' | 'text' | 'secret' | 'keys' | 'option' | 'checked' | 'scroll_dy'>;
  readonly target: Pick<NonNullable<StepRow['target']>, 'role' | 'name'> | null;
};

/**
 * Looks for each deed among the steps, in order. A step may have its names hidden by the safeguards, so a name that
 * holds a token matches on the control's role alone; a name that stays readable must be the right one.
 */
export function compareDeeds(deeds: readonly Deed[], steps: readonly SeenStep[]): DeedReport {
  const missing: string[] = [];
  let at = 0;
  for (const deed of deeds) {
    const found = steps.findIndex((step, index) => index >= at && shows(step, deed));
    if (found === -1) missing.push(describe(deed));
    else at = found + 1;
  }
  return { deeds: deeds.length, found: deeds.length - missing.length, missing };
}

function shows({ action, target }: SeenStep, deed: Deed): boolean {
  switch (deed.did) {
    case 'click':
    case 'double_click':
      return action.type === deed.did && aimedAt(target, deed.at);
    case 'type':
      return action.type === 'type' && (action.secret !== null) === deed.secret && aimedAt(target, deed.at);
    case 'select':
      return action.type === 'select' && reads(action.option, deed.option) && aimedAt(target, deed.at);
    case 'check':
      return action.type === 'check' && action.checked === deed.checked && aimedAt(target, deed.at);
    case 'key':
      return action.type === 'key' && action.keys === deed.keys;
    case 'scroll':
      return action.type === 'scroll' && (action.scroll_dy ?? 0) > 0;
    case 'navigate':
      return action.type === 'navigate';
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

/** Whether the safeguards hid some of a text (tokens stand between U+27E6 and U+27E7), or all of it. */
function isHidden(text: string | null): boolean {
  return text === null || text.includes('\u27e6');
}

function describe(deed: Deed): string {
  if ('at' in deed) return `${deed.did} ${deed.at.role} “${deed.at.name}”`;
  return deed.did === 'key' ? `key ${deed.keys}` : `${deed.did} ${deed.path}`;
}
