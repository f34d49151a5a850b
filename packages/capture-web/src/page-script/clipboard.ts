import { lengthBucket } from '@assent/contracts/length-bucket';
import type { Emitter } from './emitter.ts';
import type { RecentTargets } from './recent-targets.ts';
import type { Listen } from './listeners.ts';

/** Watches copy, cut and paste. Of what is copied only a length bucket is reported; the clipboard is never read. */
export function watchClipboard(listen: Listen, emitter: Emitter, focused: RecentTargets): void {
  for (const operation of ['copy', 'cut', 'paste'] as const) {
    listen(operation, (event) => {
      if (!emitter.mayRead()) return;
      const target = focused.targetOf(event);
      const known = operation !== 'paste' && target !== null && target.field.secret === null;
      const size = lengthBucket(known ? selectionLength() : 0);
      emitter.emit({ kind: 'clipboard', operation, size, target }, event.timeStamp);
    });
  }
}

function selectionLength(): number {
  const active = document.activeElement;
  if (active instanceof HTMLTextAreaElement || active instanceof HTMLInputElement) {
    return Math.abs((active.selectionEnd ?? 0) - (active.selectionStart ?? 0));
  }
  return document.getSelection()?.toString().length ?? 0;
}
