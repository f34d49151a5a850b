import type { Event, EventOf, View } from '@assent/contracts';
import { frameOffset, frameOf, viewOf } from '../targets/frame.ts';
import type { Indicator } from '../indicator/indicator.ts';
import type { Outbox } from './outbox.ts';
import type { SnapshotKeeper } from './snapshot-loader.ts';
import { ScreenOrigin } from './screen-origin.ts';

/** An event before it is numbered: everything but `v`, `source`, `seq` and `t`. */
type Bare<E> = E extends Event ? Omit<E, 'v' | 'source' | 'seq' | 't'> : never;
/** The fields of any event that the emitter does not fill in itself. */
export type EventBody = Bare<Event>;

/** An event that waits to be reported. */
interface Held {
  /** Reads what is yet to be read, which may come to nothing. Where capture ends nothing may be read any more. */
  readonly body: (ending: boolean) => EventBody | null;
  readonly timeStamp: number;
}

/** Events that are about a point of the screen. The view is read for them; others go by the view last reported. */
const atPoint = /^(?:press|hover)$/;

/**
 * Events that come fast and are about a control reported already: a new title can wait for what comes next, and a new URL
 * is an event of its own. A scroll says itself where it ended; the view is reported again with the next action.
 */
const typed = /^(?:key|input|scroll)$/;

/**
 * Numbers events: source, sequence number, time, and before them a `document` event whenever the view, the URL or the
 * title is not what it was. Emits nothing while the indicator cannot be seen.
 */
export class Emitter {
  readonly #source: string;
  readonly #outbox: Outbox;
  /** Null in a subframe, whose tab's top document shows the indicator. */
  readonly #indicator: Indicator | null;
  readonly #clock = captureClock();
  #seq = 0;
  /** Events that the full outbox refused. They take no sequence number: the `drops` event counts them (P10). */
  #dropped = 0;
  readonly #origin = new ScreenOrigin();
  /** What the last `document` event said that may change while the document lives. */
  #page = '';
  #url = '';
  #title = '';
  /** The page was scrolled or resized since the view was read. Reading it makes the browser lay the page out. */
  #outdated = false;
  #last: EventBody['kind'] | null = null;
  #held: Held[] = [];
  /** Null where no snapshots are wanted. */
  snapshots: SnapshotKeeper | null = null;

  constructor(source: string, outbox: Outbox, indicator: Indicator | null) {
    this.#source = source;
    this.#outbox = outbox;
    this.#indicator = indicator;
  }

  /** The kind of the event emitted last. */
  get last(): EventBody['kind'] | null {
    return this.#last;
  }

