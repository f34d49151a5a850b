import type { SessionId, Step, Tier } from '@assent/contracts';
import type { CommandOf, CommandResults, CommandType } from '../command.ts';
import type { DevicePorts, DocumentLocation, Failure, IndicatorState, SeenDocument, SensorControl } from '../ports.ts';
import type { ParticipantAnswers, ParticipantRequest } from '../requests/protocol.ts';
import { createDevice, type Device } from '../runtime.ts';
import type { Machine } from '../snapshots/budget.ts';
import type { TakenSnapshot } from '../snapshots/snapshot.ts';
import { TestClock } from './clock.ts';
import { enrolmentCode, TestCollector } from './collector.ts';
import { TestDocument } from './documents.ts';
import { TestDeviceStore, TestSessionMemory } from './memory.ts';
import { requestTo } from './network.ts';
import type { TestProgram } from './program.ts';

/** A refusal of a participant's request, by its code. */
export class Refused extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** The site that most tests record. */
export const orders = 'https://orders.example';

/** After this long without events every action is over, ms. */
const settled = 5000;

const noRun: Device['handle'] = () => Promise.reject(new Error('no runtime answers'));

/**
 * A machine that a device runs on: its time, storage, documents, indicator and network. The runtime on it may end and be
 * made anew at any moment, as a browser's worker is.
 */
export class TestHost {
  readonly clock = new TestClock(Date.UTC(2026, 10, 2, 9));
  readonly store = new TestDeviceStore();
  readonly session = new TestSessionMemory();
  readonly collector: TestCollector;
  readonly failures: Failure[] = [];
  readonly documents: TestDocument[] = [];
  /** Origins whose new documents get the sensor. */
  enabled: readonly string[] = [];
  /** Origins that the platform does not let the software look at. */
  readonly forbidden = new Set<string>();
  /** What the indicator shows; null before it was shown. */
  indicator: IndicatorState | null = null;
  /** Whether the indicator can be shown. */
  indicatorWorks = true;
  /** Tabs that show that they are recorded. */
  readonly indicatedTabs = new Set<number>();
  /** How often the resume notice was shown, and whether it can be. */
  notices = 0;
  noticeWorks = true;
  /** Whether the platform lets snapshots be taken. */
  snapshotsPermitted = true;
  /** What the snapshot sensor gives next; undefined: nothing fits just now. */
  nextSnapshot: TakenSnapshot | 'not-now' | 'unsuitable' | undefined;
  /** Awaited before a snapshot is given: what happens meanwhile. */
  whileTaking: () => Promise<void> = async () => undefined;
  /** Whether documents in a tab may ask for snapshots, by the last order they got. */
  readonly asksForSnapshots = new Map<number, boolean>();
  /** The orders that the snapshot sensor got for all documents, in order. */
  readonly snapshotSwitches: boolean[] = [];
  machine: Machine | null = null;
  /** What a preview of a page gives; null: it does not answer. */
  seen: { readonly documents: readonly SeenDocument[]; readonly otherFrames: number } | null = null;
  /** Origins of frames that a preview was allowed to open, of those asked about. */
  framesAsked: readonly string[] = [];
  readonly framesOpened: string[] = [];
  /** Requests over the network wait for this. */
  network: Promise<void> = Promise.resolve();
  /** Whether the network is there. */
  isOnline = true;
  readonly requested: string[] = [];
  /** What a failing sensor throws when it is to stop. */
  stopFails: Error | null = null;
  /** What documents that are to hand over what they hold wait for. */
  collecting: Promise<void> = Promise.resolve();
  /** What the answer of a sensor that is stopped everywhere waits for. */
  stopping: Promise<void> = Promise.resolve();
  device: Device = { handle: noRun, idle: async () => undefined };
  #runs = 0;
  #sources = 0;
  #tabs = 0;

  constructor(collector: TestCollector) {
    this.collector = collector;
  }

  /** A machine with a collector whose program lists `orders`, and a runtime on it. */
  static async start(program: Partial<TestProgram> = {}): Promise<TestHost> {
    const sites = [{ origin: orders, name: 'Orders' }];
    const host = new TestHost(await TestCollector.create({ sites, coolingOffSeconds: 3600, ...program }));
    await host.run();
    return host;
  }

  /** The same, with a participant who has joined. */
  static async joined(program: Partial<TestProgram> = {}, tier: Tier = 'steps-only'): Promise<TestHost> {
    const host = await TestHost.start(program);
    await host.join(tier);
    return host;
  }

