import type { RawStep } from '@assent/contracts';
import { align, type TimedAction } from './align.ts';
import { explain, type Difference, type DifferenceKind } from './explain.ts';
import type { PeerAction } from './peer-action.ts';
import { rules, type RuleId } from './rules.ts';

/** A step or action in a report: what and when, never what was typed or where. */
interface ReportedAction {
  /** Our step's number, or their line. */
  readonly number: number;
  readonly what: string;
  /** ms since the recording's first input (or the epoch, where the recording counts so). */
  readonly from: number;
  readonly to: number;
}

/** One difference, free of content. */
export interface ReportedDifference {
  readonly kind: DifferenceKind | 'edited' | 'removed';
  readonly rule: RuleId;
  /** The known failure of the other tool (`spec/steps.md` §14), if it is one. */
  readonly failure: number | null;
  readonly ours: readonly ReportedAction[];
  readonly theirs: readonly ReportedAction[];
}

/** A rule, the section that states it, and how many differences it made. */
interface RuleCount {
  readonly rule: RuleId;
  readonly says: string;
  readonly at: string;
  readonly count: number;
}

/** How our reduction of a recording differs from its own. */
export interface DifferentialReport {
  readonly ours: number;
  readonly theirs: number;
  /** Groups in which both say the same. */
  readonly same: number;
  readonly differences: readonly ReportedDifference[];
  /** The rules that made the differences, those of most first. */
  readonly reasons: readonly RuleCount[];
  /** How often each known failure was met, by its number. */
  readonly byFailure: Readonly<Partial<Record<string, number>>>;
}

/** A recording's own reduction: all actions, and those shown to its annotator, who may have changed them. */
export interface PeerReduction {
  /** Of `reduced_events_complete.jsonl`; null if there is none. */
  readonly complete: readonly PeerAction[] | null;
  /** Of `reduced_events_vis.jsonl`; null if there is none. */
  readonly vis: readonly PeerAction[] | null;
}

/**
 * Compares our steps with a recording's own reduction. Pure; both in memory, as both are small beside the recording.
 * `instantOf` turns a time of the recording into an instant of the steps.
 */
export function compareReductions(
  steps: readonly RawStep[],
  peer: PeerReduction,
  instantOf: (seconds: number) => number | null,
): DifferentialReport {
  const shown = (peer.complete ?? peer.vis ?? []).filter((action) => action.shown);
  const timed = shown.flatMap((action): TimedAction[] => {
    const from = instantOf(action.start);
    const to = instantOf(action.end);
    return from === null || to === null ? [] : [{ action, from, to }];
  });
  const groups = align(steps, timed);
  const whole = { steps, actions: shown };
  const explained = groups.map((group) => explain(group, whole));
  const differences = [
    ...explained.flat().map((difference) => reportDifference(difference, instantOf)),
    ...editsOf(peer, instantOf),
  ];
  return {
    ours: steps.length,
    theirs: shown.length,
    same: explained.filter((found) => found.length === 0).length,
    differences,
    reasons: reasonsOf(differences),
    byFailure: count(differences.flatMap(({ failure }) => (failure === null ? [] : [String(failure)]))),
  };
}

function reasonsOf(differences: readonly ReportedDifference[]): readonly RuleCount[] {
  const found = [...new Set(differences.map(({ rule }) => rule))];
  return found
    .map((rule): RuleCount => {
      const { says, at } = rules[rule];
      return { rule, says, at, count: differences.filter((each) => each.rule === rule).length };
    })
    .toSorted((a, b) => b.count - a.count);
}

/** What a person changed in the reduction after it was made: reported, never overwritten. */
function editsOf(
  { complete, vis }: PeerReduction,
  instantOf: (seconds: number) => number | null,
): readonly ReportedDifference[] {
  if (complete === null || vis === null) return [];
  const shownNow = new Map(vis.map((action) => [action.id, action]));
  return complete.flatMap((action): ReportedDifference[] => {
    if (!action.shown || action.id === null) return [];
    const now = shownNow.get(action.id);
    const isSame = now !== undefined && now.description === action.description && now.action === action.action;
    if (isSame) return [];
    const theirs = [reportAction(action, instantOf), ...(now === undefined ? [] : [reportAction(now, instantOf)])];
    return [{ kind: now === undefined ? 'removed' : 'edited', rule: 'edit-kept', failure: 21, ours: [], theirs }];
  });
}

function reportDifference(
  { kind, reason, ours, theirs }: Difference,
  instantOf: (seconds: number) => number | null,
): ReportedDifference {
  return {
    kind,
    ...reason,
    ours: ours.map(reportStep),
    theirs: theirs.map((action) => reportAction(action, instantOf)),
  };
}

function reportStep({ seq, t, duration, action, complete }: RawStep): ReportedAction {
  const what = whatOf(action) + (complete ? '' : ' (incomplete)');
  return { number: seq, what, from: t, to: t + duration };
}

function whatOf(action: RawStep['action']): string {
  switch (action.type) {
    case 'type':
      return 'text' in action.value ? `type ${lengthOf(action.value.text)}` : 'type a secret';
    case 'key':
      return `key ${chordShown(action.keys)}${action.repeat > 1 ? ` ×${action.repeat}` : ''}`;
    case 'scroll':
      return `scroll ${action.dx},${action.dy} px`;
    case 'drag':
    case 'click':
    case 'double_click':
    case 'triple_click':
    case 'context_click':
      return [...action.modifiers, action.button, action.type].join(' ');
    case 'check':
    case 'copy':
    case 'cut':
    case 'done':
    case 'hover':
    case 'navigate':
    case 'paste':
    case 'select':
    case 'tab_close':
    case 'tab_open':
    case 'tab_switch':
    case 'upload':
    case 'wait':
      return action.type;
  }
}

function reportAction(action: PeerAction, instantOf: (seconds: number) => number | null): ReportedAction {
  const at = (seconds: number) => Math.round(instantOf(seconds) ?? 0);
  return { number: action.line, what: whatOfPeer(action), from: at(action.start), to: at(action.end) };
}

function whatOfPeer(action: PeerAction): string {
  const called = action.described ?? action.action;
  const name = called === action.action ? called : `${called} (a ${action.action})`;
  switch (called) {
    case 'type':
      return `${name} ${lengthOf(action.typed?.text ?? '')}${keysShown(action.typed?.others ?? [])}`;
    case 'press':
    case 'long_press':
      return `${name} ${action.chord.map(chordShown).join('+')}`;
    case 'click':
      return `${action.button ?? ''} ${name} ×${action.clicks}`.trim();
    case 'scroll':
      return action.describedNotches === null ? name : `${name} ×${action.describedNotches}`;
    case 'drag':
    case 'mouse_press':
    case 'other':
      return name;
  }
}

function lengthOf(text: string): string {
  return `${Array.from(text).length} characters`;
}

function keysShown(keys: readonly string[]): string {
  return keys.length === 0 ? '' : ` and ${keys.map(chordShown).join(', ')}`;
}

/** A chord with a command, or a named key, is no content; a character alone is. */
function chordShown(keys: string): string {
  return Array.from(keys).length === 1 ? '·' : keys;
}

function count(keys: readonly string[]): Partial<Record<string, number>> {
  const counts: Partial<Record<string, number>> = {};
  for (const key of keys) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}
