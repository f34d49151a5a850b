import { budgetSpent, needsResumeNotice, observeClock, resumeNoticeShown, type GateState } from '@assent/consent';
import type { Digest, Instant, ParticipantControls } from '@assent/contracts';
import { decisionsOf, ruleSetDigest, type Decisions } from '@assent/safeguards';
import { createSpool, type Spool } from '@assent/spool';
import { openDatabase, type DeviceDatabase } from './database.ts';
import { deviceKeys, type DeviceKeys } from './device-keys.ts';
import { gateAt, readInForce, type GateFacts } from './gate.ts';
import type { Halts } from './halts.ts';
import { showInToolbar } from './indicator.ts';
import { readProfile, writeProfile, type Profile } from './profile.ts';
import type { InForce } from './kept-steps.ts';
import { newSession, Recorder } from './recorder.ts';
import { registerFor, registeredOrigins, startInOpenTabs, stopInTabs } from './scripts.ts';
import { announceResume } from './resume-notice.ts';
import { indexedDbStore } from './spool-store.ts';
import { roomOn } from './room.ts';
import { recall } from './session-memory.ts';
import { pendingShots } from './snapshots/pending.ts';

const mebibyte = 1_048_576;
const dayMs = 86_400_000;
const limits = { maxBytes: 256 * mebibyte, maxAgeMs: 30 * dayMs, sentMaxAgeMs: 400 * dayMs };

/** Names this run of the background, for its clock readings. */
const run = crypto.randomUUID();

/**
 * Everything the background has open. Made anew at each start of the worker, which may be every half minute: nothing
 * here is anything but a copy of what is stored.
 */
export class Device {
  readonly database: DeviceDatabase;
  readonly keys: DeviceKeys;
  readonly spool: Spool;
  readonly recorder: Recorder;
  readonly safeguards: Digest;
  readonly halts: Halts;
  profile: Profile | null;
  facts: GateFacts;
  /** What the participant decided under the policy in force. */
  decisions: Decisions = {};

  private constructor(
    parts: Pick<Device, 'database' | 'keys' | 'spool' | 'recorder' | 'safeguards' | 'halts' | 'profile'>,
  ) {
    this.database = parts.database;
    this.keys = parts.keys;
    this.spool = parts.spool;
    this.recorder = parts.recorder;
    this.safeguards = parts.safeguards;
    this.halts = parts.halts;
    this.profile = parts.profile;
    this.facts = {
      policy: null,
      consent: null,
      safeguards: parts.safeguards,
      permitted: () => false,
      indicatorShown: false,
      room: null,
    };
  }

  /** Opens what is stored. Throws when it cannot be read: then nothing is captured. */
  static async open(halts: Halts): Promise<Device> {
    const database = await openDatabase();
    const keys = await deviceKeys(database);
    const spool = createSpool({ store: indexedDbStore(database), cipher: keys.cipher, limits });
    const session = await recall('session', newSession);
    const device = new Device({
      database,
      keys,
      spool,
      recorder: new Recorder(spool, session, pendingShots),
      safeguards: await ruleSetDigest(),
      halts,
      profile: await readProfile(database),
    });
    await Promise.all([device.refreshFacts(), device.lookForRoom()]);
    return device;
  }

  /** What steps are made under now; null when there is no policy that holds. */
  inForce(): InForce | null {
    const { policy, safeguards } = this.facts;
    if (policy === null) return null;
    return { policy: policy.policy, policyDigest: policy.digest, safeguards, decisions: this.decisions };
  }

  /** What the gate says of an origin now. */
  gate(
    origin: string,
    page: { readonly incognito?: boolean; readonly markShown?: boolean } = {},
    now: Instant = Date.now(),
  ): GateState {
    const controls = this.profile?.controls ?? null;
    const state = gateAt(
      this.facts,
      controls,
      { origin, incognito: page.incognito ?? false, markShown: page.markShown ?? true },
      now,
    );
    // P2: what was just switched off is off before that is written down.
    return state.state === 'recording' && this.halts.since(origin) !== null ? { state: 'paused', until: now } : state;
  }

  /** Keeps a profile, and looks again at what is in force. */
  async keep(profile: Profile): Promise<void> {
    await writeProfile(this.database, profile);
    this.profile = profile;
    await this.refreshFacts();
  }

  /** Changes what the participant has set. */
  async control(change: (controls: ParticipantControls) => ParticipantControls): Promise<void> {
    if (this.profile !== null) await this.keep({ ...this.profile, controls: change(this.profile.controls) });
  }

