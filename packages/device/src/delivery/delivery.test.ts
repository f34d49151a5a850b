import { scriptField } from '@assent/testkit';
import { describe, expect, test } from 'vitest';
import { orders, TestHost } from '../testing/host.ts';

const minute = 60_000;
const note = scriptField('note');

/** Does something, waits until review shows it, and sends it. */
async function workAndSend(host: TestHost, button: string): Promise<void> {
  const work = await host.open();
  work.click(button);
  await host.steps();
  await host.ask({ type: 'send-now' });
  await host.device.idle();
}

describe('sending now', () => {
  test('sends what was done until that moment, whatever documents still hold', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    work.type('twelve boxes', note);
    const { episodes, sent, queue } = await host.ask({ type: 'send-now' });
    expect(episodes).toEqual([]);
    expect(sent.map(({ steps, uploaded }) => [steps, uploaded])).toEqual([[1, true]]);
    expect(queue).toMatchObject({ waitingSteps: 0, uploadedSegments: 1, sealedSegments: 0, uploadProblem: null });
    const texts = (await host.collector.steps()).flatMap(({ action }) =>
      action.type === 'type' && 'text' in action.value ? [action.value.text] : [],
    );
    expect(texts).toEqual(['twelve boxes']);
  });

  test('does not hold up a pause while the collector gives no answer', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    work.click('Save');
    const answer = Promise.withResolvers<void>();
    host.network = answer.promise;
    const sending = host.ask({ type: 'send-now' });
    const paused = await host.ask({ type: 'pause', minutes: 30 });
    expect(paused.sites[0]?.state.state).toBe('paused');
    expect(work.isCapturing).toBe(false);
    answer.resolve();
    expect((await sending).queue.uploadedSegments).toBe(1);
  });

  test('says what is in the way where it is, and sends later by itself', async () => {
    const host = await TestHost.joined();
    host.isOnline = false;
    await workAndSend(host, 'Save');
    const { queue } = await host.ask({ type: 'status' });
    expect(queue).toMatchObject({
      sealedSegments: 1,
      uploadedSegments: 0,
      uploadProblem: 'The collector could not be reached; it is tried again soon.',
    });
    host.isOnline = true;
    for (let ticks = 0; ticks < 20 && host.collector.segments.length === 0; ticks++) await host.tick();
    expect(host.collector.segments).toHaveLength(1);
    expect((await host.ask({ type: 'status' })).queue).toMatchObject({ uploadedSegments: 1, uploadProblem: null });
  });

  test('says so where the collector refuses a segment, which is kept', async () => {
    const host = await TestHost.joined();
    host.collector.refusesSegments = true;
    await workAndSend(host, 'Save');
    const { queue } = await host.ask({ type: 'status' });
    expect(queue.uploadProblem).toBe('The collector did not take a segment; it is kept and tried again.');
    expect(queue.sealedSegments).toBe(1);
  });
});

describe('delivery by itself', () => {
  test('waits until the review window of the policy is over', async () => {
    const host = await TestHost.joined({ coolingOffSeconds: 120 });
    const work = await host.open();
    work.click('Save');
    await host.steps();
    const [episode] = (await host.ask({ type: 'episodes' })).episodes;
    expect(episode?.sealsAt).toBe((episode?.to ?? 0) + 2 * minute);
    expect((await host.ask({ type: 'status' })).queue.nextSealAt).toBe(episode?.sealsAt);
    await host.tick();
    await host.tick();
    expect(host.collector.segments).toEqual([]);
    expect((await host.ask({ type: 'status' })).queue.waitingSteps).toBe(1);
    await host.tick();
    await host.tick();
    await host.tick();
    expect(host.collector.segments).toHaveLength(1);
    expect((await host.ask({ type: 'status' })).queue).toMatchObject({ waitingSteps: 0, nextSealAt: null });
  });

  test('sends a step that was deleted in review never, and the rest sealed', async () => {
    const host = await TestHost.joined();
    const work = await host.open();
    work.click('Save').click('Delete').click('Print');
    const doomed = (await host.steps()).find(({ target }) => target?.name === 'Delete');
    if (doomed === undefined) throw new Error('not recorded');
    const { episodes, queue } = await host.ask({ type: 'delete-step', session: doomed.session, seq: doomed.seq });
    expect(episodes.flatMap(({ steps }) => steps.map(({ target }) => target?.name))).toEqual(['Save', 'Print']);
    expect(queue.deletedSteps).toBe(1);
    await host.ask({ type: 'send-now' });
    expect((await host.collector.steps()).map(({ target }) => target?.name)).toEqual(['Save', 'Print']);
  });

  test('keeps the chain whole over a restart of the host, in a new session', async () => {
    const host = await TestHost.joined();
    await workAndSend(host, 'Save');
    await host.restartHost();
    await workAndSend(host, 'Search');
    expect(new Set((await host.collector.steps()).map(({ session }) => session)).size).toBe(2);
  });
});

