import {
  eventSchema,
  type Event,
  type EventKind,
  type FieldKind,
  type Modifier,
  type SecretClass,
  type Target,
} from '@assent/contracts';
import { arbitrarySourceId } from './arbitrary-events.ts';

type Rest<Kind extends EventKind> = Omit<WithKind<Event, Kind>, 'v' | 'source' | 'seq' | 't' | 'kind'>;
/** Also finds the events that share a shape with other kinds. */
type WithKind<Candidate extends Event, Kind extends EventKind> = Candidate extends Event
  ? Kind extends Candidate['kind']
    ? Candidate
    : never
  : never;

/** A control for event scripts: a button named after its ref by default. */
export function scriptTarget(ref: string, change: Partial<Target> = {}): Target {
  return {
    ref,
    role: 'button',
    name: ref,
    nameSource: 'content',
    tag: 'button',
    field: { kind: 'none', secret: null },
    box: [100, 100, 80, 24],
    state: { disabled: false, checked: null, expanded: null, selected: null, value: 'unknown' },
    hitSelf: true,
    shadow: 'none',
    selectors: { testId: null, id: null, css: null },
    context: [],
    ...change,
  };
}

/** A field for event scripts. */
export function scriptField(
  ref: string,
  options: {
    readonly kind?: FieldKind;
    readonly secret?: SecretClass;
    readonly value?: Target['state']['value'];
  } = {},
): Target {
  const { kind = 'text', secret = null, value = 'empty' } = options;
  return scriptTarget(ref, {
    role: 'textbox',
    tag: 'input',
    nameSource: 'label',
    field: { kind, secret },
    state: { disabled: false, checked: null, expanded: null, selected: null, value },
  });
}

/** Writes the events that a sensor would send, with numbers and times, as tests and published vectors need them. */
export class EventScript {
  readonly events: Event[] = [];
  #t: number;
  #source = 0;
  readonly #seq = new Map<number, number>();

  constructor(start = 1_795_000_000_000) {
    this.#t = start;
  }

  /** When the next event happens, ms. */
  get now(): number {
    return this.#t;
  }

  /** Lets time go by, ms. */
  wait(ms: number): this {
    this.#t += ms;
    return this;
  }

  /** Goes on in another document. */
  in(source: number): this {
    this.#source = source;
    return this;
  }

  /** Loses events: their numbers are used up, they never arrive. */
  lose(count: number): this {
    this.#seq.set(this.#source, this.#nextSeq() + count);
    return this;
  }

  /** One event of any kind. */
  add<Kind extends EventKind>(kind: Kind, rest: Rest<Kind>): this {
    const seq = this.#nextSeq();
    this.#seq.set(this.#source, seq + 1);
    this.events.push(
      eventSchema.parse({ v: 1, source: arbitrarySourceId(this.#source), seq, t: this.#t, kind, ...rest }),
    );
    return this;
  }

  document(change: Partial<Rest<'document'>> = {}): this {
    return this.add('document', {
      cause: 'view',
      url: 'https://mail.example/inbox',
      title: 'Inbox',
      tab: 1,
      window: 1,
      frame: { path: [], origin: 'https://mail.example', sameOriginAsTop: true },
      view: { width: 1280, height: 720, scale: 1, scrollX: 0, scrollY: 0, screen: [0, 80] },
      webdriver: false,
      ...change,
    });
  }

  press(target: Target, change: Partial<Rest<'press'>> = {}): this {
    return this.add('press', { x: 120, y: 110, button: 'left', modifiers: [], clicks: 1, target, ...change });
  }

  release(change: Partial<Rest<'release'>> = {}): this {
    return this.add('release', { x: 120, y: 110, button: 'left', path: [], target: null, ...change });
  }

  /** Press and, 80 ms later, release. */
  click(target: Target, change: Partial<Rest<'press'>> = {}): this {
    const { x = 120, y = 110, button = 'left' } = change;
    return this.press(target, change).wait(80).release({ x, y, button }).wait(20);
  }

  key(
    key: string | null,
    target: Target,
    options: { readonly modifiers?: Modifier[]; readonly repeat?: boolean } = {},
  ): this {
    const { modifiers = [], repeat = false } = options;
    return this.add('key', { key, code: null, modifiers, repeat, composing: false, target }).wait(10);
  }

  input(target: Target, change: Partial<Rest<'input'>> = {}): this {
    return this.add('input', {
      inputType: 'insertText',
      origin: 'user',
      data: null,
      value: null,
      secret: target.field.secret,
      slot: null,
      target,
      ...change,
    });
  }

  /** Types characters one by one, 100 ms apart: key and change each. Returns nothing of secrets, as a sensor would. */
  type(text: string, target: Target, before = ''): this {
    let value = before;
    for (const character of text) {
      value += character;
      const secret = target.field.secret !== null;
      this.key(secret ? null : character, target);
      this.input(target, secret ? {} : { data: character, value }).wait(90);
    }
    return this;
  }

  scroll(change: Partial<Rest<'scroll'>> = {}): this {
    return this.add('scroll', {
      x: 600,
      y: 400,
      dx: 0,
      dy: 100,
      endX: 0,
      endY: 100,
      container: 'document',
      target: null,
      ...change,
    });
  }

  snapshot(digit: string): this {
    return this.add('snapshot', { shot: digit.repeat(64), width: 1024, height: 576 });
  }

  #nextSeq(): number {
    return this.#seq.get(this.#source) ?? 0;
  }
}
