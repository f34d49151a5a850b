import type { Target } from '@assent/contracts';
import type { Emitter } from './emitter.ts';
import { frameOf, indexIn } from '../targets/frame.ts';
import type { Hovers } from './hover.ts';
import type { Listen } from './listeners.ts';
import { describe } from '../targets/target.ts';

/** The focus that goes into a frame this soon after something was done here went by that, ms. */
const ownDoing = 500;
/** Whether it was a press is known this much later, ms. */
const settleDelay = 50;

/**
 * Watches presses into frames of other origins. That the focus went into one, and that it was a person's doing, is all
 * that is known; a sensor in the frame, if there is one, reports the rest itself.
 */
export function watchUnseenFrames(listen: Listen, emitter: Emitter, hovers: Hovers): void {
  // When it was is asked only where it matters: that costs something at every key.
  let done: UIEvent | null = null;

  for (const kind of ['keydown', 'pointerdown', 'pointerup'] as const) {
    listen(kind, (event) => (done = event));
  }
  listen('blur', (event) => {
    if (event.target === window && event.timeStamp - (done?.timeStamp ?? -ownDoing) > ownDoing)
      setTimeout(reportPress, settleDelay, event.timeStamp);
  });

  function reportPress(t: number): void {
    const frame = document.activeElement;
    if (!(frame instanceof HTMLIFrameElement) || frame.contentDocument !== null) return;
    if (!navigator.userActivation.isActive || !emitter.mayRead()) return;
    // Its name is often taken from the frame's own content.
    const target: Target = { ...describe(frame), role: 'frame', name: '', nameSource: 'none' };
    const [left, top, width, height] = target.box;
    // Most browsers do not send the documents around a frame an event where the pointer enters it.
    const [x, y] = hovers.over(frame) ?? [left + width / 2, top + height / 2];
    const into = [...frameOf().path, indexIn(window, frame.contentWindow)];
    emitter.emit({ kind: 'press', x, y, button: 'left', modifiers: [], clicks: 1, target, into }, t);
  }
}
