import type { GateState } from '@assent/consent';
import type { Digest, Instant, ParticipantControls } from '@assent/contracts';
import { decisionsOf, type Decisions } from '@assent/safeguards';
import { createSpool, serialQueue, type SerialQueue, type Spool, type UploadResult } from '@assent/spool';
import { gateAt, readInForce, type GateFacts } from './gate/gate.ts';
import { PendingStops } from './gate/pending-stops.ts';
import { storageQuota } from './gate/storage-quota.ts';
import { readProfile, type Profile } from './membership/profile.ts';
import type { DevicePorts, OpenStore } from './ports.ts';
import { newSession, Recorder } from './recording/recorder.ts';
import type { InForce } from './recording/redact-steps.ts';
import { safeguardsDigest } from './rule-set.ts';
import { recall, tabMoments, tabSet, type TabMoments, type TabSet } from './session-memory.ts';
import { PendingSnapshots } from './snapshots/pending.ts';

const mebibyte = 1_048_576;
const dayMs = 86_400_000;
const limits = { maxBytes: 256 * mebibyte, maxAgeMs: 30 * dayMs, sentMaxAgeMs: 400 * dayMs };

/** What this run of the runtime knows beside its store, whether or not the store is open. */
export interface RunMemory {
  readonly stops: PendingStops;
  /** How the last upload went; null before the first. */
  lastUpload: UploadResult | null;
  /** Whether a snapshot is being taken. */
  takingSnapshot: boolean;
  /** Orders what talks to the collector about the queue: nothing is erased under an upload. */
  readonly sending: SerialQueue;
}

export function freshRunMemory(): RunMemory {
  return { stops: new PendingStops(), lastUpload: null, takingSnapshot: false, sending: serialQueue() };
}

/** What is opened once for an `OpenDevice`. */
interface Parts {
  readonly ports: DevicePorts;
  readonly run: RunMemory;
  readonly store: OpenStore;
  readonly spool: Spool;
  readonly recorder: Recorder;
  readonly pendingSnapshots: PendingSnapshots;
  readonly safeguards: Digest;
}

/**
 * Everything the runtime has open. It may be made anew every half minute: nothing in it is anything but a copy of what
 * is stored.
 */
export class OpenDevice {
  readonly ports: DevicePorts;
  readonly run: RunMemory;
  readonly store: OpenStore;
  readonly spool: Spool;
  readonly recorder: Recorder;
  readonly pendingSnapshots: PendingSnapshots;
  readonly safeguards: Digest;
  /**
   * Tabs whose document lost its indicator, and when that was last seen: what happened in them later is not captured,
   * until they show another document.
   */
  readonly unindicated: TabMoments;
  /** Tabs that a recorded document has been seen in. */
  readonly recordedTabs: TabSet;
  profile: Profile | null;
  facts: GateFacts;
  /** What the participant decided under the policy in force. */
  decisions: Decisions = {};
  /** Whether what was opened has been erased: it has to be opened again. */
  isErased = false;

  private constructor(parts: Parts, profile: Profile | null) {
    this.ports = parts.ports;
    this.run = parts.run;
    this.store = parts.store;
    this.spool = parts.spool;
    this.recorder = parts.recorder;
    this.pendingSnapshots = parts.pendingSnapshots;
    this.safeguards = parts.safeguards;
    this.unindicated = tabMoments(parts.ports.session, 'unindicated');
    this.recordedTabs = tabSet(parts.ports.session, 'recorded');
    this.profile = profile;
    this.facts = {
      policy: null,
      consent: null,
      safeguards: parts.safeguards,
      permitted: () => false,
      indicatorShown: false,
      quota: null,
    };
  }

  /** Opens what is stored. Throws when it cannot be read: then nothing is captured. */
  static async open(ports: DevicePorts, run: RunMemory): Promise<OpenDevice> {
    const store = await ports.store.open();
    const spool = createSpool({ store: store.spool, cipher: store.cipher, limits });
    const session = await recall(ports.session, 'session', newSession);
    const pendingSnapshots = new PendingSnapshots(ports.session);
    const recorder = new Recorder(spool, session, pendingSnapshots);
    const safeguards = await safeguardsDigest();
    const parts = { ports, run, store, spool, recorder, pendingSnapshots, safeguards };
    const device = new OpenDevice(parts, readProfile(await store.readProfile()));
    await Promise.all([device.refreshFacts(), device.refreshQuota()]);
    return device;
  }

  now(): Instant {
    return this.ports.clock.now();
  }

  /** What steps are made under now; null when no policy holds. */
  inForce(): InForce | null {
    const { policy, safeguards } = this.facts;
    if (policy === null) return null;
    return { policy: policy.policy, policyDigest: policy.digest, safeguards, decisions: this.decisions };
  }

  /** The gate's decision on an origin now. */
  gate(
    origin: string,
    page: { readonly incognito?: boolean; readonly indicatorShown?: boolean } = {},
    now: Instant = this.now(),
  ): GateState {
    const controls = this.profile?.controls ?? null;
    const { incognito = false, indicatorShown = true } = page;
    const state = gateAt(this.facts, controls, { origin, incognito, indicatorShown }, now);
    // P2: what was just switched off is off before that is written down.
    const isStopped = this.run.stops.since(origin) !== null;
    return state.state === 'recording' && isStopped ? { state: 'paused', until: now } : state;
  }

  /** Keeps a profile, and reads again what is in force. */
  async keep(profile: Profile): Promise<void> {
    await this.store.writeProfile(profile);
    this.profile = profile;
    await this.refreshFacts();
  }

  /** Changes what the participant has set. */
  async control(change: (controls: ParticipantControls) => ParticipantControls): Promise<void> {
    if (this.profile !== null) await this.keep({ ...this.profile, controls: change(this.profile.controls) });
  }

  /** Reads the storage quota again. */
  async refreshQuota(): Promise<void> {
    const quota = await storageQuota(this.spool, this.ports.session, this.now());
    this.facts = { ...this.facts, quota };
  }

  /** Reads again what the gate decides by. */
  async refreshFacts(): Promise<void> {
    const { profile } = this;
    if (profile === null || profile.pendingWithdrawal !== null) {
      this.facts = { ...this.facts, policy: null, consent: null, permitted: () => false };
      return;
    }
    const inForce = await readInForce(profile);
    this.decisions = inForce.policy === null ? {} : await decisionsOf(inForce.policy.policy, profile.controls);
    const origins = inForce.policy?.policy.sites.map(({ origin }) => origin) ?? [];
    const permitted = await this.ports.sensor.permittedAmong(origins);
    this.facts = {
      ...inForce,
      quota: this.facts.quota,
      safeguards: this.safeguards,
      permitted: (origin) => permitted.has(origin),
      // Set to false while the indicator cannot be shown; tried again with every sync.
      indicatorShown: true,
    };
  }

  /** Erases everything about the program: profile, captured content, and the device's keys. */
  async erase(): Promise<void> {
    await this.store.erase();
    this.run.lastUpload = null;
    this.isErased = true;
  }

  /** Closes everything open at this moment: it can be deleted or sent, and nothing that follows joins it. */
  async closeSteps(): Promise<void> {
    const inForce = this.inForce();
    if (inForce !== null) await this.recorder.flush(inForce, this.now());
  }

  /** Closes actions that are over. What may go on stays open. */
  async closeFinishedSteps(): Promise<void> {
    const inForce = this.inForce();
    if (inForce !== null) await this.recorder.settle(inForce, this.now());
  }
}
