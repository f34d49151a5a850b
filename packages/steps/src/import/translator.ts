import { sourceIdSchema, type Button, type Event, type Instant, type Modifier, type Target } from '@assent/contracts';
import { limits } from '../limits.ts';
import { ClickCounter, type MultiClick } from './clicks.ts';
import { RecordingClock } from './clock.ts';
import { HeldKeys } from './held-keys.ts';
import { importLimits } from './limits.ts';
import { PressPath } from './path.ts';
import type { Recorded } from './recorded.ts';

/** What is known of a recording apart from its events. */
export interface RecordingFacts {
  /** Counts its clock from an unknown moment, or in epoch seconds. */
  readonly clock: 'relative' | 'epoch';
  /** Screen in pixels; 0 where it is not known. */
  readonly screen: { readonly width: number; readonly height: number; readonly scale: number };
  readonly isMac: boolean;
  readonly multiClick: MultiClick;
  /** What the person set out to do, if the recording says so. */
  readonly task: string | null;
}

/** The facts of a recording without any of its own. */
export const noFacts: RecordingFacts = {
  clock: 'relative',
  screen: { width: 0, height: 0, scale: 1 },
  isMac: false,
  multiClick: { interval: importLimits.multiClick, distance: importLimits.multiClickDistance },
  task: null,
};

/** The one source of an imported recording: the screen. */
const screenSource = sourceIdSchema.parse(`d_${'0'.repeat(22)}`);

type EventBody<Kind = Event> = Kind extends Event ? Omit<Kind, 'v' | 'source' | 'seq' | 't'> : never;

/**
 * Turns a recording of bare input into events of a `desktop` sensor, as `spec/import.md` states. Streaming; its state
 * does not grow. It decides nothing about actions: that is the reducer's.
 */
export class Translator {
  readonly #facts: RecordingFacts;
  readonly #clock: RecordingClock;
  readonly #keys: HeldKeys;
  readonly #clicks: ClickCounter;
  readonly #pressed = new Map<Button, PressPath>();
  #events: Event[] = [];
  #seq = 0;
  /** When the last event was. */
  #lastTime: Instant = 0;
  #begun = false;
  #paused = false;
  /** Meta is down and nothing was done with it yet. */
  #meta: { readonly t: Instant; readonly modifiers: Modifier[] } | null = null;
  /** Keys pressed while a button is down, which wait for its release. */
  #waiting: { readonly t: Instant; readonly body: EventBody }[] = [];
  #target: Target;

  constructor(facts: RecordingFacts) {
    this.#facts = facts;
    this.#clock = new RecordingClock(facts.clock);
    this.#keys = new HeldKeys(facts);
    this.#clicks = new ClickCounter(facts.multiClick);
    this.#target = windowTarget('', facts);
  }

  /** The instant reached. */
  get now(): Instant {
    return this.#clock.now;
  }

  /** Whether the recording is paused here: nothing in it is taken. */
  get paused(): boolean {
    return this.#paused;
  }

  /** A time of the recording as an instant, unrounded; null before it began. */
  instantOf(seconds: number): number | null {
    return this.#clock.instantOf(seconds);
  }

  /** The events of one recorded input. */
  take(recorded: Recorded): readonly Event[] {
    this.#events = [];
    if ('time' in recorded && this.#clock.advance(recorded.time).restarted) this.#gap();
    if (this.now - (this.#waiting[0]?.t ?? this.now) > importLimits.rollOver) this.#pushWaiting();
    if (recorded.kind === 'resume') this.#resume();
    // Nothing of a pause is taken, whatever the recording holds of it.
    else if (!this.#paused) this.#act(recorded);
    return this.#events;
  }

  /** The events of the end of the recording. */
  end(): readonly Event[] {
    this.#events = [];
    this.#pushWaiting();
    this.#releaseMeta();
    return this.#events;
  }

  #act(recorded: Recorded): void {
    switch (recorded.kind) {
      case 'move':
        for (const path of this.#pressed.values()) path.move(recorded.x, recorded.y, this.now);
        break;
      case 'button':
        if (recorded.pressed) this.#press(recorded);
        else this.#release(recorded);
        break;
      case 'scroll':
        this.#pushWaiting();
        this.#useMeta();
        this.#scroll(recorded);
        break;
      case 'key':
        if (recorded.pressed) this.#key(recorded);
        else this.#keyUp(recorded);
        break;
      case 'pause':
        this.#gap();
        this.#paused = true;
        break;
      case 'window':
        this.#window(recorded.title);
        break;
      case 'restart':
        this.#gap();
        break;
      case 'lost':
        this.#pushWaiting();
        this.#push({ kind: 'drops', count: recorded.count });
        break;
      case 'resume':
      case 'removed':
      case 'other':
        break;
    }
  }

  #press({ x, y, button }: Extract<Recorded, { kind: 'button' }>): void {
    this.#pushWaiting();
    this.#useMeta();
    const clicks = this.#clicks.press(button, x, y, this.now);
    this.#pressed.set(button, new PressPath(x, y, this.now));
    const modifiers = this.#keys.modifiersAt(this.now);
    this.#push({ kind: 'press', x, y, button, modifiers, clicks, target: this.#target });
  }

  #release({ x, y, button }: Extract<Recorded, { kind: 'button' }>): void {
    const pressed = this.#pressed.get(button);
    if (pressed === undefined) return;
    this.#pressed.delete(button);
    pressed.move(x, y, this.now);
    if (pressed.reach > limits.dragDistance) this.#clicks.reset();
    const path = pressed.points();
    // A key pressed just before the button is up comes after the click.
    this.#push({ kind: 'release', x, y, button, path, target: null }, this.#waiting[0]?.t);
    this.#pushWaiting();
  }

  #scroll({ x, y, dx, dy }: Extract<Recorded, { kind: 'scroll' }>): void {
    const body = { x, y, dx: pixels(dx), dy: pixels(dy), endX: 0, endY: 0 };
    this.#push({ kind: 'scroll', ...body, container: 'document', target: this.#target });
  }

  #key(recorded: Extract<Recorded, { kind: 'key' }>): void {
    if (this.#keys.isModifier(recorded.key)) {
      const modifiers = this.#keys.modifiersAt(this.now);
      // Some recorders repeat it while it is held down.
      if (recorded.key === 'Meta' && !modifiers.includes('Meta')) this.#meta = { t: this.now, modifiers };
      this.#keys.holdModifier(recorded, this.now);
      return;
    }
    this.#useMeta();
    const { key, modifiers, repeat } = this.#keys.press(recorded, this.now);
    const body = { kind: 'key', key, code: null, modifiers, repeat, composing: false, target: this.#target } as const;
    if (this.#pressed.size > 0) this.#waiting.push({ t: this.now, body });
    else this.#push(body);
  }

  /** Pushes the keys that waited for a release, which came, or another input did. */
  #pushWaiting(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { t, body } of waiting) this.#push(body, t);
  }

  #keyUp(recorded: Extract<Recorded, { kind: 'key' }>): void {
    if (recorded.key === 'Meta') this.#releaseMeta();
    this.#keys.release(recorded);
  }