describe('what was not agreed to', () => {
  /** Whether anything is sent after the stored profile was changed. */
  async function isSent(change: (profile: Record<string, unknown>, host: TestHost) => object): Promise<boolean> {
    const host = await TestHost.joined();
    const work = await host.open();
    work.click('Save');
    await host.steps();
    await host.collector.publish({ retentionDays: 30 });
    const profile = JSON.parse(host.store.profileText ?? '');
    host.store.profileText = JSON.stringify({ ...profile, ...change(profile, host) });
    await host.restart();
    await host.ask({ type: 'send-now' });
    return host.collector.segments.length > 0;
  }

  test('is never sent: without a policy and a consent that hold and belong together', async () => {
    expect(await isSent(() => ({}))).toBe(true);
    // Another version than the one that was agreed to.
    expect(await isSent((_, host) => ({ policy: host.collector.policy }))).toBe(false);
    const forged = (document: unknown) => ({ ...Object(document), signature: 'A'.repeat(86) });
    expect(await isSent(({ policy }) => ({ policy: forged(policy) }))).toBe(false);
    expect(await isSent(({ consent }) => ({ consent: forged(consent) }))).toBe(false);
  });

  test('is never sent after it was taken back', async () => {
    const host = await TestHost.joined();
    await host.ask({ type: 'withdraw' });
    const { pendingWithdrawal, ...profile } = JSON.parse(host.store.profileText ?? '');
    const other = await TestHost.joined();
    const work = await other.open();
    work.click('Save');
    await other.steps();
    expect(pendingWithdrawal.consent.body.decision).toBe('withdrawn');
    other.store.profileText = JSON.stringify({
      ...profile,
      consent: pendingWithdrawal.consent,
      pendingWithdrawal: null,
    });
    await other.restart();
    await other.ask({ type: 'send-now' });
    expect(other.collector.segments).toEqual([]);
    expect((await other.ask({ type: 'status' })).queue.waitingSteps).toBe(1);
  });
});

describe('what was sent', () => {
  test('can still be erased', async () => {
    const host = await TestHost.joined();
    await workAndSend(host, 'Save');
    const [part] = (await host.ask({ type: 'episodes' })).sent;
    const { sent } = await host.ask({ type: 'erase', segments: [part?.ciphertext ?? ''] });
    expect(host.collector.erased).toEqual([host.collector.segments[0]?.manifest.body.ciphertext]);
    expect(sent).toEqual([]);
  });

  test('stays flagged until the collector confirms its erasure, and is ordered again', async () => {
    const host = await TestHost.joined();
    await workAndSend(host, 'Save');
    const [part] = (await host.ask({ type: 'episodes' })).sent;
    host.isOnline = false;
    const { sent } = await host.ask({ type: 'erase', segments: [part?.ciphertext ?? ''] });
    expect(sent).toMatchObject([{ erasing: true, uploaded: true, ciphertext: part?.ciphertext }]);
    host.isOnline = true;
    host.collector.confirmsOtherErasures = true;
    await host.tick();
    expect((await host.ask({ type: 'episodes' })).sent).toMatchObject([{ erasing: true }]);
    host.collector.confirmsOtherErasures = false;
    await host.tick();
    expect((await host.ask({ type: 'episodes' })).sent).toEqual([]);
  });
});

