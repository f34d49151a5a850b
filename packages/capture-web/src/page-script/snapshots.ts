import type { EventKind } from '@assent/contracts';
import type { AskForSnapshot, SnapshotReference } from '../protocol.ts';
import { loadSnapshotKeeper, type SnapshotKeeper } from './snapshot-loader.ts';

/** How long nothing must happen before the page counts as at rest, ms. */
const restAfter = 400;
/** Tries after one action. */
const maxTries = 3;
/** Events that begin an action. */
const begins = /^(?:press|hover|key|input|change|scroll|clipboard)$/;
/** Those that leave the page as it was: the snapshot serves the next one too. */
const keeps = /^(?:press|clipboard)$/;

/** Has this page keep snapshots, from now on or again. Does nothing where no page script runs. */
export function startSnapshots(ask: AskForSnapshot): void {
  loadSnapshotKeeper((signal) => new Snapshots(ask, signal));
}

/**
 * Keeps a snapshot of the page at rest, for the action that comes next. Asks the background for it when the page has
 * come to rest, and forgets it with the first change of the page. Between a snapshot and that change it costs nothing,
 * and after that change it observes nothing any more.
 */
class Snapshots implements SnapshotKeeper {
  readonly #request: AskForSnapshot;
  readonly #signal: AbortSignal;
  readonly #observer = new MutationObserver(() => this.#forget());
  #allowed = false;
  #asking = false;
  #tries = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #kept: SnapshotReference | null = null;
  /** The snapshot from before a scroll that has not been reported yet. */
  #beforeScroll: SnapshotReference | null = null;
  /** Ends watching for changes. */
  #watch: AbortController | null = null;

  constructor(request: AskForSnapshot, signal: AbortSignal) {
    this.#request = request;
    this.#signal = signal;
    signal.addEventListener('abort', () => this.#stop());
  }

  /** Whether snapshots are wanted. */
  allow(allowed: boolean): void {
    if (this.#allowed === allowed) return;
    this.#allowed = allowed;
    if (allowed) this.#rest(restAfter);
    else this.#stop();
  }

  /** The snapshot from before an event of this kind, if it begins an action and there is one. */
  before(kind: EventKind): SnapshotReference | null {
    if (!begins.test(kind)) return null;
    const snapshot = kind === 'scroll' ? (this.#beforeScroll ?? this.#kept) : this.#kept;
    if (kind === 'scroll') this.#beforeScroll = null;
    if (!keeps.test(kind)) this.#forget();
    return snapshot;
  }

  /** An event of this kind was reported: once nothing follows, the page may have come to rest. */
  after(kind: EventKind): void {
    if (!this.#allowed || kind === 'snapshot') return;
    this.#tries = 0;
    this.#rest(restAfter);
  }

  #rest(delay: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#ask(), delay);
  }

  async #ask(): Promise<void> {
    const idle = this.#asking || this.#kept !== null || document.visibilityState !== 'visible';
    if (!this.#allowed || this.#signal.aborted || idle || this.#tries >= maxTries) return;
    this.#asking = true;
    this.#tries++;
    const watch = this.#watchForChange();
    // The background is starting, or gone: the next action asks again.
    const answer = await this.#request({ kind: 'snapshot' }).catch(() => null);
    this.#asking = false;
    if (watch.signal.aborted || answer?.kind !== 'snapshot') {
      this.#forget();
      if (answer?.kind === 'no-snapshot' && answer.again === null) this.allow(false);
      else this.#rest(answer?.kind === 'no-snapshot' ? Math.max(restAfter, answer.again ?? 0) : 2 * restAfter);
      return;
    }
    this.#kept = answer.shot;
  }

  /** Watches for the first change of the page, and for nothing after it. */
  #watchForChange(): AbortController {
    this.#watch?.abort();
    const watch = new AbortController();
    this.#watch = watch;
    const options = { capture: true, passive: true, signal: watch.signal };
    const changed = () => this.#forget();
    window.addEventListener('resize', changed, options);
    window.addEventListener('input', changed, options);
    const scrolled = () => {
      this.#beforeScroll = this.#kept;
      this.#forget();
    };
    window.addEventListener('scroll', scrolled, options);
    this.#observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    return watch;
  }

  #forget(): void {
    this.#observer.disconnect();
    this.#watch?.abort();
    this.#watch = null;
    this.#kept = null;
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#forget();
    this.#beforeScroll = null;
  }
}
