import type { Emitter, EventBody } from './emitter.ts';
import { rememberPasswords } from '../targets/field.ts';
import type { Listen } from './listeners.ts';
import { modifiersOf } from './pointer.ts';
import type { RecentTargets } from './recent-targets.ts';
import type { SecretSlots } from './secret-slots.ts';
import type { Typing } from './typing.ts';

/** Keys that say nothing about a secret: they leave the field or submit it. */
const harmless = new Set(['Tab', 'Enter', 'Escape']);
/** Keys that change what other keys mean; never worth an event of their own, except Meta, which opens things. */
const modifierKeys = new Set(['Shift', 'Control', 'Alt', 'AltGraph', 'CapsLock', 'NumLock', 'Fn', 'Dead', 'Process']);

/** Watches key presses. In a secret field neither key nor code is read, except for the few that leave the field. */
export function watchKeyboard(
  listen: Listen,
  emitter: Emitter,
  focused: RecentTargets,
  typing: Typing,
  slots: SecretSlots,
): void {
  const bodyOf = (event: KeyboardEvent, control: Element): EventBody | null => {
    // Anew: whatever a key had to wait for may have made a secret of the field.
    const target = focused.describe(control, event.timeStamp);
    const secret = target.field.secret !== null;
    const key = keyOf(event, secret);
    if (key === 'Enter' || key === ' ') rememberPasswords(document);
    if (key === null ? secret : modifierKeys.has(key)) return null;
    // In a secret field only keys that end the typing get here.
    if (secret) slots.commit(event.timeStamp);
    return {
      kind: 'key',
      key,
      code: key === null || secret ? null : event.code.slice(0, 40),
      modifiers: modifiersOf(event),
      repeat: event.repeat,
      composing: event.isComposing,
      target,
    };
  };
  listen('keydown', (event) => {
    if (!emitter.mayRead()) return;
    const control = focused.controlOf(event);
    if (control === null) return;
    const t = event.timeStamp;
    const waits = emitter.last === 'input' && typing.awaits(event, control, t);
    emitter.hold((ending) => (ending ? null : bodyOf(event, control)), t);
    if (!waits) emitter.settle();
  });
}

function keyOf(event: KeyboardEvent, secret: boolean): string | null {
  // Autofill sends trusted key events that have no key, whatever the type says.
  const key: string | undefined = event.key;
  if (!secret) return key?.slice(0, 40) ?? null;
  return key !== undefined && harmless.has(key) ? key : null;
}