describe('a collector that lies about its ledger', () => {
  const overdue = /^The collector took one part of your recording and has not entered it in the public record/;

  test('is found out when the term for a segment is over, and not before', async () => {
    const host = await TestHost.joined();
    host.collector.shownLeaves = host.collector.leafCount;
    await workAndSend(host, 'Save');
    expect(host.collector.segments).toHaveLength(1);
    expect((await host.ask({ type: 'status' })).queue.ledgerProblem).toBeNull();
    host.clock.advance(11 * minute);
    const { ledgerProblem } = (await host.ask({ type: 'status' })).queue;
    expect(ledgerProblem).toMatch(overdue);
    expect(ledgerProblem).toContain('A sealed copy stays on this device.');

    host.collector.shownLeaves = Infinity;
    await host.tick();
    expect((await host.ask({ type: 'status' })).queue.ledgerProblem).toBeNull();
  });

  test('is given how many parts are missing', async () => {
    const host = await TestHost.joined();
    host.collector.shownLeaves = host.collector.leafCount;
    await workAndSend(host, 'Save');
    await workAndSend(host, 'Print');
    host.clock.advance(11 * minute);
    expect((await host.ask({ type: 'status' })).queue.ledgerProblem).toContain('took 2 parts of your recording');
  });

  test('is sent nothing more after a rollback, and nothing is lost', async () => {
    const host = await TestHost.joined();
    await workAndSend(host, 'Save');
    await host.tick();
    host.collector.rollBack(1);
    await workAndSend(host, 'Print');
    await host.tick();
    const { queue } = await host.ask({ type: 'status' });
    expect(queue.ledgerProblem).toMatch(
      /^The program’s public record does not go on from the one this device has seen/,
    );
    expect(queue.uploadProblem).toBe('Nothing is sent while the program’s public record does not add up.');
    expect(queue.sealedSegments).toBe(1);
    expect(host.collector.segments).toHaveLength(1);
  });

  test('is asked by one check at a time', async () => {
    const host = await TestHost.joined();
    host.collector.shownLeaves = host.collector.leafCount;
    await workAndSend(host, 'Save');
    host.requested.length = 0;
    const answer = Promise.withResolvers<void>();
    host.network = answer.promise;
    const checks = () => host.requested.filter((url) => url.endsWith('/ledger/checkpoint')).length;
    for (let ticks = 0; ticks < 3; ticks++) {
      host.clock.advance(30_000);
      await host.handle({ type: 'tick' });
      await expect.poll(checks).toBe(1);
    }
    answer.resolve();
    await host.device.idle();
    // None of the later ticks has begun one of its own.
    expect(checks()).toBeLessThanOrEqual(2);
  });

  test('holds up nothing while its ledger gives no answer', async () => {
    const host = await TestHost.joined();
    const answer = Promise.withResolvers<void>();
    host.network = answer.promise;
    host.clock.advance(30_000);
    const ticking = host.handle({ type: 'tick' });
    const paused = await host.ask({ type: 'pause', minutes: 30 });
    expect(paused.pause).not.toBeNull();
    answer.resolve();
    await ticking;
    await host.device.idle();
    expect(host.failures).toEqual([]);
  });
});

test('a collector that cannot be reached is reported for each task, and everything else goes on', async () => {
  const host = await TestHost.joined();
  const work = await host.open();
  host.isOnline = false;
  await host.tick();
  expect(host.failures).toEqual([{ during: 'policy-watch', code: 'collector-unreachable' }]);
  work.click('Save');
  expect(await host.clicks()).toEqual(['Save']);
  expect(host.enabled).toEqual([orders]);
});
