import type {
  Button,
  EpisodeNote,
  Event,
  EventOf,
  Instant,
  Modifier,
  Observation,
  RawStep,
  SecretClass,
  SessionId,
  SourceId,
} from '@assent/contracts';

/**
 * The reducer's state: plain JSON, so that a sensor whose process may die at any moment can store it and go on.
 * It holds raw text. It is opaque to callers; its shape may change with `reducerVersion`.
 */
export interface ReducerState {
  readonly v: 1;
  readonly session: SessionId;
  readonly sensor: RawStep['sensor'];
  /** `seq` of the next step. */
  readonly nextSeq: number;
  readonly episode: number;
  /** Whether the episode has a step or note yet; one that has neither is not left behind. */
  readonly episodeUsed: boolean;
  /** The next action begins a new episode. */
  readonly broken: boolean;
  readonly lastActivity: Instant | null;
  /** Events lost since the last step began. */
  readonly missed: number;
  readonly task: Pick<EpisodeNote, 'instruction' | 'source'> | null;
  /** The tab in which the person acts, and the document of the last action. */
  readonly activeTab: number | null;
  readonly activeSource: SourceId | null;
  /** The last thing done, as far as it may explain a navigation; each explains one. */
  readonly cause: Cause | null;
  readonly lastNavigation: { readonly tab: number; readonly t: Instant } | null;
  readonly lastTabChange: { readonly tab: number; readonly operation: 'open' | 'close'; readonly t: Instant } | null;
  readonly pending: Pending | null;
  /** A scroll that began during `pending`, or alone. */
  readonly scroll: PendingScroll | null;
  /** The top document that ended last, for events of its frames that arrive after its end. */
  readonly endedTop?: Pick<DocumentFacts, 'tab' | 'view' | 'pitch'>;
  /** The source of the last event, kept apart so that a long stretch in one document copies nothing else. */
  readonly current: { readonly id: SourceId; readonly source: Source } | null;
  /** All others, least recently used first. */
  readonly others: Readonly<Record<string, Source>>;
}

/** An action that may explain a page's reaction. Typing and scrolling may change an address but load no page. */
export interface Cause {
  readonly tab: number;
  readonly t: Instant;
  readonly strength: 'may-load' | 'may-readdress';
  /** It followed a link or sent a form, as far as its target shows. */
  readonly leads: boolean;
}

/** What is remembered of one document. An ended one is remembered only to know its late events. */
export interface Source {
  readonly nextSeq: number;
  readonly document: DocumentFacts | null;
  readonly snapshot: Observation | null;
  /** The text field last changed, and its value where it was reported. */
  readonly field: { readonly ref: string; readonly value: string | null } | null;
  /** The text field last pressed, entered or typed in, and whether it then held anything. */
  readonly held: { readonly ref: string; readonly value: 'empty' | 'filled' } | null;
  /** Text that is about to change because of this, until then. */
  readonly echo: { readonly operation: 'paste' | 'cut' | 'drop'; readonly until: Instant } | null;
  /** The last press, to know whether a multi-click was seen from its start. */
  readonly lastPress: { readonly button: Button; readonly clicks: number } | null;
  /** Whether a key went down since capture began: a key held from before is not an action. */
  readonly keySeen: boolean;
}

/** What a document reports of itself. */
export type DocumentFacts = Pick<
  EventOf<'document'>,
  'url' | 'title' | 'tab' | 'window' | 'frame' | 'view' | 'webdriver' | 'pitch'
>;

/** All of a step that is known when its action begins. */
export interface Opening {
  readonly source: SourceId;
  readonly step: Omit<RawStep, 'seq' | 'duration' | 'action' | 'complete'>;
}

/** One press and, once it came, its release. */
export interface Click {
  readonly opening: Opening;
  readonly x: number;
  readonly y: number;
  readonly button: Button;
  readonly modifiers: readonly Modifier[];
  /** The sensor saw the earlier clicks of the platform's count. */
  readonly whole: boolean;
  readonly end: Instant;
}

export interface PendingPress {
  readonly kind: 'press';
  readonly click: Click;
  /** Clicks before this one in the same multi-click. */
  readonly earlier: readonly Click[];
  readonly cancelled: boolean;
  readonly end: Instant;
}

export interface PendingClicks {
  readonly kind: 'clicks';
  readonly clicks: readonly Click[];
  readonly end: Instant;
}

export interface KeyRun {
  readonly opening: Opening;
  readonly chord: string;
  /** The character the key would insert, if it is one. */
  readonly character: string | null;
  readonly repeat: number;
  readonly end: Instant;
}

export interface PendingKeys {
  readonly kind: 'keys';
  /** More than one only on a choice field. */
  readonly runs: readonly [KeyRun, ...KeyRun[]];
  readonly end: Instant;
}

/** Meta went down: a chord's modifier, or a key of its own. */
interface PendingMeta {
  readonly kind: 'meta';
  readonly run: KeyRun;
  readonly end: Instant;
}

export interface PendingSelect {
  readonly kind: 'select';
  readonly opening: Opening;
  readonly option: string;
  readonly index: number;
  readonly end: Instant;
}

export interface PendingTyping {
  readonly kind: 'typing';
  readonly opening: Opening;
  readonly origin: RawStep['origin'];
  readonly secret: SecretClass | null;
  readonly slot: string | null;
  /** Whether a key began it, so that the target's state is the one before any change. */
  readonly byKey: boolean;
  /** Text changes seen. Until the first, `keys` is all there is. */
  readonly inputs: number;
  /** The field's value before and now; null where unknown. */
  readonly before: string | null;
  readonly value: string | null;
  /** What the inserted data add up to, for when the value is unknown. */
  readonly data: string;
  /** The running composition, which each of its events replaces. */
  readonly composition: string;
  /** Characters of keys that no text change has confirmed. */
  readonly keys: string;
  /** Enter, or a character with Alt, was pressed: part of the text if the text shows it, else a key after it. */
  readonly held: KeyRun | null;
  /** The last change was a line break. */
  readonly afterEnter: boolean;
  readonly end: Instant;
}

/** An action that has begun. */
export type Pending = PendingPress | PendingClicks | PendingKeys | PendingMeta | PendingSelect | PendingTyping;

export interface PendingScroll {
  readonly opening: Opening;
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  readonly endX: number;
  readonly endY: number;
  readonly container: string;
  /** Absent where none was held. */
  readonly modifiers?: readonly Modifier[];
  readonly end: Instant;
}

/** What the reducer emits: a step, or a note of what an episode is about. */
export type ReducerOutput =
  | { readonly kind: 'step'; readonly step: RawStep }
  | { readonly kind: 'episode'; readonly note: EpisodeNote };

/** State and output of one turn. */
export interface Reduced {
  readonly state: ReducerState;
  readonly output: readonly ReducerOutput[];
}

/** An event whose document is known. */
export type PageEvent = Exclude<Event, { kind: 'document' | 'tab' | 'task' | 'snapshot' | 'gap' | 'end' | 'drops' }>;

/** The state before any event of a session. */
export function initialState(options: {
  readonly session: SessionId;
  readonly sensor: RawStep['sensor'];
}): ReducerState {
  return {
    v: 1,
    session: options.session,
    sensor: options.sensor,
    nextSeq: 0,
    episode: 0,
    episodeUsed: false,
    broken: false,
    lastActivity: null,
    missed: 0,
    task: null,
    activeTab: null,
    activeSource: null,
    cause: null,
    lastNavigation: null,
    lastTabChange: null,
    pending: null,
    scroll: null,
    current: null,
    others: {},
  };
}
