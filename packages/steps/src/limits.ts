/**
 * Every number of the reducer, in one place. They are the numbers of `spec/steps.md`; changing one changes
 * `reducerVersion`.
 */

/** Version of the rules. Two reducers of one version make the same steps of the same events. */
export const reducerVersion = 'assent-steps/3';

/** Limits in ms unless said otherwise. A limit is passed when more than that has gone by. */
export const limits = {
  /** Longest pause inside one `type`. */
  typingGap: 1500,
  /** The same once Enter was pressed: an application has usually reacted by then. */
  typingGapAfterEnter: 300,
  /** How long a typed secret waits for the event that names it. Its step does not show a pause in it. */
  secretWait: 60_000,
  /** Longest pause inside one `scroll`. */
  scrollGap: 1000,
  /** How far the pointer may stray during one `scroll`, CSS px. */
  scrollStray: 100,
  /** A scroll this soon after a scrolling key is what the key did. */
  keyScroll: 500,
  /** Longest pause between two presses of one key that count as repetition. */
  keyRepeat: 500,
  /** How long a key waits for what it causes (text, a copy, a choice). */
  keyWait: 1500,
  /** How long a click waits for the next click of a multi-click. The platform's count decides, not this. */
  multiClickWait: 2000,
  /** How long a click or key on a choice field waits for the choice: its list may stay open. */
  choiceWait: 30_000,
  /** How long a press waits for its release. */
  pressWait: 60_000,
  /** Farther than this from the press, CSS px, a press is a drag. */
  dragDistance: 6,
  /** The text that a paste, cut or drag changes arrives within this. */
  clipboardEcho: 1000,
  /** A page that loads this soon after an action in its tab was loaded by the action. */
  navigationCause: 3000,
  /** The same where the browser reports that a page led to it. */
  slowPage: 30_000,
  /** A page that its action explains and that came later than this was waited for. */
  wait: 2000,
  /** The same for reload and history moves, and for a page that changes its own address after loading. */
  navigationSettle: 1000,
  /** A tab that comes to the front this soon after one was opened or closed was not chosen. */
  tabSettle: 1000,
  /** Longer without any action begins a new episode. */
  idle: 300_000,
  /** Longest text of one `type`, UTF-16 units; a longer one is split. */
  text: 65_536,
  /** Different keys held back on one choice field. */
  choiceKeys: 8,
  /** Documents remembered at a time. */
  sources: 512,
} as const;
