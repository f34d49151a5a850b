import type { Event, EventKind, EventOf, View } from '@assent/contracts';
import { captureClock } from './clock.ts';
import { frameOffset, frameOf, viewOf, type Offset } from './frame.ts';
import type { Mark } from './mark.ts';
import type { Outbox } from './outbox.ts';
import type { Pictures } from './pictures.ts';
import { ScreenPlace } from './screen-place.ts';

/** An event before it has its place in the source: everything but `v`, `source`, `seq` and `t`. */
type Bare<E> = E extends Event ? Omit<E, 'v' | 'source' | 'seq' | 't'> : never;
/** The fields of any event that the emitter does not fill in itself. */
export type EventBody = Bare<Event>;

/** What the last `document` event told that may change while the document lives. */
interface Told {
  readonly url: string;
  readonly title: string;
  readonly view: View;
  readonly pitch: number | undefined;
  readonly offset: Offset | null;
}

/** Events that are about a place on the screen. The view is read for them; others hold to the view last told. */
const placed: ReadonlySet<EventKind> = new Set(['press', 'hover']);

/**
 * Events that come fast and are about a place told already: a new title can wait for what comes next, and a new URL
 * tells of itself. A scroll says itself where it ended; the view is told again with the next action.
 */
const typed: ReadonlySet<EventKind> = new Set(['key', 'input', 'scroll']);

/**
 * Gives events their place: source, sequence number, time, and before them a `document` event whenever the view, the
 * URL or the title is not what it was. Emits nothing while the mark cannot be seen.
 */
export class Emitter {
  readonly #source: string;
  readonly #outbox: Outbox;
  /** Null in a subframe, whose tab's top document shows the mark. */
  readonly #mark: Mark | null;
  readonly #markLost: () => void;
  readonly #clock = captureClock();
  #seq = 0;
  /** Events the outbox had no room for. They take no sequence number: the `drops` event tells of them (P10). */
  #dropped = 0;
  readonly #place = new ScreenPlace();
  #told: Told | null = null;
  /** The page was scrolled or resized since the view was read. Reading it makes the browser lay the page out. */
  #outdated = false;
  #last: EventBody['kind'] | null = null;
  #held: (() => void) | null = null;
  /** The running listener has seen the mark. */
  #seen = false;
  /** Null in a subframe: the tab's top document is photographed. */
  readonly #pictures: Pictures | null;

  constructor(source: string, outbox: Outbox, mark: Mark | null, pictures: Pictures | null, markLost: () => void) {
    this.#source = source;
    this.#outbox = outbox;
    this.#mark = mark;
    this.#pictures = pictures;
    this.#markLost = markLost;
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

  /** Has `tell` told before anything else is, unless it is released: soon, or with what is sent next. */
  hold(tell: () => void): void {
    this.#settle();
    this.#held = tell;
    this.#outbox.expect(() => this.#settle());
  }

  /** What was held need not be told. */
  release(): void {
    this.#held = null;
  }

  #settle(): void {
    const tell = this.#held;
    this.#held = null;
    tell?.();
  }

  /**
   * Emits an event that happened at `timeStamp` of the page's clock (now, if not given). Returns its sequence number;
   * null if it was not emitted.
   */
  emit(body: EventBody, timeStamp?: number): number | null {
    if (this.#held !== null) this.#settle();
    if (!this.mayRead()) return null;
    if (this.#outdated ? body.kind !== 'scroll' : !typed.has(body.kind)) this.refresh(timeStamp, placed.has(body.kind));
    // What was seen before the action stands before it.
    const shot = this.#pictures?.before(body.kind) ?? null;
    if (shot !== null) this.#push({ kind: 'snapshot', ...shot }, timeStamp);
    return this.#push(body, timeStamp);
  }

  /**
   * Whether anything may be read from the page now: asked before a target is even looked at (P2, P3). A yes holds until
   * {@link Emitter.leave}.
   */
  mayRead(): boolean {
    if (this.#mark === null || this.#seen) return true;
    if (this.#mark.visible()) {
      this.#seen = true;
      return true;
    }
    // In full screen the mark may not be raised yet, or not at all: capture rests. Otherwise it is gone for good.
    if (document.fullscreenElement === null) this.#markLost();
    return false;
  }

  /** A listener is done. Whether the mark is seen is asked anew by the next. */
  readonly leave = (): void => {
    this.#seen = false;
  };

  /** Tells of a new view, title or URL, if there is one. The view is read if it is known to have changed, or `anew`. */
  refresh(timeStamp?: number, anew = false): void {
    const before = this.#told;
    const [url, title] = [location.href, document.title];
    const stands = before !== null && !anew && !this.#outdated;
    if (stands && url === before.url && title === before.title) return;
    const now: Told = { ...(stands ? before : this.#look()), url, title };
    if (before === null || now.url !== before.url) this.#document('same-document', now, timeStamp);
    else if (!isSame(now, before)) this.#document('view', now, timeStamp);
  }

  #look(): Told {
    this.#outdated = false;
    const [url, title] = [location.href, document.title];
    return { url, title, view: viewOf(this.#place.corner), pitch: this.#place.pitch, offset: frameOffset() };
  }

  #document(cause: EventOf<'document'>['cause'], told: Told, timeStamp: number | undefined): void {
    if (!this.mayRead()) return;
    this.#told = told;
    this.#push(
      {
        kind: 'document',
        cause,
        url: told.url.slice(0, 8192),
        title: told.title.slice(0, 2000),
        // The background knows which tab and window this is.
        tab: 0,
        window: 0,
        frame: frameOf(),
        view: told.view,
        webdriver: navigator.webdriver,
        ...(told.pitch === undefined ? {} : { pitch: told.pitch }),
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
    this.#pictures?.after(body.kind);
    const place = { v: 1, source: this.#source, seq: this.#seq, t: this.#clock(timeStamp) };
    this.#seq += 1;
    // A union of bodies joined with the common part is the union of events; the compiler cannot follow that.
    this.#outbox.add({ ...place, ...body } as unknown as Event);
    return place.seq;
  }
}

function isSame(a: Told, b: Told): boolean {
  if (a.title !== b.title || a.pitch !== b.pitch) return false;
  return (a.view === b.view || isEqual(a.view, b.view)) && (a.offset === b.offset || isEqual(a.offset, b.offset));
}

/** Plain values, compared as they would be written. */
function isEqual(a: View | Offset | null, b: View | Offset | null): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