  /**
   * Brings the browser in line with the gate: indicator, registered scripts, running scripts. Called after everything
   * that may change the gate's mind, and every minute. Idempotent.
   */
  async sync(): Promise<void> {
    await Promise.all([this.refreshFacts(), this.lookForRoom()]);
    // What is off ends before anything else is looked up or written.
    const [stopped] = await Promise.all([this.#stopClosed(), this.#observeClock()]);
    const origins = this.#recordedOrigins();
    const registered = await registeredOrigins();
    if (origins.length === 0) return this.#close(registered, stopped);
    // P2: the indicator first, and no capture without it.
    const indicatorShown = await showInToolbar('on');
    if (!indicatorShown) {
      this.facts = { ...this.facts, indicatorShown };
      return this.#close(registered, stopped);
    }
    await this.#markOpen();
    const gone = registered.filter((origin) => !origins.includes(origin));
    const added = origins.filter((origin) => !registered.includes(origin) || stopped.includes(origin));
    if (gone.length > 0 || added.length > 0) await registerFor(origins);
    await stopInTabs(gone.filter((origin) => !stopped.includes(origin)));
    await startInOpenTabs(added);
  }

  /** A new policy version is in force: from here on capture is off until the participant has answered it (P1). */
  async adopt(next: Profile['policy']): Promise<void> {
    const inForce = this.inForce();
    await this.#close(await registeredOrigins());
    if (inForce !== null) await this.recorder.flush(inForce, Date.now());
    if (this.profile !== null) await this.keep({ ...this.profile, next });
    await this.sync();
  }

  /** The sites that the gate has open now. */
  #recordedOrigins(): readonly string[] {
    const sites = this.facts.policy?.policy.sites ?? [];
    return sites.map(({ origin }) => origin).filter((origin) => this.gate(origin).state === 'recording');
  }

  /** Shuts everything. `stopped`: where no script runs any more. */
  async #close(before: readonly string[], stopped: readonly string[] = []): Promise<void> {
    const { profile } = this;
    // Events wait until this is over, and then none that happens from now on is taken, whatever is still running.
    const to = this.halts.sinceEverywhere() ?? Date.now();
    const end = profile?.open?.to === null ? { ...profile, open: { ...profile.open, to } } : null;
    await Promise.all([
      end === null ? undefined : this.keep(end),
      before.length > 0 ? registerFor([]) : undefined,
      stopInTabs(before.filter((origin) => !stopped.includes(origin))),
    ]);
    await showInToolbar(this.#whyOff());
  }

  /** Ends the scripts of what the gate has shut. Returns the origins. */
  async #stopClosed(): Promise<readonly string[]> {
    const closed = (await registeredOrigins()).filter((origin) => this.gate(origin).state !== 'recording');
    await stopInTabs(closed);
    return closed;
  }

  /** What the toolbar says where nothing is recorded. */
  #whyOff(): 'paused' | 'resting' | 'off' {
    const sites = this.facts.policy?.policy.sites ?? [];
    const states = new Set(sites.map(({ origin }) => this.gate(origin).state));
    if (states.has('paused')) return 'paused';
    return states.has('budget') ? 'resting' : 'off';
  }

  async #markOpen(): Promise<void> {
    const { profile } = this;
    if (profile === null || profile.open?.to === null) return;
    await this.keep({ ...profile, open: { from: Date.now(), to: null } });
  }

  async #observeClock(): Promise<void> {
    const now = Date.now();
    const reading = { now, uptime: performance.now(), run };
    await this.control((controls) => observeClock(controls, reading));
    if (this.profile === null || !needsResumeNotice(this.profile.controls, now)) return;
    // Where the notice cannot be shown the pause goes on (P2).
    if (await announceResume()) await this.control((controls) => resumeNoticeShown(controls, Date.now()));
  }

  /** Looks how much room there is. Returns whether capture has to rest now and had not, or the other way round. */
  async lookForRoom(): Promise<boolean> {
    const now = Date.now();
    const before = this.facts.room;
    const room = await roomOn(this.spool, now);
    this.facts = { ...this.facts, room };
    const why = (value: typeof room) => (value === null ? 'unknown' : (budgetSpent(value, now)?.why ?? 'none'));
    return why(before) !== why(room);
  }

  /** Reads again what the gate looks at. */
  async refreshFacts(): Promise<void> {
    const { profile } = this;
    if (profile === null || profile.farewell !== null) {
      this.facts = { ...this.facts, policy: null, consent: null, permitted: () => false };
      return;
    }
    const inForce = await readInForce(profile);
    this.decisions = inForce.policy === null ? {} : await decisionsOf(inForce.policy.policy, profile.controls);
    const origins = inForce.policy?.policy.sites.map(({ origin }) => origin) ?? [];
    const permitted = await permittedAmong(origins);
    this.facts = {
      ...inForce,
      room: this.facts.room,
      safeguards: this.safeguards,
      permitted: (origin) => permitted.has(origin),
      // Set to false for as long as the toolbar cannot show it; tried again with every sync.
      indicatorShown: true,
    };
  }
}

async function permittedAmong(origins: readonly string[]): Promise<ReadonlySet<string>> {
  const checked = await Promise.all(
    origins.map(async (origin) => ((await chrome.permissions.contains({ origins: [`${origin}/*`] })) ? [origin] : [])),
  );
  return new Set(checked.flat());
}
