import { checkOfflineReceipt } from '@assent/client';
import { digestOf } from '@assent/contracts';
import { decodeLeaf } from '@assent/ledger';
import { describe, expect, test } from 'vitest';
import { enrolmentCode } from '../testing/collector.ts';
import { orders, TestHost } from '../testing/host.ts';
import { readProfile } from './profile.ts';

const withSnapshots = { snapshotsPerMinute: 6 };

describe('joining', () => {
  test('shows what is asked for in plain language, with the fingerprint of the keys', async () => {
    const host = await TestHost.start();
    const invitation = await host.ask({ type: 'look-up', collector: host.collector.url });
    expect(invitation).toMatchObject({
      collector: host.collector.url,
      title: 'Office study',
      organisation: 'Example Works',
      tiers: ['steps-only', 'statistics-only'],
      origins: [`${orders}/*`],
      policy: await digestOf(host.collector.policy.body),
    });
    expect(invitation.fingerprint).toMatch(/^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    expect(invitation.sections.length).toBeGreaterThan(3);
    expect((await host.ask({ type: 'status' })).program).toBeNull();
  });

  test('signs consent, and gives a receipt and a proof that holds without the collector', async () => {
    const host = await TestHost.start();
    const joined = await host.join();
    expect(host.collector.consents.map(({ body }) => [body.decision, body.tier, body.previous])).toEqual([
      ['given', 'steps-only', null],
    ]);
    expect(joined.leafIndex).toBe(1);
    expect(joined.receipt).toBeTruthy();
    const { verifierKey } = host.collector.policy.body.ledger;
    const { entry } = await checkOfflineReceipt(joined.proof ?? '', { verifierKey, witnesses: [] });
    expect(decodeLeaf(entry).kind).toBe('consent.recorded');
    expect((await host.ask({ type: 'status' })).program).toMatchObject({
      title: 'Office study',
      organisation: 'Example Works',
      tier: 'steps-only',
      pauseCapMinutes: 30,
      coolingOffSeconds: 3600,
      changed: false,
      snapshots: 'not-agreed',
      snapshotsHeldBy: null,
    });
    expect(host.enabled).toEqual([orders]);
  });

  test('with snapshots says whether the platform permits them', async () => {
    const host = await TestHost.joined(withSnapshots, 'steps-with-snapshots');
    const snapshots = async () => (await host.ask({ type: 'status' })).program?.snapshots;
    expect(await snapshots()).toBe('on');
    host.snapshotsPermitted = false;
    expect(await snapshots()).toBe('not-permitted');
    await host.ask({ type: 'switch-snapshots', on: false });
    expect(await snapshots()).toBe('off');
  });

  test('happens once', async () => {
    const host = await TestHost.joined();
    await expect(host.join()).rejects.toMatchObject({ code: 'already-joined' });
    expect(host.collector.consents).toHaveLength(1);
  });

  test('happens once also where two pages join together', async () => {
    const host = await TestHost.start();
    const outcomes = await Promise.allSettled([host.join(), host.join()]);
    expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await host.ask({ type: 'vault' })).toMatchObject({ how: 'none', collector: host.collector.url });
  });

  test.each([
    ['wrong-code', { code: 'short' }],
    ['bad-answer', { policy: '0'.repeat(64) }],
    ['bad-answer', { fingerprint: 'AAAA-AAAA-AAAA-AAAA' }],
  ] as const)('is refused (%s) where what was shown is not what is there: %o', async (code, change) => {
    const host = await TestHost.start();
    const { policy, fingerprint, collector } = await host.ask({ type: 'look-up', collector: host.collector.url });
    const request = { type: 'join', collector, code: enrolmentCode, policy, fingerprint, tier: 'steps-only' } as const;
    await expect(host.ask({ ...request, ...change })).rejects.toMatchObject({ code });
    expect(host.collector.consents).toEqual([]);
    expect(host.store.profileText).toBeUndefined();
    await host.ask(request);
    expect(host.collector.consents).toHaveLength(1);
  });

  test('takes a code with spaces around it', async () => {
    const host = await TestHost.start();
    const { policy, fingerprint, collector } = await host.ask({ type: 'look-up', collector: host.collector.url });
    const code = `  ${enrolmentCode}\n`;
    await host.ask({ type: 'join', collector, code, policy, fingerprint, tier: 'steps-only' });
    expect(host.collector.consents).toHaveLength(1);
  });

  test('is refused where the collector does not answer, or is no collector', async () => {
    const host = await TestHost.start();
    for (const collector of ['ftp://collector.example', 'http://collector.example', 'not an address', '']) {
      await expect(host.ask({ type: 'look-up', collector })).rejects.toMatchObject({ code: 'collector-unreachable' });
    }
    expect(host.requested).toEqual([]);
    host.isOnline = false;
    const { url } = host.collector;
    await expect(host.ask({ type: 'look-up', collector: url })).rejects.toMatchObject({
      code: 'collector-unreachable',
    });
  });

  test.each([
    ['collector.example', 'https://collector.example/join'],
    ['https://collector.example/', 'https://collector.example/join'],
    ['https://collector.example/join', 'https://collector.example/join'],
    ['https://collector.example/path', 'https://collector.example/path/join'],
    ['http://localhost:8080', 'http://localhost:8080/join'],
    ['http://127.0.0.1:8080/', 'http://127.0.0.1:8080/join'],
  ])('finds the collector at %s', async (collector, asked) => {
    const host = await TestHost.start();
    await host.ask({ type: 'look-up', collector }).catch(() => null);
    expect(host.requested[0]).toBe(asked);
  });

  test('holds up nothing while the collector gives no answer', async () => {
    const host = await TestHost.start();
    const answer = Promise.withResolvers<void>();
    host.network = answer.promise;
    const looking = host.ask({ type: 'look-up', collector: host.collector.url });
    expect((await host.ask({ type: 'status' })).program).toBeNull();
    answer.resolve();
    expect(await looking).toMatchObject({ title: 'Office study' });
  });
});

