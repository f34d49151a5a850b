import { deliverNow } from './delivery/deliver-now.ts';
import { restReason } from './gate/storage-quota.ts';
import { syncCapture } from './gate/sync-capture.ts';
import { ledgerWatch } from './ledger.ts';
import { watchPolicy } from './membership/policy-watch.ts';
import { submitWithdrawal } from './membership/withdraw.ts';
import { giveUpTabs, lastEventsOfTab, lostTabs } from './recording/lost-tabs.ts';
import { arrivalDelay } from './recording/recorder.ts';
import type { Turns } from './turns.ts';

/** A step that nothing has closed comes out after this long without events, ms: later than any event may still arrive. */
const closeAfter = arrivalDelay + 2000;
/** Pages ask for the status every two seconds; the collector is asked at most this often, ms. */
const policyWatchGap = 10_000;

/** What the runtime does by itself: in time, and after what it was asked to do. */
export class Upkeep {
  readonly #turns: Turns;
  readonly #openers = new Map<number, Promise<void>>();
  #cancelClosing: () => void = () => undefined;
  #watchedPolicyAt = -Infinity;
  #checking: Promise<void> | null = null;

  constructor(turns: Turns) {
    this.#turns = turns;
  }

  /** Brings everything in line with the gate. Documents' last events come in meanwhile; what closes them comes after. */
  async sync(): Promise<void> {
    try {
      await this.#turns.inTurn(syncCapture);
    } finally {
      await this.closeStepsIfOff();
    }
  }

  /** Half a minute has passed. Everything is begun, and one part that fails does not keep another from being done. */
  async tick(): Promise<void> {
    const { own } = this.#turns;
    const synced = this.sync();
    own('close-steps', () => this.#closeFinished());
    own('lost-tabs', async () => this.giveUpLater(await this.#turns.inTurn(lostTabs)));
    this.watchPolicySometimes();
    own('delivery', async () => {
      try {
        await deliverNow(this.#turns, { skipWait: false });
      } finally {
        this.afterDelivery();
      }
    });
    own('withdrawal', () => submitWithdrawal(this.#turns));
    await synced;
  }

  /** Checks the ledger, and then the quota. */
  afterDelivery(): void {
    this.#turns.own('ledger-check', async () => {
      try {
        await this.#checkLedger();
      } finally {
        // What is proven takes less storage.
        this.afterDeletion();
      }
    });
  }

  /** Looks whether what was sent or deleted gave storage back, or used up the day. */
  afterDeletion(): void {
    this.#turns.own('storage-quota', async () => {
      await this.#turns.inTurn(async (device) => {
        const before = device.facts.quota;
        await device.refreshQuota();
        const now = device.now();
        if (restReason(before, now) !== restReason(device.facts.quota, now)) await syncCapture(device);
      });
      await this.closeStepsIfOff();
    });
  }

  /** Where capture is off, what was seen before is taken in by now: everything open is closed. */
  async closeStepsIfOff(): Promise<void> {
    await this.#turns.inTurn(async (device) => {
      if (device.inForce() === null || device.profile?.open?.to === null) return;
      await device.closeSteps();
      // Nothing that was seen before is used for what is done after.
      await device.pendingSnapshots.clear();
    });
  }

  /** Closes what nothing has closed once no more events came for a while. */
  closeStepsLater(): void {
    this.#cancelClosing();
    const close = () => this.#turns.own('close-steps', () => this.#closeFinished());
    this.#cancelClosing = this.#turns.ports.clock.after(closeAfter, close);
  }

  /** Gives tabs up once their last events could have come. */
  giveUpLater(tabs: ReadonlySet<number>): void {
    if (tabs.size === 0) return;
    const { clock } = this.#turns.ports;
    clock.after(lastEventsOfTab, () => {
      this.#turns.own('lost-tabs', () => this.#turns.inTurn((device) => giveUpTabs(device, tabs)));
    });
  }

  watchPolicySometimes(): void {
    const now = this.#turns.ports.clock.uptime();
    if (now - this.#watchedPolicyAt < policyWatchGap) return;
    this.#watchedPolicyAt = now;
    // A collector that cannot be reached is asked again with the next tick.
    this.#turns.own('policy-watch', () => watchPolicy(this.#turns));
  }

  /**
   * Has the tab that a tab was opened out of hand over what it holds: documents hold events back for a moment, and the
   * press that opened the tab would come after what is done in it.
   */
  collectFromOpener(tab: number, opener: number): void {
    const collected = this.#turns.ports.sensor.collectFromTab(opener);
    const settled = collected.catch(() => undefined).finally(() => this.#openers.delete(tab));
    this.#openers.set(tab, settled);
    this.#turns.own('collect-from-opener', () => collected);
  }

  /** Resolves once the tab that `tab` was opened out of has handed over what it held. At once where there is none. */
  async openerCollected(tab: number): Promise<void> {
    await this.#openers.get(tab);
  }

  async #closeFinished(): Promise<void> {
    await this.#turns.inTurn(async (device) => {
      const inForce = device.inForce();
      if (inForce !== null) await device.recorder.tick(inForce, device.now());
    });
  }

  /** Checks whether what was uploaded is in the ledger, one check at a time. Outside the queue: a ledger may hang. */
  async #checkLedger(): Promise<void> {
    this.#checking ??= this.#check().finally(() => {
      this.#checking = null;
    });
    await this.#checking;
  }

  async #check(): Promise<void> {
    const { profile, spool } = await this.#turns.inTurn(async (device) => device);
    if (profile === null || profile.pendingWithdrawal !== null) return;
    const { ports } = this.#turns;
    await spool.confirm({ ledger: ledgerWatch(ports, profile), now: ports.clock.now() });
  }
}
