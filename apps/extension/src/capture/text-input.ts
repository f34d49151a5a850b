import type { EventOf } from '@assent/contracts';
import { isRichText } from './editable.ts';
import type { Emitter } from './emitter.ts';
import type { FocusedTargets } from './focused.ts';
import { rememberAutofill } from './field.ts';
import type { Listen } from './listeners.ts';
import type { SecretSlots } from './secret-slots.ts';
import type { Typing } from './typing.ts';

type InputOrigin = EventOf<'input'>['origin'];

/** Longest value that is told whole; what contracts allow. */
const maxValue = 4096;
const maxData = 65_536;
/** A rich editor with more parts than this is a document: what was inserted is told, not what stands there. */
const maxRichParts = 50;

/** Watches what is typed, pasted, dropped and undone in text fields. A secret's content is not read here. */
export function watchTextInput(
  listen: Listen,
  emitter: Emitter,
  focused: FocusedTargets,
  typing: Typing,
  slots: SecretSlots,
): void {
  let secretRef: string | null = null;

  listen('input', (event) => {
    if (!emitter.mayRead()) return;
    const control = focused.controlOf(event);
    if (control === null || !isTextField(control)) return;
    const origin = isStepped(event, control) ? 'user' : originOf(event);
    // What the browser filled in is a secret from now on.
    if (origin === 'autofill') focused.forget();
    const target = focused.describe(control, event.timeStamp);
    const secret = target.field.secret ?? (origin === 'autofill' ? 'autofill' : null);
    const shared = { kind: 'input', inputType: inputTypeOf(event), origin, secret, slot: null, target } as const;
    if (origin === 'autofill') rememberAutofill(control);
    if (secret !== null) {
      if (origin === 'user' || origin === 'ime') slots.typed(control);
      // One event for a whole run: how long a secret is and how it was typed is nobody's business.
      if (secretRef === target.ref && emitter.last === 'input') return;
      secretRef = target.ref;
      emitter.emit({ ...shared, inputType: '', data: null, value: null }, event.timeStamp);
      return;
    }
    secretRef = null;
    const [data, value] = [dataOf(event, origin), valueOf(control)];
    const goesOn = typing.explains(control, event);
    const all = goesOn ? typing.goOn(data, event.timeStamp, emitter) : data;
    emitter.hold({ ...shared, data: all, value }, event.timeStamp);
    if (goesOn) return;
    typing.changed(control, event);
    emitter.settle();
  });
}

function isTextField(control: Element): boolean {
  if (control instanceof HTMLTextAreaElement || isRichText(control)) return true;
  if (!(control instanceof HTMLInputElement)) return false;
  return /^(?:text|search|email|tel|url|number|password)$/.test(control.type);
}

/** Rich editing areas and text fields only; callers have made sure that the field is not secret. */
function valueOf(control: Element): string | null {
  if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) {
    return control.value.length <= maxValue ? control.value : null;
  }
  // The text alone would tell two lines as one.
  if (control.childElementCount > maxRichParts || control.querySelector('br,div,p,li') !== null) return null;
  const text = control.textContent;
  return text.length <= maxValue ? text : null;
}

/** Whether a number was turned by arrow keys, wheel or stepper: a plain event, as the browser's filling in is too. */
function isStepped(event: globalThis.Event, control: Element): boolean {
  if (event instanceof InputEvent || !(control instanceof HTMLInputElement)) return false;
  return control.type === 'number' && !control.matches(':autofill');
}

function originOf(event: globalThis.Event): InputOrigin {
  // Autofill is a plain event without an input type.
  if (!(event instanceof InputEvent) || event.inputType === '') return 'autofill';
  if (event.inputType.startsWith('insertFromPaste')) return 'paste';
  if (event.inputType.startsWith('insertFromDrop') || event.inputType === 'deleteByDrag') return 'drop';
  if (event.inputType.startsWith('history')) return 'undo';
  if (event.inputType.startsWith('insertReplacementText')) return 'autofill';
  return event.isComposing || event.inputType.includes('Composition') ? 'ime' : 'user';
}

function inputTypeOf(event: globalThis.Event): string {
  return event instanceof InputEvent ? event.inputType.slice(0, 40) : '';
}

function dataOf(event: globalThis.Event, origin: InputOrigin): string | null {
  // What was pasted or dropped comes from elsewhere; the field's own value tells what stands there now.
  if (!(event instanceof InputEvent) || origin === 'paste' || origin === 'drop') return null;
  return event.data?.slice(0, maxData) ?? null;
}