  /** Makes a runtime and begins it. */
  async run(): Promise<void> {
    this.device = createDevice(this.#portsOf(++this.#runs, this.clock.steady()));
    await this.device.handle({ type: 'started' });
    await this.device.idle();
  }

  /** Ends the runtime in the middle of whatever it does: nothing it began goes on. */
  kill(): void {
    this.#runs++;
    this.clock.clearTimers();
    this.device = { handle: noRun, idle: async () => undefined };
  }

  /** Ends the runtime and makes another. */
  async restart(): Promise<void> {
    this.kill();
    await this.run();
  }

  /** The whole host starts anew: documents, session and what was enabled are gone. */
  async restartHost(): Promise<void> {
    this.kill();
    for (const document of this.documents.splice(0)) document.crash();
    this.session.clear();
    this.enabled = [];
    this.indicatedTabs.clear();
    await this.run();
  }

  /** Asks as one of the participant's pages. Throws a {@link Refused}. */
  async ask<Type extends ParticipantRequest['type']>(
    request: Extract<ParticipantRequest, { type: Type }>,
  ): Promise<ParticipantAnswers[Type]> {
    const reply = await this.handle({ type: 'participant-request', request });
    if (!reply.ok) throw new Refused(reply.code);
    // The reply to a request is of its type.
    return reply.answer as ParticipantAnswers[Type];
  }

  readonly handle = <Type extends CommandType>(command: CommandOf<Type>): Promise<CommandResults[Type]> =>
    this.device.handle(command);

  /** Joins the collector's program. */
  async join(tier: Tier = 'steps-only'): Promise<ParticipantAnswers['join']> {
    const collector = this.collector.url;
    const { policy, fingerprint } = await this.ask({ type: 'look-up', collector });
    return this.ask({ type: 'join', collector, code: enrolmentCode, policy, fingerprint, tier });
  }

  /** Opens a document in a tab of its own, or in another frame or tab. Its sensor comes up where it is enabled. */
  async open(
    origin: string = orders,
    change: Partial<DocumentLocation> & { path?: string } = {},
  ): Promise<TestDocument> {
    const { path = '/', ...where } = change;
    const tab = where.tab ?? ++this.#tabs;
    const location = { tab, window: 1, frame: 0, origin, topOrigin: origin, incognito: false, ...where };
    const host = { now: () => this.clock.now(), advance: (ms: number) => this.clock.advance(ms), handle: this.handle };
    const document = new TestDocument(host, location, `${origin}${path}`, () => this.#sources++);
    for (const other of this.documents) {
      // Another document in the same frame takes its place.
      if (other.location.tab === tab && other.location.frame === location.frame) this.#forget(other);
    }
    this.documents.push(document);
    if (this.enabled.includes(origin)) await document.start();
    return document;
  }

  /** Closes a tab; its documents end in good order unless they crashed. */
  async closeTab(tab: number): Promise<void> {
    for (const document of this.#in(tab)) {
      this.#forget(document);
      if (!document.isCrashed) await document.leave();
    }
    await this.handle({ type: 'tab-closed', tab, window: 1 });
  }

  /** Half a minute passes. */
  async tick(): Promise<void> {
    this.clock.advance(30_000);
    await this.handle({ type: 'tick' });
    await this.device.idle();
  }

  /** Time passes, and what is due then is done. */
  async wait(ms: number): Promise<void> {
    this.clock.advance(ms);
    await this.device.idle();
  }

  /** All steps that wait on the device, oldest first, as review shows them a moment later: by then the last is over. */
  async steps(): Promise<readonly Step[]> {
    await this.wait(settled);
    const { episodes } = await this.ask({ type: 'episodes' });
    return episodes.flatMap(({ steps }) => steps);
  }

  /** The names of what was clicked, as review shows it. */
  async clicks(): Promise<readonly string[]> {
    return (await this.steps()).flatMap(({ action, target }) => (action.type === 'click' ? [target?.name ?? ''] : []));
  }

  /** The steps of each session, in order. */
  async stepsBySession(): Promise<readonly (readonly [SessionId, readonly Step[]])[]> {
    return [...Map.groupBy(await this.steps(), ({ session }) => session)];
  }

  #forget(document: TestDocument): void {
    const at = this.documents.indexOf(document);
    if (at >= 0) this.documents.splice(at, 1);
  }

  #in(tab: number): readonly TestDocument[] {
    return this.documents.filter(({ location }) => location.tab === tab);
  }