describe('a new policy version', () => {
  /** A participant whose program has a new version, as the device knows by now. */
  async function changed(program = {}): Promise<TestHost> {
    const host = await TestHost.joined(program);
    await host.collector.publish({ retentionDays: 30 });
    await host.tick();
    return host;
  }

  test('stops everything until it has been read and agreed to', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    work.click('Save');
    await host.collector.publish({ retentionDays: 30 });
    await host.tick();
    expect(work.isCapturing).toBe(false);
    expect(host.enabled).toEqual([]);
    expect(host.indicator).toBe('off');
    const status = await host.ask({ type: 'status' });
    expect(status.program?.changed).toBe(true);
    expect(status.sites[0]?.state).toEqual({ state: 'no-consent', why: 'other-version' });
    work.click('Delete');
    // What was done under the old version has come in.
    expect(await host.clicks()).toEqual(['Save']);

    const renewal = await host.ask({ type: 'renewal' });
    expect(renewal.version).toBe(2);
    const sentences = JSON.stringify(renewal.changes);
    expect(sentences).toContain('Kept for 30 days, then erased.');
    expect(sentences).toContain('Kept for 365 days, then erased.');
    const joined = await host.ask({ type: 'renew', policy: renewal.policy, tier: 'steps-only' });
    await host.device.idle();
    expect(joined.proof).not.toBeNull();
    const [before, after] = host.collector.consents.map(({ body }) => body);
    expect(after).toMatchObject({ decision: 'given', policy: await digestOf(host.collector.policy.body) });
    expect(after?.previous).toBe(await digestOf(before));
    expect(host.enabled).toEqual([orders]);
    expect(work.isCapturing).toBe(true);
    work.click('Archive');
    expect(await host.clicks()).toEqual(['Save', 'Archive']);
    // What was recorded under the old version is still sent under it.
    await host.ask({ type: 'send-now' });
    expect(new Set(host.collector.deposits.map(({ body }) => body.policy)).size).toBe(2);
  });

  test('is looked for when a page asks for the status, but not with every one', async () => {
    const host = await TestHost.joined();
    await host.wait(10_000);
    host.requested.length = 0;
    for (let asked = 0; asked < 5; asked++) await host.ask({ type: 'status' });
    await host.device.idle();
    expect(host.requested).toHaveLength(1);
    await host.wait(9999);
    await host.ask({ type: 'status' });
    await host.device.idle();
    expect(host.requested).toHaveLength(1);
    await host.wait(1);
    await host.ask({ type: 'status' });
    await host.device.idle();
    expect(host.requested).toHaveLength(2);
  });

  test('is not agreed to in another form than the one that was read', async () => {
    const host = await changed();
    await expect(host.ask({ type: 'renew', policy: '0'.repeat(64), tier: 'steps-only' })).rejects.toMatchObject({
      code: 'bad-answer',
    });
    expect(host.collector.consents).toHaveLength(1);
  });

  test('cannot be agreed to where there is none', async () => {
    const host = await TestHost.joined();
    await expect(host.ask({ type: 'renewal' })).rejects.toMatchObject({ code: 'bad-answer' });
    const policy = await digestOf(host.collector.policy.body);
    await expect(host.ask({ type: 'renew', policy, tier: 'steps-only' })).rejects.toMatchObject({ code: 'bad-answer' });
  });

  test('leaves in place what the participant has set while it was agreed to', async () => {
    const host = await changed();
    const { policy } = await host.ask({ type: 'renewal' });
    const answer = Promise.withResolvers<void>();
    host.network = answer.promise;
    const renewing = host.ask({ type: 'renew', policy, tier: 'steps-only' });
    await host.ask({ type: 'status' });
    await host.ask({ type: 'exclude', origin: orders });
    answer.resolve();
    await renewing;
    await host.device.idle();
    const { sites, program } = await host.ask({ type: 'status' });
    expect(program?.changed).toBe(false);
    expect(sites[0]?.excluded).toBe(true);
    expect(host.enabled).toEqual([]);
  });

  test('does not bring back a participant who leaves while it is agreed to', async () => {
    const host = await changed();
    const { policy } = await host.ask({ type: 'renewal' });
    const answer = Promise.withResolvers<void>();
    host.network = answer.promise;
    const renewing = host.ask({ type: 'renew', policy, tier: 'steps-only' });
    await host.ask({ type: 'status' });
    await host.ask({ type: 'withdraw' });
    answer.resolve();
    await expect(renewing).rejects.toMatchObject({ code: 'not-joined' });
    expect(host.enabled).toEqual([]);
    await host.tick();
    const [, renewed, withdrawn] = host.collector.consents.map(({ body }) => body);
    expect(withdrawn?.decision).toBe('withdrawn');
    // The withdrawal follows the consent that the collector has.
    expect(withdrawn?.previous).toBe(await digestOf(renewed));
    expect(host.store.profileText).toBeUndefined();
  });

  test('that comes while another is agreed to is still to be answered', async () => {
    const host = await changed();
    const { policy } = await host.ask({ type: 'renewal' });
    await host.ask({ type: 'renew', policy, tier: 'steps-only' });
    await host.collector.publish({ retentionDays: 20 });
    await host.tick();
    expect((await host.ask({ type: 'status' })).program?.changed).toBe(true);
    expect((await host.ask({ type: 'renewal' })).version).toBe(3);
  });

  test('that was agreed to while it was fetched once more is not adopted again', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    await host.wait(10_000);
    await host.collector.publish({ retentionDays: 30 });
    const collecting = Promise.withResolvers<void>();
    host.collecting = collecting.promise;
    // It is found, and waits for what documents still hold.
    await host.ask({ type: 'status' });
    while (!host.requested.some((url) => url.endsWith('/policy'))) await host.ask({ type: 'status' });
    host.collecting = Promise.resolve();
    host.clock.advance(10_000);
    await host.ask({ type: 'status' });
    while ((await host.ask({ type: 'status' })).program?.changed !== true) await new Promise((go) => setImmediate(go));
    const { policy } = await host.ask({ type: 'renewal' });
    await host.ask({ type: 'renew', policy, tier: 'steps-only' });
    collecting.resolve();
    await host.device.idle();
    expect((await host.ask({ type: 'status' })).program?.changed).toBe(false);
    expect(work.isCapturing).toBe(true);
  });

  test('is adopted once, however often it is seen', async () => {
    const host = await changed();
    const before = host.store.profileText;
    await host.tick();
    expect(JSON.parse(host.store.profileText ?? '').next).toEqual(JSON.parse(before ?? '').next);
    await host.restart();
    expect((await host.ask({ type: 'status' })).program?.changed).toBe(true);
  });
});

