import type { EventOf } from '@assent/contracts';
import type { Emitter } from './emitter.ts';
import type { RecentTargets } from './recent-targets.ts';
import type { Listen } from './listeners.ts';
import { deepestAt, innermost } from '../targets/shadow.ts';
import { controlAt, describe } from '../targets/target.ts';

type Change = EventOf<'change'>['change'];

/** Watches choices: options, checkboxes, radios, dates and ranges, files. */
export function watchChoices(listen: Listen, emitter: Emitter, focused: RecentTargets): void {
  listen('drop', (event) => {
    const files = event.dataTransfer?.files;
    if (files === undefined || files.length === 0 || !emitter.mayRead()) return;
    const leaf = deepestAt(event, event.clientX, event.clientY);
    if (leaf === null) return;
    emitter.emit(
      { kind: 'change', change: fileChange(files), target: describe(controlAt(leaf), leaf) },
      event.timeStamp,
    );
  });
  listen('change', (event) => {
    if (!emitter.mayRead()) return;
    const control = innermost(event);
    // Text fields have reported everything through their input events.
    if (!isChosen(control)) return;
    focused.forget();
    const target = describe(controlAt(control), control);
    const change = changeOf(control, target.field.secret !== null);
    emitter.emit({ kind: 'change', change, target }, event.timeStamp);
  });
}

const chosen = /^(?:checkbox|radio|file|date|time|datetime-local|month|week|range|color)$/;

/** Whether something is chosen in a control, not typed. */
function isChosen(control: EventTarget | null): control is HTMLSelectElement | HTMLInputElement {
  // Of several choices it is not known which was the last: the presses and keys that made it say so.
  if (control instanceof HTMLSelectElement) return !control.multiple;
  return control instanceof HTMLInputElement && chosen.test(control.type);
}

function changeOf(control: HTMLSelectElement | HTMLInputElement, secret: boolean): Change {
  if (control instanceof HTMLSelectElement) {
    if (secret) return { control: 'value', value: null };
    const label = control.selectedOptions[0]?.label ?? '';
    return { control: 'select', label: label.slice(0, 2000), index: control.selectedIndex };
  }
  switch (control.type) {
    case 'checkbox':
    case 'radio':
      return { control: 'check', checked: control.checked };
    case 'file':
      return fileChange(control.files);
    default:
      return { control: 'value', value: secret ? null : control.value.slice(0, 4096) };
  }
}

/** Extensions and count; of a file's name only what follows its last dot is read. */
function fileChange(list: FileList | null): Change {
  const files = [...(list ?? [])];
  const extensions = files.map((file) => /\.([A-Za-z0-9]{1,10})$/.exec(file.name)?.[1]?.toLowerCase() ?? '');
  return { control: 'file', extensions: [...new Set(extensions)].slice(0, 50), count: files.length };
}