  #of(origins: readonly string[]): readonly TestDocument[] {
    return this.documents.filter(({ location }) => origins.includes(location.topOrigin));
  }

  /** The ports of one run. Once that run has ended, nothing it asks for is ever done or answered. */
  #portsOf(run: number, begun: number): DevicePorts {
    const live = <Arguments extends readonly unknown[], Result>(
      call: (...given: Arguments) => Promise<Result>,
    ): ((...given: Arguments) => Promise<Result>) => {
      const unlessDead = async <Value>(value: Promise<Value>) => {
        const settled = await value.catch((error: unknown) => {
          if (run === this.#runs) throw error;
        });
        return run === this.#runs ? (settled as Value) : new Promise<Value>(() => undefined);
      };
      return (...given) => (run === this.#runs ? unlessDead(call(...given)) : new Promise<Result>(() => undefined));
    };
    return {
      clock: {
        now: () => this.clock.now(),
        uptime: () => this.clock.steady() - begun,
        run: `run-${run}-of-this-test-host`,
        after: (ms, call) => (run === this.#runs ? this.clock.after(ms, call) : () => undefined),
      },
      store: {
        open: live(async () => {
          const opened = await this.store.open();
          const { spool } = opened;
          return {
            ...opened,
            spool: { get: live(spool.get), keys: live(spool.keys), commit: live(spool.commit) },
            readProfile: live(opened.readProfile),
            writeProfile: live(opened.writeProfile),
            erase: live(opened.erase),
          };
        }),
      },
      session: {
        get: live((key) => this.session.get(key)),
        set: live((values) => this.session.set(values)),
        remove: live((keys) => this.session.remove(keys)),
      },
      sensor: this.#sensor(live),
      snapshots: {
        permitted: live(async () => this.snapshotsPermitted),
        startInTab: live(async (tab) => {
          this.asksForSnapshots.set(tab, true);
        }),
        switch: live(async (origins, on) => {
          this.snapshotSwitches.push(on);
          for (const { location } of this.#of(origins)) this.asksForSnapshots.set(location.tab, on);
        }),
        take: live(async (_document, _terms, beforeTaking) => {
          await beforeTaking();
          await this.whileTaking();
          return this.nextSnapshot ?? 'not-now';
        }),
      },
      pages: {
        shownIn: live(async (tab) => {
          const [document] = this.#in(tab);
          return document === undefined
            ? null
            : { origin: document.location.topOrigin, incognito: document.location.incognito };
        }),
        look: live(async (_tab, { isOpen }) => {
          this.framesOpened.push(...this.framesAsked.filter(isOpen));
          return this.seen;
        }),
      },
      indicator: {
        show: live(async (state) => {
          if (!this.indicatorWorks) return false;
          this.indicator = state;
          return true;
        }),
        showInTab: live(async (tab, recording) => {
          if (recording) this.indicatedTabs.add(tab);
          else this.indicatedTabs.delete(tab);
        }),
        announceResume: live(async () => {
          if (this.noticeWorks) this.notices++;
          return this.noticeWorks;
        }),
      },
      machine: { ask: live(async () => this.machine) },
      http: live(async (url, init) => {
        this.requested.push(url);
        await this.network;
        if (!this.isOnline) throw new TypeError('no network');
        return requestTo(this.collector)(url, init);
      }),
      onFailure: (failure) => {
        if (run === this.#runs) this.failures.push(failure);
      },
    };
  }

  #sensor(
    live: <Arguments extends readonly unknown[], Result>(
      call: (...given: Arguments) => Promise<Result>,
    ) => (...given: Arguments) => Promise<Result>,
  ): SensorControl {
    return {
      enabledOrigins: live(async () => this.enabled),
      enableOnly: live(async (origins) => {
        this.enabled = [...origins];
      }),
      startInOpenDocuments: live(async (origins) => {
        for (const document of this.#of(origins)) void document.start();
      }),
      stop: live(async (origins) => {
        if (this.stopFails !== null) throw this.stopFails;
        const documents = origins === 'everywhere' ? this.documents : this.#of(origins);
        for (const document of documents) document.stop();
        if (origins === 'everywhere') await this.stopping;
      }),
      stopTab: live(async (tab) => {
        for (const document of this.#in(tab)) document.stop();
      }),
      collect: live(async (origins) => {
        await this.collecting;
        await Promise.all(this.#of(origins).map((document) => document.deliver()));
      }),
      collectFromTab: live(async (tab) => {
        await Promise.all(this.#in(tab).map((document) => document.deliver()));
      }),
      permittedAmong: live(async (origins) => new Set(origins.filter((origin) => !this.forbidden.has(origin)))),
      openTabs: live(async () => new Set(this.documents.map(({ location }) => location.tab))),
      originOf: live(async (tab) => this.#in(tab)[0]?.location.topOrigin ?? null),
    };
  }
}
