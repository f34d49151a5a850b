import type { Instant, Signer, Target } from '@assent/contracts';
import type { SpoolCipher, SpoolStore } from '@assent/spool';
import type { DeviceErrorCode } from './errors.ts';
import type { Profile } from './membership/profile.ts';
import type { Machine } from './snapshots/budget.ts';
import type { SnapshotTerms, TakenSnapshot } from './snapshots/snapshot.ts';

/** Everything the runtime needs from the machine it runs on. It touches nothing else. */
export interface DevicePorts {
  readonly clock: Clock;
  readonly store: DeviceStore;
  readonly session: SessionMemory;
  readonly sensor: SensorControl;
  readonly snapshots: SnapshotSensor;
  readonly pages: PagePreviewer;
  readonly indicator: Indicator;
  readonly machine: MachineFacts;
  readonly http: Http;
  /**
   * Called with what failed where nobody waits for an answer. `during` is a command's type or a task of the runtime's
   * own. Nothing captured is ever in it.
   */
  readonly onFailure: (failure: Failure) => void;
}

/** Tasks that the runtime begins by itself. None of them has an answer; each is begun again later. */
export type OwnTask =
  | 'close-steps'
  | 'collect-from-opener'
  | 'delivery'
  | 'ledger-check'
  | 'lost-tabs'
  | 'policy-watch'
  | 'restart-after-refusal'
  | 'snapshot-session'
  | 'start-snapshots'
  | 'stop-at-once'
  | 'storage-quota'
  | 'withdrawal';

/** A failure without any content. */
export interface Failure {
  readonly during: string;
  readonly code: DeviceErrorCode;
}

/** Wall time, steady time, and calls at a later time. */
export interface Clock {
  /** Wall time, ms since 1970. */
  now(): Instant;
  /** Steady time since this run began, ms. */
  uptime(): number;
  /** Names this run: steady times of two runs do not compare. */
  readonly run: string;
  /** Calls back once, `ms` from now; the returned function cancels that. */
  after(ms: number, call: () => void): () => void;
}

/** What lasts: the queue's items, the participant's profile, and keys that cannot leave the platform. */
export interface DeviceStore {
  /** Rejects when anything of it cannot be read: then nothing is captured. Makes keys where there are none. */
  open(): Promise<OpenStore>;
}

export interface OpenStore {
  readonly spool: SpoolStore;
  readonly cipher: SpoolCipher;
  readonly signer: Signer;
  /** As it was written; undefined where nothing was. */
  readProfile(): Promise<unknown>;
  /** On the disk when it resolves. */
  writeProfile(profile: Profile): Promise<void>;
  /** Erases profile, keys and queue together. The store has to be opened again afterwards. */
  erase(): Promise<void>;
}

/**
 * Small facts that last as long as a session of the sensor's host (a browser's start to its end) and outlive this
 * runtime. Never on the disk. Values are plain JSON.
 */
export interface SessionMemory {
  /** Undefined for a key without a value. */
  get(key: string): Promise<unknown>;
  /** Writes all of these together. */
  set(values: Readonly<Record<string, unknown>>): Promise<void>;
  remove(keys: readonly string[]): Promise<void>;
}

/** Where a document is, as the platform attests it; what is captured cannot forge any of this. */
export interface DocumentLocation {
  readonly tab: number;
  readonly window: number;
  /** 0: the tab's top document. */
  readonly frame: number;
  /** The origin whose consent counts for this document. */
  readonly origin: string;
  /** The origin of the tab's top document. */
  readonly topOrigin: string;
  /** Whether its window is private. */
  readonly incognito: boolean;
}

