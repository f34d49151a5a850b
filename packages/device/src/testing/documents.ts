import type { Event, Target } from '@assent/contracts';
import { EventScript, scriptTarget } from '@assent/testkit';
import type { CommandOf, CommandResults, CommandType } from '../command.ts';
import type { DocumentLocation } from '../ports.ts';

type Handle = <Type extends CommandType>(command: CommandOf<Type>) => Promise<CommandResults[Type]>;

/** What a document needs of the machine it is on. */
export interface DocumentHost {
  now(): number;
  advance(ms: number): void;
  /** Rejects where no runtime answers. */
  readonly handle: Handle;
}

/** A document with a sensor that behaves as the real one: it holds events back, sends them again, and ends on request. */
export class TestDocument {
  readonly location: DocumentLocation;
  readonly address: string;
  /** Whether its sensor captures. */
  isCapturing = false;
  /** Whether it hands over nothing, as a page does whose main thread hangs. */
  hangs = false;
  /** Whether it is gone without having ended, as a page does whose process crashed. */
  isCrashed = false;
  /** Events that were not acknowledged yet. */
  #waiting: Event[] = [];
  #script: EventScript;
  readonly #host: DocumentHost;
  readonly #source: () => number;

  constructor(host: DocumentHost, location: DocumentLocation, address: string, source: () => number) {
    this.#host = host;
    this.location = location;
    this.address = address;
    this.#source = source;
    this.#script = new EventScript(host.now());
  }

  get waiting(): readonly Event[] {
    return this.#waiting;
  }

  /** The sensor comes up, unless it is there already: it asks, and captures until it is answered otherwise. */
  async start(): Promise<void> {
    if (this.isCapturing) return;
    this.isCapturing = true;
    this.#waiting = [];
    const { origin, tab, window } = this.location;
    this.#script = new EventScript(this.#host.now()).in(this.#source());
    const frame = { path: [], origin, sameOriginAsTop: true };
    this.#record((script) => script.document({ url: this.address, title: 'Orders', tab, window, frame }));
    await this.say();
  }

  /** Asks whether it may capture. */
  async say(): Promise<void> {
    const answer = await this.#host.handle({ type: 'document-opened', document: this.location }).catch(() => null);
    if (answer?.kind !== 'capture') this.#end();
  }

  /** Presses a button. */
  click(name: string): this {
    return this.#record((script) => script.click(scriptTarget(name.toLowerCase(), { name })));
  }

  /** Presses a button and does not release it. */
  press(name: string): this {
    return this.#record((script) => script.press(scriptTarget(name.toLowerCase(), { name })));
  }

  /** Types into a field that holds `before`. */
  type(text: string, field: Target, before = ''): this {
    return this.#record((script) => script.type(text, field, before));
  }

  /** Any events. */
  record(write: (script: EventScript) => unknown): this {
    return this.#record(write);
  }

  /** A snapshot of it that was taken just now. */
  noteSnapshot(shot: string): this {
    return this.#record((script) => script.add('snapshot', { shot, width: 1024, height: 576 }));
  }

  /** Sends all that waits. Resolves when it was answered, or could not be. */
  async deliver(): Promise<void> {
    if (this.hangs || this.isCrashed || !this.isCapturing || this.#waiting.length === 0) return;
    const events = [...this.#waiting];
    const batch = { source: events[0]?.source, events };
    const answer = await this.#host
      .handle({ type: 'events', document: this.location, batch })
      .catch((): CommandResults['events'] => null);
    // Not stored: it stays and is sent again.
    if (answer === null) return;
    if (answer.kind === 'stop') return this.#end();
    this.#waiting = this.#waiting.filter(({ seq }) => seq > answer.upTo);
  }

  /** Ends capture: what was captured goes first, and is not sent again. The caller does not wait for the answer. */
  stop(): void {
    if (!this.isCapturing) return;
    void this.deliver();
    this.#end();
  }

  /** The document is left in good order. */
  async leave(): Promise<void> {
    this.#record((script) => script.add('end', {}));
    await this.deliver();
    this.#end();
  }

  /** The indicator in the document is gone. */
  async loseIndicator(): Promise<void> {
    const seen = this.#host.now();
    this.stop();
    await this.#host.handle({ type: 'indicator-lost', document: this.location, seen });
  }

  /** The process of the document is gone; nothing is sent any more. */
  crash(): void {
    this.isCrashed = true;
    this.#end();
  }

  #end(): void {
    this.isCapturing = false;
    this.#waiting = [];
  }

  #record(write: (script: EventScript) => unknown): this {
    const script = this.#script;
    // A sensor that has ended captures nothing, but the time passes.
    const before = script.events.length;
    script.wait(this.#host.now() - script.now);
    const from = script.now;
    write(script);
    if (this.isCapturing) this.#waiting.push(...script.events.slice(before));
    this.#host.advance(script.now - from);
    return this;
  }
}
