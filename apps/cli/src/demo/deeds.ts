import type { Step } from '@assent/contracts';
import type { Aim, Deed } from '@assent/practice';

/** How what a hand did compares with the steps that were kept of it. */
export interface DeedReport {
  readonly deeds: number;
  readonly found: number;
  /** What was done and is not there, told without any typed text. */
  readonly missing: readonly string[];
}

/**
 * Looks for each deed among the steps, in order. A step may have its names hidden by the safeguards, so a name that
 * holds a token matches on the control's role alone; a name that stays readable must be the right one.
 */
export function compareDeeds(deeds: readonly Deed[], steps: readonly Step[]): DeedReport {
  const missing: string[] = [];
  let at = 0;
  for (const deed of deeds) {
    const found = steps.findIndex((step, index) => index >= at && shows(step, deed));
    if (found === -1) missing.push(describe(deed));
    else at = found + 1;
  }
  return { deeds: deeds.length, found: deeds.length - missing.length, missing };
}

function shows(step: Step, deed: Deed): boolean {
  const { action, target } = step;
  switch (deed.did) {
    case 'click':
    case 'double_click':
      return action.type === deed.did && aimedAt(target, deed.at);
    case 'type':
      return action.type === 'type' && 'secret' in action.value === deed.secret && aimedAt(target, deed.at);
    case 'select':
      return action.type === 'select' && optionShows(action.option, deed.option) && aimedAt(target, deed.at);
    case 'check':
      return action.type === 'check' && action.checked === deed.checked && aimedAt(target, deed.at);
    case 'key':
      return action.type === 'key' && action.keys === deed.keys;
    case 'scroll':
      return action.type === 'scroll' && action.dy > 0;
    case 'navigate':
      return action.type === 'navigate';
  }
}

function aimedAt(target: Step['target'], aim: Aim): boolean {
  if (target === null || target.role !== aim.role) return false;
  return hidden(target.name) || target.name.startsWith(aim.name);
}

function optionShows(option: string, wanted: string): boolean {
  return hidden(option) || option === wanted;
}

/** Whether the safeguards hid some of a text (tokens stand between U+27E6 and U+27E7). */
function hidden(text: string): boolean {
  return text.includes('\u27e6');
}

function describe(deed: Deed): string {
  if ('at' in deed) return `${deed.did} ${deed.at.role} “${deed.at.name}”`;
  return deed.did === 'key' ? `key ${deed.keys}` : `${deed.did} ${deed.path}`;
}
