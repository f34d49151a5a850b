import type { EventOf, SecretClass, Target } from '@assent/contracts';
import { isRichText } from '../targets/editable.ts';
import type { Emitter, EventBody } from './emitter.ts';
import type { RecentTargets } from './recent-targets.ts';
import { rememberAutofill } from '../targets/field.ts';
import type { Listen } from './listeners.ts';
import type { SecretSlots } from './secret-slots.ts';
import type { Typing } from './typing.ts';

type InputOrigin = EventOf<'input'>['origin'];

/** Longest value that is reported whole; what contracts allow. */
const maxValue = 4096;
const maxData = 65_536;
/** A rich editor with more parts than this is a document: what was inserted is reported, not its content. */
const maxRichParts = 50;

/** Watches what is typed, pasted, dropped and undone in text fields. A secret's content is not read here. */
export function watchTextInput(
  listen: Listen,
  emitter: Emitter,
  focused: RecentTargets,
  typing: Typing,
  slots: SecretSlots,
): void {
  let secretRef: string | null = null;

  listen('input', (event) => {
    if (!emitter.mayRead()) return;
    const control = focused.controlOf(event);
    if (control === null) return;
    const goesOn = typing.explains(control, event);
    if (!goesOn && !isTextField(control)) return;
    const t = event.timeStamp;
    const origin = goesOn || isStepped(event, control) ? 'user' : originOf(event);
    // What the browser filled in is a secret from now on.
    if (origin === 'autofill') focused.forget();
    const target = (goesOn ? focused.peek(control, t) : null) ?? focused.describe(control, t);
    const secret = target.field.secret ?? (origin === 'autofill' ? 'autofill' : null);
    if (origin === 'autofill') rememberAutofill(control);
    if (secret !== null) {
      if (origin === 'user' || origin === 'ime') slots.typed(control);
      // One event for a whole run: how long a secret is and how it was typed is nobody's business.
      if (secretRef === target.ref && emitter.last === 'input') return;
      secretRef = target.ref;
      emitter.emit(secretly(origin, secret, target), t);
      return;
    }
    secretRef = null;
    const [data, value] = [dataOf(event, origin), valueOf(control)];
    if (goesOn) {
      const all = typing.goOn(data, t, emitter);
      // Whether the field is still no secret is asked again when this is emitted.
      emitter.hold(() => openly(inputTypeOf(event), origin, focused.confirm(control, target), all, value), t);
    } else {
      emitter.emit(openly(inputTypeOf(event), origin, target, data, value), t);
      typing.changed(control, event);
    }
  });
}

/** A change with what was typed, unless the field turned out to be a secret. */
function openly(
  inputType: string,
  origin: InputOrigin,
  target: Target,
  data: string | null,
  value: string | null,
): EventBody {
  const { secret } = target.field;
  if (secret !== null) return secretly(origin, secret, target);
  return { kind: 'input', inputType, origin, secret, slot: null, target, data, value };
}

function secretly(origin: InputOrigin, secret: SecretClass, target: Target): EventBody {
  return { kind: 'input', inputType: '', origin, secret, slot: null, target, data: null, value: null };
}

function isTextField(control: Element): boolean {
  if (control instanceof HTMLTextAreaElement || isRichText(control)) return true;
  if (!(control instanceof HTMLInputElement)) return false;
  return /^(?:text|search|email|tel|url|number|password)$/.test(control.type);
}

/** Rich editing areas and text fields only; callers have made sure that the field is not secret. */
function valueOf(control: Element): string | null {
  if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) {
    const { value } = control;
    return value.length <= maxValue ? value : null;
  }
  // The text alone would make two lines one. Parts are counted last: there may be thousands.
  if (control.querySelector('br,div,p,li') !== null || control.childElementCount > maxRichParts) return null;
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
  // What was pasted or dropped comes from elsewhere; the field's own value says what it holds now.
  if (!(event instanceof InputEvent) || origin === 'paste' || origin === 'drop') return null;
  return event.data?.slice(0, maxData) ?? null;
}