  /** Learns from a pointer event where on the screen the document is. */
  locate(event: MouseEvent): void {
    // Frames of other origins are located by what the documents around them report: it must come before their own events.
    if (!this.#origin.learn(event)) return;
    this.#outdated = true;
    if (window.length > 0) this.refresh();
  }

  /** The document opened, or came back. */
  open(cause: EventOf<'document'>['cause']): void {
    this.#document(cause, this.#readView(), undefined);
  }

  /** The page was scrolled or resized: the view is read again when it is needed. */
  outdate(): void {
    this.#outdated = true;
  }

  /** Has an event emitted before anything else is, unless it is released: soon, or with what is sent next. */
  hold(body: Held['body'], timeStamp: number): void {
    this.#held.push({ body, timeStamp });
    this.snapshots?.after('input');
    this.#outbox.expect(this.settle);
  }

  /** Drops what was held last. Returns whether there was any. */
  release(): boolean {
    return this.#held.pop() !== undefined;
  }

  /** Emits what is held. */
  readonly settle = (): void => {
    // Asked first: where the indicator is gone it stays held, so that it is counted.
    if (this.#held.length === 0 || !this.mayRead()) return;
    const held = this.#held;
    this.#held = [];
    for (const { body, timeStamp } of held) {
      const event = body(false);
      if (event !== null) this.emit(event, timeStamp);
    }
  };

  /**
   * Emits an event that happened at `timeStamp` of the page's clock (now, if not given). Returns its sequence number;
   * null if it was not emitted.
   */
  emit(body: EventBody, timeStamp?: number): number | null {
    this.settle();
    if (!this.mayRead()) return null;
    if (this.#outdated ? body.kind !== 'scroll' : !typed.test(body.kind))
      this.refresh(timeStamp, atPoint.test(body.kind));
    // What was seen before the action comes before it.
    const snapshot = this.snapshots?.before(body.kind) ?? null;
    if (snapshot !== null) this.#push({ kind: 'snapshot', ...snapshot }, timeStamp);
    return this.#push(body, timeStamp);
  }

  /**
   * Whether anything may be read from the page now: asked before a target is even read (P2, P3). In full screen the
   * indicator may not be raised yet, or not at all: then capture rests.
   */
  mayRead(): boolean {
    return this.#indicator?.visible() ?? true;
  }

  /** The document ends for capture. Nothing is read for it, so no indicator has to be seen; what was not read is lost. */
  end(): void {
    for (const { body, timeStamp } of this.#held) {
      this.#push(body(true) ?? { kind: 'drops', count: 1 }, timeStamp);
    }
    this.#held = [];
    this.#push({ kind: 'end' }, undefined);
  }

  /** Reports a new view, title or URL, if there is one. The view is read if it is known to have changed, or `anew`. */
  refresh(timeStamp?: number, anew = false): void {
    const moved = location.href !== this.#url;
    if (!moved && !anew && !this.#outdated && document.title === this.#title) return;
    const view = this.#readView();
    if (moved) this.#document('same-document', view, timeStamp);
    else if (this.#key(view) !== this.#page) this.#document('view', view, timeStamp);
  }

  #readView(): View {
    this.#outdated = false;
    return viewOf(this.#origin.corner);
  }

  /** All that a `document` event of this document can say anew. */
  #key({ width, height, scale, scrollX: left, scrollY: top, screen }: View): string {
    return [width, height, scale, left, top, screen, this.#origin.pitch, frameOffset(), document.title].join(' ');
  }

  #document(cause: EventOf<'document'>['cause'], view: View, timeStamp: number | undefined): void {
    if (!this.mayRead()) return;
    this.#url = location.href;
    this.#title = document.title;
    this.#page = this.#key(view);
    this.#push(
      {
        kind: 'document',
        cause,
        url: this.#url.slice(0, 8192),
        title: this.#title.slice(0, 2000),
        // The background knows which tab and window this is.
        tab: 0,
        window: 0,
        frame: frameOf(),
        view,
        webdriver: navigator.webdriver,
        ...(this.#origin.pitch === undefined ? {} : { pitch: this.#origin.pitch }),
        // That no page led here is not certain: a page may hide that it did.
        ...(document.referrer === '' ? {} : { referred: true }),
      },
      timeStamp,
    );
  }

  #push(body: EventBody, timeStamp: number | undefined): number | null {
    if (this.#outbox.full) {
      this.#dropped += 1;
      return null;
    }
    if (this.#dropped > 0) {
      const count = this.#dropped;
      this.#dropped = 0;
      this.#push({ kind: 'drops', count }, timeStamp);
    }
    this.#last = body.kind;
    this.snapshots?.after(body.kind);
    const numbered = { v: 1, source: this.#source, seq: this.#seq, t: this.#clock(timeStamp) };
    this.#seq += 1;
    // A union of bodies joined with the common part is the union of events; the compiler cannot follow that.
    this.#outbox.add({ ...numbered, ...body } as unknown as Event);
    return numbered.seq;
  }
}

/**
 * Wall time that never runs backwards within a document, ms since the epoch.
 *
 * Wall time is read at each event, because the page's monotonic clock stops while the machine sleeps; a wall
 * clock set back is held at the last instant given.
 */
function captureClock(): (timeStamp?: number) => number {
  let last = 0;
  return (timeStamp) => {
    const age = timeStamp === undefined ? 0 : Math.max(0, performance.now() - timeStamp);
    last = Math.max(last, Math.round(Date.now() - age));
    return last;
  };
}
