import type { RawStep } from '@assent/contracts';

/** A step in a few words. */
export function told({ action, target, complete }: RawStep): string {
  const on = target === null || target.name === '' ? '' : ` on ${target.name}`;
  return `${say(action)}${on}${complete ? '' : ' (incomplete)'}`;
}

function say(action: RawStep['action']): string {
  switch (action.type) {
    case 'click':
    case 'double_click':
    case 'triple_click':
    case 'context_click':
    case 'drag':
      return [...action.modifiers, ...(action.button === 'left' ? [] : [action.button]), action.type].join(' ');
    case 'type':
      return `${action.mode} ${'text' in action.value ? action.value.text : 'secret'}`;
    case 'key':
      return `key ${action.keys}${action.repeat > 1 ? ` x${action.repeat}` : ''}`;
    case 'select':
      return `select ${action.option}`;
    case 'check':
      return action.checked ? 'check' : 'uncheck';
    case 'copy':
    case 'cut':
    case 'paste':
      return `${action.type} ${action.size}`;
    case 'upload':
      return `upload ${action.count} ${action.extensions.join(' ')}`;
    case 'scroll':
      return [...(action.modifiers ?? []), 'scroll', `${Math.sign(action.dx)},${Math.sign(action.dy)}`].join(' ');
    case 'navigate':
      return `navigate ${action.how}`;
    case 'done':
    case 'hover':
    case 'tab_close':
    case 'tab_open':
    case 'tab_switch':
    case 'wait':
      return action.type;
  }
}
