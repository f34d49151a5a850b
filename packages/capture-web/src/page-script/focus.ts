import type { Emitter } from './emitter.ts';
import { holdsValue } from '../targets/editable.ts';
import type { RecentTargets } from './recent-targets.ts';
import type { Listen } from './listeners.ts';
import type { SecretSlots } from './secret-slots.ts';
import { innermost } from '../targets/shadow.ts';
import { controlAt } from '../targets/target.ts';

/** Watches fields gaining and losing the focus; nothing else's focus matters. */
export function watchFocus(listen: Listen, emitter: Emitter, focused: RecentTargets, slots: SecretSlots): void {
  listen('focusin', (event) => {
    emit('focus', event);
  });
  listen('focusout', (event) => {
    slots.commit(event.timeStamp);
    emit('blur', event);
  });

  function emit(kind: 'focus' | 'blur', event: FocusEvent): void {
    const first = innermost(event);
    if (!(first instanceof Element) || !emitter.mayRead()) return;
    const control = controlAt(first);
    if (!holdsValue(control)) return;
    emitter.settle();
    const t = event.timeStamp;
    const target = kind === 'blur' ? focused.describeLast(control) : focused.describe(control, t);
    emitter.emit({ kind, target }, t);
  }
}
