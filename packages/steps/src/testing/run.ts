import { sessionIdSchema, type Event, type RawStep } from '@assent/contracts';
import { flush, reduce } from '../reduce.ts';
import { initialState, type ReducerOutput, type ReducerState } from '../state.ts';

/** The session of tests and vectors. */
const testSession = sessionIdSchema.parse(`s_${'t'.repeat(22)}`);

/** A fresh state for tests. */
export function freshState(sensor: RawStep['sensor'] = 'browser'): ReducerState {
  return initialState({ session: testSession, sensor });
}

/** Everything that comes of a list of events and a stop after it. */
export function reduceAll(events: readonly Event[], sensor: RawStep['sensor'] = 'browser'): readonly ReducerOutput[] {
  let state = freshState(sensor);
  const output: ReducerOutput[] = [];
  for (const event of events) {
    const turn = reduce(state, event);
    state = turn.state;
    output.push(...turn.output);
  }
  output.push(...flush(state, events.at(-1)?.t ?? 0).output);
  return output;
}

/** The steps of a list of events. */
export function stepsOf(events: readonly Event[], sensor: RawStep['sensor'] = 'browser'): readonly RawStep[] {
  return reduceAll(events, sensor).flatMap((out) => (out.kind === 'step' ? [out.step] : []));
}

/** One line for each step, as tests compare them. */
export function describeSteps(steps: readonly RawStep[]): readonly string[] {
  return steps.map((step) => `${describeStep(step)}${step.complete ? '' : ' (incomplete)'}`);
}

function describeStep({ action, target }: RawStep): string {
  const on = target === null ? '' : ` on ${target.ref}`;
  switch (action.type) {
    case 'click':
    case 'double_click':
    case 'triple_click':
    case 'context_click':
      return `${[...action.modifiers, action.button, action.type].join(' ')}${on}`;
    case 'drag':
      return `${action.button} drag ${action.x},${action.y} to ${action.endX},${action.endY}${on}`;
    case 'scroll':
      return `scroll ${action.dx},${action.dy} in ${action.container}`;
    case 'type':
      return `${action.mode} ${'text' in action.value ? JSON.stringify(action.value.text) : `secret ${action.value.class}`}${on}`;
    case 'key':
      return `key ${action.keys}${action.repeat > 1 ? ` x${action.repeat}` : ''}${on}`;
    case 'select':
      return `select ${action.option}${on}`;
    case 'check':
      return `${action.checked ? 'check' : 'uncheck'}${on}`;
    case 'navigate':
      return `navigate ${action.how}`;
    case 'copy':
    case 'cut':
    case 'paste':
      return `${action.type} ${action.size}`;
    case 'upload':
      return `upload ${action.count}`;
    case 'done':
    case 'hover':
    case 'tab_close':
    case 'tab_open':
    case 'tab_switch':
    case 'wait':
      return action.type;
  }
}