/** What runs in captured documents, and where it may run. */
export interface SensorControl {
  /** The origins whose documents get the sensor from the next document on. */
  enabledOrigins(): Promise<readonly string[]>;
  /** Runs the sensor in documents of these origins and no others, from the next document on. */
  enableOnly(origins: readonly string[]): Promise<void>;
  /** Starts the sensor in documents of these origins that are open already. */
  startInOpenDocuments(origins: readonly string[]): Promise<void>;
  /**
   * Ends the sensor in all documents of these origins, or in all there are. Resolves when each has ended, or after a
   * bounded time: one that hangs is ended before it captures anything more.
   */
  stop(origins: readonly string[] | 'everywhere'): Promise<void>;
  /** Ends the sensor in a tab. Resolves also where there is none. */
  stopTab(tab: number): Promise<void>;
  /**
   * Has documents of these origins hand over what they hold back. Resolves when that was taken in, or after a bounded
   * time. Never awaited in the queue: taking it in needs a turn.
   */
  collect(origins: readonly string[]): Promise<void>;
  /** The same of one tab, whatever it shows. */
  collectFromTab(tab: number): Promise<void>;
  /** Those of some origins that the platform lets this software look at. */
  permittedAmong(origins: readonly string[]): Promise<ReadonlySet<string>>;
  /** The tabs there are. */
  openTabs(): Promise<ReadonlySet<number>>;
  /** What a tab shows; null where it shows nothing that could be captured, or is gone. */
  originOf(tab: number): Promise<string | null>;
}

/** Takes still images. */
export interface SnapshotSensor {
  /** Whether the platform lets snapshots be taken at all. */
  permitted(): Promise<boolean>;
  /** Lets the document in a tab ask for snapshots. Resolves also where the tab is gone. */
  startInTab(tab: number): Promise<void>;
  /** Has documents of these origins ask for snapshots, or stop asking. */
  switch(origins: readonly string[], on: boolean): Promise<void>;
  /**
   * Takes and masks one. `beforeTaking` is awaited right before the screen is read. Returns why there is none where
   * there is none: `unsuitable` says that this document never will be suitable.
   */
  take(
    document: DocumentLocation,
    terms: SnapshotTerms,
    beforeTaking: () => Promise<void>,
  ): Promise<TakenSnapshot | 'not-now' | 'unsuitable'>;
}

/** A control as recording would describe it; raw text of the page. */
export type SeenControl = Pick<Target, 'role' | 'name' | 'field'>;

/** What a document shows, seen once; raw text of the page. */
export interface SeenDocument {
  readonly path: string;
  readonly title: string;
  readonly controls: readonly SeenControl[];
  /** Whether there is more than this. */
  readonly more: boolean;
}

/** Looks at a page once without recording it. */
export interface PagePreviewer {
  /** What a tab shows; null where it cannot be looked at. */
  shownIn(tab: number): Promise<{ readonly origin: string | null; readonly incognito: boolean } | null>;
  /**
   * Looks at a tab's top document, which must be of `origin`, and at frames that `isOpen` accepts. The top document
   * comes first. Null where it does not answer in a bounded time, or has become another.
   */
  look(
    tab: number,
    allowed: { readonly origin: string; readonly isOpen: (origin: string) => boolean },
  ): Promise<{ readonly documents: readonly SeenDocument[]; readonly otherFrames: number } | null>;
}

/** What the indicator shows. It is always shown: a device that cannot show it is not recording (P2). */
export type IndicatorState = 'on' | 'paused' | 'resting' | 'off';

export interface Indicator {
  /** Shows a state. Resolves to whether that worked; never rejects. */
  show(state: IndicatorState): Promise<boolean>;
  /** Shows that a tab is recorded right now, or is not. */
  showInTab(tab: number, recording: boolean): Promise<void>;
  /** Announces that recording resumes soon, with a way to extend the pause. Resolves to whether it is on the screen. */
  announceResume(): Promise<boolean>;
}

/** Battery and network. */
export interface MachineFacts {
  /** Asks by way of a tab that is captured, because some platforms tell documents only; null for no answer. */
  ask(tab: number): Promise<Machine | null>;
}

/** One request over the network; rejects when there is no answer within `timeoutMs`. No cookies, redirects or cache. */
export type Http = (url: string, init: RequestInit & { readonly timeoutMs: number }) => Promise<Response>;
