import type { Event } from '@assent/contracts';
import { maxBatch, maxDelay, type PageMessage, type PagePort, type CaptureAnswer } from '../protocol.ts';

/** Events kept while the background does not answer. */
const maxWaiting = 2000;
const retryDelay = 1000;
/** How soon it is checked again whether a secret has its name, ms. */
const nameDelay = 100;

/** How a document's events reach the background, and what happens when they may not. */
export interface OutboxPorts extends Pick<PagePort, 'send' | 'alive'> {
  /** Capture must end: the background said so, or this script has been orphaned. */
  readonly stop: () => void;
}

/** A queue of events that are kept until acknowledged, in order, and sent again as often as it takes. */
export class Outbox {
  readonly #ports: OutboxPorts;
  readonly #source: string;
  #waiting: Event[] = [];
  #sending = false;
  /** Secrets whose names are being made. */
  #unnamed = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  #settle: (() => void) | null = null;

  constructor(source: string, ports: OutboxPorts) {
    this.#source = source;
    this.#ports = ports;
  }

  /** Whether it takes no further event. */
  get full(): boolean {
    return this.#waiting.length >= maxWaiting;
  }

  /** Takes an event in; sends at fifty, or {@link maxDelay} after the first. */
  add(event: Event): void {
    if (this.#closed) return;
    // An update of the extension orphans this script without a word. It ends with the first event that it would report.
    if (this.#waiting.length === 0 && !this.#ports.alive()) return this.#ports.stop();
    this.#waiting.push(event);
    if (this.#waiting.length >= maxBatch) void this.#next();
    else this.#wake(maxDelay);
  }

  /** Something may still have to be reported: `settle` is called before anything is sent, within {@link maxDelay}. */
  expect(settle: () => void): void {
    if (this.#closed) return;
    this.#settle = settle;
    this.#wake(maxDelay);
  }

  #wake(delay: number): void {
    this.#timer ??= setTimeout(() => void this.#next(), delay);
  }

  /**
   * Gives the input event that `emit` adds the name that is being made for its secret. Until it is there, which takes a
   * moment, nothing is sent unless it must go at once: then the secret goes without a name.
   */
  async nameSecret(name: Promise<string>, emit: () => number | null): Promise<void> {
    this.#unnamed += 1;
    const seq = emit();
    const slot = await name.catch(() => '');
    this.#unnamed -= 1;
    this.#waiting = this.#waiting.map((event) =>
      event.seq === seq && event.kind === 'input' ? { ...event, slot } : event,
    );
    if (this.#unnamed === 0 && this.#waiting.length >= maxBatch) void this.#next();
  }

  /**
   * Sends all that waits at once, whether or not an answer is outstanding: the page may be gone in a moment. Resolves
   * when it was answered, or could not be.
   */
  async flush(): Promise<void> {
    this.#settle?.();
    if (this.#closed || this.#waiting.length === 0) return;
    if (!this.#ports.alive()) return this.#ports.stop();
    // All in one message: a later one must never be taken in where an earlier one was lost.
    await this.#ports.send(this.#batch(maxWaiting)).then((answer) => this.#onAnswer(answer), ignore);
  }

  /** Forgets everything. Nothing is sent any more. */
  close(): void {
    this.#closed = true;
    this.#settle = null;
    this.#waiting = [];
    clearTimeout(this.#timer);
  }

  async #next(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#settle?.();
    if (this.#closed || this.#sending || this.#waiting.length === 0) return;
    if (!this.#ports.alive()) return this.#ports.stop();
    if (this.#unnamed > 0) {
      return this.#wake(nameDelay);
    }
    this.#sending = true;
    let delay = 0;
    try {
      this.#onAnswer(await this.#ports.send(this.#batch(maxBatch)));
    } catch {
      // The background is starting, or gone: the events stay and go again with the next try.
      delay = retryDelay;
    } finally {
      this.#sending = false;
    }
    if (this.#waiting.length > 0 && !this.#closed) {
      const wait = this.#waiting.length >= maxBatch ? delay : Math.max(delay, maxDelay);
      this.#wake(wait);
    }
  }

  /** The first events that wait; every message begins with the oldest of them. */
  #batch(size: number): PageMessage {
    return { kind: 'events', source: this.#source, events: this.#waiting.slice(0, size) };
  }

  #onAnswer(answer: CaptureAnswer | null | undefined): void {
    // No answer: it could not be stored. The events stay and go again.
    if (answer === undefined || answer === null) return;
    // Deny by default: an answer that is not a clear yes ends capture here (P2).
    if (answer.kind !== 'capture') return this.#ports.stop();
    this.#waiting = this.#waiting.filter((event) => event.seq > answer.upTo);
  }
}

function ignore(): void {
  // The page is going away; the events stay in the queue until it is gone, and nothing else can be done here.
}