  /** Meta was held for something else: it is no action of its own. */
  #useMeta(): void {
    if (this.#meta === null) return;
    if (this.now - this.#meta.t > importLimits.modifierHold) this.#releaseMeta();
    this.#meta = null;
  }

  /** Meta went up, or must be taken to have, with nothing done while it was down: a key of its own. */
  #releaseMeta(): void {
    if (this.#meta === null) return;
    const { t, modifiers } = this.#meta;
    this.#meta = null;
    this.#pushWaiting();
    const body = { code: null, modifiers, repeat: false, composing: false, target: this.#target };
    this.#push({ kind: 'key', key: 'Meta', ...body }, t);
  }

  #window(title: string): void {
    const shown = title.slice(0, 2000).toWellFormed();
    if (shown === this.#target.name) return;
    this.#pushWaiting();
    this.#target = windowTarget(shown, this.#facts);
    if (this.#begun) this.#document();
  }

  #gap(): void {
    this.#pushWaiting();
    this.#releaseMeta();
    this.#keys.reset();
    this.#clicks.reset();
    this.#pressed.clear();
    this.#window('');
    this.#push({ kind: 'gap' });
  }

  #resume(): void {
    // A resume without its pause: what came before is not known, so nothing spans it.
    if (!this.#paused) this.#gap();
    this.#paused = false;
  }

  #document(t?: Instant): void {
    const { width, height, scale } = this.#facts.screen;
    const body = {
      kind: 'document',
      cause: 'view',
      url: '',
      title: this.#target.name,
      tab: 0,
      window: 0,
      frame: { path: [], origin: '', sameOriginAsTop: true },
      view: { width, height, scale, scrollX: 0, scrollY: 0, screen: [0, 0] },
      webdriver: false,
    } satisfies EventBody;
    this.#append(body, t);
  }

  #push(body: EventBody, t?: Instant): void {
    if (!this.#begun) this.#begin(t);
    this.#append(body, t);
  }

  #begin(t?: Instant): void {
    this.#begun = true;
    this.#document(t);
    if (this.#facts.task === null) return;
    const instruction = this.#facts.task.slice(0, 4000).toWellFormed();
    this.#append({ kind: 'task', instruction, instructionSource: 'participant' }, t);
  }

  #append(body: EventBody, t: Instant = this.now): void {
    const at = Math.max(t, this.#lastTime);
    this.#lastTime = at;
    this.#events.push({ v: 1, source: screenSource, seq: this.#seq, t: at, ...body });
    this.#seq += 1;
  }
}

/** A wheel's notches in CSS pixels, finite whatever a recording says. Never negative zero. */
function pixels(notches: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, notches * importLimits.notch)) + 0;
}

/**
 * The target as far as a recording of bare input shows it: the window in front. One `ref` for all of it, because
 * a title may change while someone types; what moves the focus (a press, Tab, a chord) ends typing by itself.
 */
function windowTarget(title: string, { screen }: RecordingFacts): Target {
  return {
    ref: 'screen',
    role: 'window',
    name: title,
    nameSource: title === '' ? 'none' : 'title',
    tag: '',
    field: { kind: 'none', secret: null },
    box: [0, 0, screen.width, screen.height],
    state: { disabled: false, checked: null, expanded: null, selected: null, value: 'unknown' },
    hitSelf: false,
    shadow: 'none',
    selectors: { testId: null, id: null, css: null },
    context: [],
  };
}
