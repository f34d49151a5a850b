import type { Event, EventOf, View } from '@assent/contracts';
import { captureClock } from './clock.ts';
import { frameOffset, frameOf, viewOf } from '../targets/frame.ts';
import type { Mark } from '../indicator/mark.ts';
import type { Outbox } from './outbox.ts';
import type { PictureKeeper } from './picture-door.ts';
import { ScreenPlace } from './screen-place.ts';

/** An event before it has its place in the source: everything but `v`, `source`, `seq` and `t`. */
type Bare<E> = E extends Event ? Omit<E, 'v' | 'source' | 'seq' | 't'> : never;
/** The fields of any event that the emitter does not fill in itself. */
export type EventBody = Bare<Event>;

/** An event that waits to be told. */
interface Held {
  /** Looks at what is yet to be looked at, which may come to nothing. Where capture ends nothing may be read to tell it. */
  readonly body: (ending: boolean) => EventBody | null;
  readonly timeStamp: number;
}

/** Events that are about a place on the screen. The view is read for them; others hold to the view last told. */
const placed = /^(?:press|hover)$/;

/**
 * Events that come fast and are about a place told already: a new title can wait for what comes next, and a new URL
 * tells of itself. A scroll says itself where it ended; the view is told again with the next action.
 */
const typed = /^(?:key|input|scroll)$/;

/**
 * Gives events their place: source, sequence number, time, and before them a `document` event whenever the view, the
 * URL or the title is not what it was. Emits nothing while the mark cannot be seen.
 */
export class Emitter {
  readonly #source: string;
  readonly #outbox: Outbox;
  /** Null in a subframe, whose tab's top document shows the mark. */
  readonly #mark: Mark | null;
  readonly #clock = captureClock();
  #seq = 0;
  /** Events the outbox had no room for. They take no sequence number: the `drops` event tells of them (P10). */
  #dropped = 0;
  readonly #place = new ScreenPlace();
  /** What the last `document` event told that may change while the document lives. */
  #page = '';
  #url = '';
  #title = '';
  /** The page was scrolled or resized since the view was read. Reading it makes the browser lay the page out. */
  #outdated = false;
  #last: EventBody['kind'] | null = null;
  #held: Held[] = [];
  /** Null where no pictures are wanted. */
  pictures: PictureKeeper | null = null;

  constructor(source: string, outbox: Outbox, mark: Mark | null) {
    this.#source = source;
    this.#outbox = outbox;
    this.#mark = mark;
  }

  /** The kind of the event emitted last. */
  get last(): EventBody['kind'] | null {
    return this.#last;
  }

  /** Learns from a pointer event where the document lies on the screen. */
  locate(event: MouseEvent): void {
    // Frames of other origins are placed by what the documents around them say: it must be said before they speak.
    if (!this.#place.learn(event)) return;
    this.#outdated = true;
    if (window.length > 0) this.refresh();
  }

  /** The document opened, or came back. */
  open(cause: EventOf<'document'>['cause']): void {
    this.#document(cause, this.#look(), undefined);
  }

  /** The page was scrolled or resized: the view is read again when it is needed. */
  outdate(): void {
    this.#outdated = true;
  }

  /** Has an event told before anything else is, unless it is released: soon, or with what is sent next. */
  hold(body: Held['body'], timeStamp: number): void {
    this.#held.push({ body, timeStamp });
    this.pictures?.after('input');
    this.#outbox.expect(this.settle);
  }

  /** What was held last need not be told. Whether there was any. */
  release(): boolean {
    return this.#held.pop() !== undefined;
  }

  /** Tells what is held. */
  readonly settle = (): void => {
    // Asked first: where the mark is gone it stays held, so that it is counted.
    if (this.#held.length === 0 || !this.mayRead()) return;
    const held = this.#held;
    this.#held = [];
    for (const { body, timeStamp } of held) {
      const told = body(false);
      if (told !== null) this.emit(told, timeStamp);
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
      this.refresh(timeStamp, placed.test(body.kind));
    // What was seen before the action stands before it.
    const shot = this.pictures?.before(body.kind) ?? null;
    if (shot !== null) this.#push({ kind: 'snapshot', ...shot }, timeStamp);
    return this.#push(body, timeStamp);
  }

  /**
   * Whether anything may be read from the page now: asked before a target is even looked at (P2, P3). In full screen the
   * mark may not be raised yet, or not at all: then capture rests.
   */
  mayRead(): boolean {
    return this.#mark?.visible() ?? true;
  }

  /** The document ends for capture. Nothing is read for it, so no mark has to be seen; what was not looked at is lost. */
  end(): void {
    for (const { body, timeStamp } of this.#held) {
      this.#push(body(true) ?? { kind: 'drops', count: 1 }, timeStamp);
    }
    this.#held = [];
    this.#push({ kind: 'end' }, undefined);
  }

  /** Tells of a new view, title or URL, if there is one. The view is read if it is known to have changed, or `anew`. */
  refresh(timeStamp?: number, anew = false): void {
    const moved = location.href !== this.#url;
    if (!moved && !anew && !this.#outdated && document.title === this.#title) return;
    const view = this.#look();
    if (moved) this.#document('same-document', view, timeStamp);
    else if (this.#key(view) !== this.#page) this.#document('view', view, timeStamp);
  }

  #look(): View {
    this.#outdated = false;
    return viewOf(this.#place.corner);
  }

  /** All that a `document` event of this document can say anew. */
  #key({ width, height, scale, scrollX: left, scrollY: top, screen }: View): string {
    return [width, height, scale, left, top, screen, this.#place.pitch, frameOffset(), document.title].join(' ');
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
        ...(this.#place.pitch === undefined ? {} : { pitch: this.#place.pitch }),
        // Whether no page led here cannot be told: a page may hide that it did.
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
    this.pictures?.after(body.kind);
    const place = { v: 1, source: this.#source, seq: this.#seq, t: this.#clock(timeStamp) };
    this.#seq += 1;
    // A union of bodies joined with the common part is the union of events; the compiler cannot follow that.
    this.#outbox.add({ ...place, ...body } as unknown as Event);
    return place.seq;
  }
}