describe('leaving', () => {
  test('stops everything and erases the device once the collector has the withdrawal', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    work.click('Save');
    await host.steps();
    expect(host.store.items.size).toBeGreaterThan(0);
    const after = await host.ask({ type: 'withdraw' });
    expect(after).toMatchObject({ program: null, pause: null, sites: [] });
    expect(work.isCapturing).toBe(false);
    expect(host.enabled).toEqual([]);
    expect(host.indicator).toBe('off');
    expect(host.store.items.size).toBe(0);
    await host.tick();
    expect(host.collector.consents.at(-1)?.body).toMatchObject({
      decision: 'withdrawn',
      previous: await digestOf(host.collector.consents[0]?.body),
    });
    expect(host.store.profileText).toBeUndefined();
    expect(host.failures).toEqual([]);
  });

  test('is off for good while the collector cannot be reached, and is handed in later', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    host.isOnline = false;
    await host.ask({ type: 'withdraw' });
    await host.tick();
    await host.restartHost();
    expect(host.enabled).toEqual([]);
    expect(host.failures).toContainEqual({ during: 'withdrawal', code: 'collector-unreachable' });
    expect(host.store.profileText).toBeDefined();
    expect((await host.open()).isCapturing).toBe(false);
    expect(work.isCapturing).toBe(false);
    // Nothing else is done for a program that was left.
    host.requested.length = 0;
    await host.tick();
    expect(host.requested.map((url) => new URL(url).pathname)).toEqual(['/v1/consents']);
    for (const type of ['decisions', 'last-step'] as const) {
      if (type === 'decisions') await expect(host.ask({ type })).rejects.toMatchObject({ code: 'not-joined' });
      else expect(await host.ask({ type })).toBeNull();
    }
    host.isOnline = true;
    await host.tick();
    expect(host.store.profileText).toBeUndefined();
    expect(host.collector.consents.at(-1)?.body.decision).toBe('withdrawn');
  });

  test('and joining again begins with other keys and another participant', async () => {
    const host = await TestHost.joined();
    const first = host.collector.consents[0]?.body;
    await host.ask({ type: 'withdraw' });
    await host.tick();
    await host.join();
    const again = host.collector.consents.at(-1)?.body;
    expect(again?.decision).toBe('given');
    expect(again?.participant).not.toBe(first?.participant);
    expect(again?.device).not.toBe(first?.device);
    expect(again?.previous).toBeNull();
    const work = await host.open();
    work.click('Save');
    expect(await host.clicks()).toEqual(['Save']);
  });

  test('takes a program that was joined', async () => {
    const host = await TestHost.start();
    for (const type of ['withdraw', 'resume', 'vault', 'renewal', 'drop-vault'] as const) {
      await expect(host.ask({ type })).rejects.toMatchObject({ code: 'not-joined' });
    }
  });
});

describe('the stored profile', () => {
  test('of the version before is read with its withdrawal', async () => {
    const host = await TestHost.joined();
    await host.ask({ type: 'withdraw' });
    const { pendingWithdrawal, ...profile } = JSON.parse(host.store.profileText ?? '');
    const before = { ...profile, v: 1, farewell: pendingWithdrawal };
    expect(readProfile(before)).toEqual({ ...profile, v: 2, pendingWithdrawal });
    host.store.profileText = JSON.stringify(before);
    await host.restart();
    expect(host.enabled).toEqual([]);
    await host.tick();
    expect(host.collector.consents.at(-1)?.body.decision).toBe('withdrawn');
  });

  test('of the version before goes on recording where nobody has left', async () => {
    const host = await TestHost.joined();
    const { pendingWithdrawal: farewell, ...profile } = JSON.parse(host.store.profileText ?? '');
    host.store.profileText = JSON.stringify({ ...profile, v: 1, farewell });
    await host.restart();
    expect((await host.open()).isCapturing).toBe(true);
  });

  test('reads as nothing where there is none, and not at all where it is another', () => {
    expect(readProfile(undefined)).toBeNull();
    expect(() => readProfile(null)).toThrow();
    expect(() => readProfile({ v: 2 })).toThrow();
  });
});

describe('the vault', () => {
  test('holds no copy until the participant keeps one, and none after it was dropped', async () => {
    const host = await TestHost.joined();
    const participant = host.collector.consents[0]?.body.participant;
    expect(await host.ask({ type: 'vault' })).toEqual({
      how: 'none',
      sealed: null,
      collector: host.collector.url,
      participant,
    });
    const { recipient, reader } = JSON.parse(host.store.profileText ?? '').vault;
    const kept = await host.ask({ type: 'keep-vault', how: 'printed', recipient, reader, sealed: null });
    expect(kept.how).toBe('printed');
    await host.restart();
    expect((await host.ask({ type: 'vault' })).how).toBe('printed');
    expect((await host.ask({ type: 'drop-vault' })).how).toBe('none');
    expect(JSON.parse(host.store.profileText ?? '').vault.recipient).not.toBe(recipient);
  });
});
