import type { KeepProposal, MediaKind, Step } from '@assent/contracts';
import { proposalDigest, type PreviewPart } from '@assent/safeguards';
import { scriptField } from '@assent/testkit';
import { beforeEach, describe, expect, test } from 'vitest';
import type { TestDocument } from '../testing/documents.ts';
import { orders, TestHost } from '../testing/host.ts';

const proposal: KeepProposal = {
  id: 'ticket-title',
  origin: orders,
  field: { name: 'Ticket title', role: null },
  keep: 'literal',
  why: 'To learn how people name tickets.',
};
const other: KeepProposal = { ...proposal, id: 'customer', field: { name: 'Customer', role: 'combobox' } };
const titled = { ...scriptField('title'), name: 'Ticket title' };
const noted = { ...scriptField('note'), name: 'Note' };

let host: TestHost;
let work: TestDocument;
let digest: string;

beforeEach(async () => {
  host = await TestHost.joined({ proposals: [proposal, other] });
  work = await host.open();
  digest = await proposalDigest(proposal);
});

/** A preview as it would be kept. */
function shown(parts: readonly PreviewPart[] = []): string {
  return parts.map((part) => (part.kept ? part.text : part.token)).join('');
}

/** What was typed, as review shows it, by field. */
async function typed(): Promise<readonly string[]> {
  return (await host.steps()).flatMap(({ action, target }: Step) =>
    action.type === 'type' ? [`${target?.name}: ${'text' in action.value ? action.value.text : 'a secret'}`] : [],
  );
}

function type(text: string, field: typeof titled): void {
  work.type(text, field).record((script) => script.wait(5000));
}

describe('a proposal to keep more', () => {
  test('is shown with what it would change', async () => {
    const { proposals, changed, sites } = await host.ask({ type: 'decisions' });
    expect(changed).toBe(false);
    expect(sites).toEqual([{ origin: orders, name: 'Orders', mode: 'ambient' }]);
    expect(proposals.map(({ field }) => field)).toEqual(['Ticket title', 'Customer']);
    const [first] = proposals;
    expect(first).toMatchObject({ digest, site: 'Orders', origin: orders, why: proposal.why, accepted: false });
    expect(shown(first?.with)).toBe('Ask Vanterpool about order 4711');
    expect(shown(first?.without)).not.toContain('Vanterpool');
  });

  test('keeps what is typed from its acceptance on, and nothing that was typed before', async () => {
    type('Zoltan called', titled);
    const accepted = await host.ask({ type: 'accept-proposal', proposal: digest });
    expect(accepted.proposals[0]?.accepted).toBe(true);
    expect(accepted.proposals[1]?.accepted).toBe(false);
    type('Vanterpool wants 12 chairs', titled);
    type('Quillfeather wants a table', noted);
    const steps = (await typed()).join('\n');
    expect(steps).toContain('Ticket title: Vanterpool wants 12 chairs');
    expect(steps).not.toMatch(/Zoltan|Quillfeather/);
    expect(steps).toContain('called');

    const revoked = await host.ask({ type: 'revoke-proposal', proposal: digest });
    expect(revoked.proposals[0]?.accepted).toBe(false);
    type('Wolfgang wants lamps', titled);
    const after = (await typed()).join('\n');
    expect(after).not.toContain('Wolfgang');
    // What waits for review stays as it was made.
    expect(after).toContain('Ticket title: Vanterpool wants 12 chairs');
  });

  test('keeps nothing that a document hands over too late', async () => {
    type('Zebulon came early', titled);
    work.hangs = true;
    await host.ask({ type: 'accept-proposal', proposal: digest });
    work.hangs = false;
    await work.deliver();
    expect((await typed()).join()).not.toMatch(/Zebulon|early/);
    // The document is known all the same.
    type('Vanterpool came late', titled);
    expect((await typed()).join()).toContain('Vanterpool came late');
  });

  test('closes an action that is under way under the old rules', async () => {
    work.type('Zebulon came', titled);
    await work.deliver();
    await host.ask({ type: 'accept-proposal', proposal: digest });
    work.type(' early', titled, 'Zebulon came');
    expect((await typed()).join()).not.toContain('Zebulon');
  });

  test('cannot be accepted where the policy does not make it', async () => {
    await expect(host.ask({ type: 'accept-proposal', proposal: '0'.repeat(64) })).rejects.toMatchObject({
      code: 'proposal-changed',
    });
  });

  test('needs a new yes where it has changed, after the new version was agreed to', async () => {
    await host.ask({ type: 'accept-proposal', proposal: digest });
    await host.ask({ type: 'accept-proposal', proposal: await proposalDigest(other) });
    const changed = { ...proposal, why: 'To learn how people write to each other.' };
    await host.collector.publish({ proposals: [changed, other] });
    await host.tick();
    const waiting = await host.ask({ type: 'decisions' });
    expect(waiting.changed).toBe(true);
    expect(waiting.proposals[0]).toMatchObject({ why: changed.why, accepted: false });
    for (const each of [digest, await proposalDigest(changed)]) {
      await expect(host.ask({ type: 'accept-proposal', proposal: each })).rejects.toMatchObject({
        code: 'consent-first',
      });
    }
    const { policy } = await host.ask({ type: 'renewal' });
    await host.ask({ type: 'renew', policy, tier: 'steps-only' });
    await expect(host.ask({ type: 'accept-proposal', proposal: digest })).rejects.toMatchObject({
      code: 'proposal-changed',
    });
    const after = await host.ask({ type: 'accept-proposal', proposal: await proposalDigest(changed) });
    expect(after.proposals.map(({ accepted }) => accepted)).toEqual([true, true]);
    // What an earlier version proposed is not carried along.
    expect(JSON.parse(host.store.profileText ?? '').controls.accepted).not.toContain(digest);
  });
});

describe('the participant’s own rules', () => {
  test('hide a word from the next step on, until it is removed', async () => {
    type('the order is late', noted);
    expect(await typed()).toEqual(['Note: the order is late']);
    const added = await host.ask({ type: 'change-rules', change: { what: 'add-words', words: 'Order' } });
    expect(added.rules.hiddenWords).toHaveLength(1);
    type('an order for lunch', noted);
    let steps = await typed();
    expect(steps[0]).toBe('Note: the order is late');
    expect(steps[1]).not.toContain('order');
    expect(steps[1]).toContain('for lunch');

    type('no order yet', noted);
    const [word = ''] = added.rules.hiddenWords;
    const removed = await host.ask({ type: 'change-rules', change: { what: 'remove-word', word } });
    expect(removed.rules.hiddenWords).toEqual([]);
    type('new order here', noted);
    steps = await typed();
    // What was typed before the word was removed is hidden still.
    expect(steps[2]).not.toContain('order');
    expect(steps[3]).toBe('Note: new order here');
  });

  test('that cannot be added change nothing', async () => {
    const before = host.store.profileText;
    await expect(host.ask({ type: 'change-rules', change: { what: 'add-words', words: '---' } })).rejects.toMatchObject(
      { code: 'rule-refused' },
    );
    expect(JSON.parse(host.store.profileText ?? '').controls.rules).toEqual(JSON.parse(before ?? '').controls.rules);
  });

  test('hide a field, and a site of which only the interface stays', async () => {
    await host.ask({ type: 'change-rules', change: { what: 'add-field', origin: orders, name: 'note' } });
    type('please save the order', noted);
    expect((await typed()).join()).not.toMatch(/please|save|order/);
    await host.ask({ type: 'change-rules', change: { what: 'add-strict', origin: orders } });
    type('save garden', titled);
    const last = (await typed()).at(-1);
    expect(last).toContain('save');
    expect(last).not.toContain('garden');
  });

  test('drop snapshots that wait when they get stricter', async () => {
    await host.session.set({
      snapshots: [{ digest: 'a'.repeat(64), bytes: 1, covered: 0 }],
      [`snapshot/${'a'.repeat(64)}`]: { base64: 'AA==', covered: 0, reduced: false, kept: [] },
    });
    await host.ask({ type: 'change-rules', change: { what: 'add-words', words: 'Order' } });
    expect(await host.session.get('snapshots')).toBeUndefined();
    expect(await host.session.get(`snapshot/${'a'.repeat(64)}`)).toBeUndefined();
  });

  test('take a program that was joined', async () => {
    const stranger = await TestHost.start();
    for (const request of [
      { type: 'decisions' },
      { type: 'accept-proposal', proposal: digest },
      { type: 'revoke-proposal', proposal: digest },
      { type: 'change-rules', change: { what: 'add-words', words: 'Order' } },
      { type: 'allow-media', kind: 'images', allowed: false },
      { type: 'preview-text', origin: orders, channel: 'text', text: 'hello', field: null },
    ] as const) {
      await expect(stranger.ask(request)).rejects.toMatchObject({ code: 'not-joined' });
    }
  });
});

describe('a clock that was set back', () => {
  test('makes nothing of before count as later', async () => {
    await host.ask({ type: 'accept-proposal', proposal: digest });
    host.clock.set(-3_600_000);
    await host.session.set({ 'rules-relaxed-at': host.clock.now() + 3_600_000 });
    await work.deliver();
    work.click('Save');
    await work.deliver();
    expect(await host.session.get('rules-relaxed-at')).toBeLessThanOrEqual(host.clock.now());
  });
});

describe('a preview of a text', () => {
  const preview = async (text: string, field: string | null = null, channel: 'text' | 'name' = 'text') => {
    const { parts } = await host.ask({ type: 'preview-text', origin: orders, channel, text, field });
    return shown(parts);
  };

  test('shows what would stay', async () => {
    expect(await preview('please ask Vanterpool')).toMatch(/^please ask ⟦Xx9-16:1⟧/);
    expect(await host.ask({ type: 'last-step' })).toBeNull();
  });

  test('follows the field it would be typed into, and what was accepted for it', async () => {
    await host.ask({ type: 'accept-proposal', proposal: digest });
    expect(await preview('Vanterpool', 'Ticket title')).toBe('Vanterpool');
    expect(await preview('Vanterpool', ' ticket TITLE ')).toBe('Vanterpool');
    expect(await preview('Vanterpool', 'Note')).not.toContain('Vanterpool');
    expect(await preview('Vanterpool')).not.toContain('Vanterpool');
    // Only text is typed into a field.
    expect(await preview('Vanterpool', 'Ticket title', 'name')).not.toContain('Vanterpool');
  });

  test('takes a site of the policy', async () => {
    await expect(
      host.ask({ type: 'preview-text', origin: 'https://elsewhere.example', channel: 'text', text: 'a', field: null }),
    ).rejects.toMatchObject({ code: 'not-listed' });
  });
});

describe('the last step', () => {
  test('is the newest one that waits, with why something in it is hidden', async () => {
    work.click('Save');
    host.clock.advance(400_000);
    work.click('Edit Vanterpool');
    await host.steps();
    const last = await host.ask({ type: 'last-step' });
    expect(last?.step.target?.name).toMatch(/^Edit ⟦/);
    expect(last?.step.action.type).toBe('click');
    const reasons = new Set(last?.step.redactions.map(({ reason }) => reason));
    expect(new Set(Object.keys(last?.reasons ?? {}))).toEqual(reasons);
    expect(Object.values(last?.reasons ?? {}).join()).toContain('Words with capital letters are often names');
  });

  test('comes out when it is over, whether or not anything follows it', async () => {
    work.click('Save');
    await work.deliver();
    expect(await host.ask({ type: 'last-step' })).toBeNull();
    host.clock.advance(3000);
    expect((await host.ask({ type: 'last-step' }))?.step.target?.name).toBe('Save');
  });

  test('is none where nothing waits, and ends nothing that is under way', async () => {
    expect(await host.ask({ type: 'last-step' })).toBeNull();
    work.press('Save');
    await work.deliver();
    expect(await host.ask({ type: 'last-step' })).toBeNull();
    work.record((script) => script.wait(100).release());
    expect((await host.steps())[0]?.complete).toBe(true);
  });
});

describe('media that may stay in snapshots', () => {
  const program = { snapshotsPerMinute: 6, keep: ['images' as MediaKind] };

  test('are those that the policy keeps and the participant allows', async () => {
    const giving = await TestHost.joined(program, 'steps-with-snapshots');
    await giving.open();
    expect((await giving.ask({ type: 'decisions' })).media).toEqual({
      snapshots: true,
      offered: ['images'],
      allowed: [],
    });
    await expect(giving.ask({ type: 'allow-media', kind: 'video', allowed: true })).rejects.toMatchObject({
      code: 'proposal-changed',
    });
    const allowed = await giving.ask({ type: 'allow-media', kind: 'images', allowed: true });
    expect(allowed.media.allowed).toEqual(['images']);
    // Documents at rest ask for another snapshot.
    expect(giving.snapshotSwitches).toEqual([false, true]);
    const revoked = await giving.ask({ type: 'allow-media', kind: 'images', allowed: false });
    expect(revoked.media.allowed).toEqual([]);
  });

  test('need consent to a new version first, but can always be taken back', async () => {
    const giving = await TestHost.joined(program, 'steps-with-snapshots');
    await giving.ask({ type: 'allow-media', kind: 'images', allowed: true });
    await giving.collector.publish({ retentionDays: 30 });
    await giving.tick();
    await expect(giving.ask({ type: 'allow-media', kind: 'images', allowed: true })).rejects.toMatchObject({
      code: 'consent-first',
    });
    expect((await giving.ask({ type: 'allow-media', kind: 'images', allowed: false })).media.allowed).toEqual([]);
  });

  test('concern nobody who gives no snapshots', async () => {
    const giving = await TestHost.joined(program);
    expect((await giving.ask({ type: 'decisions' })).media.snapshots).toBe(false);
    await giving.ask({ type: 'allow-media', kind: 'images', allowed: false });
    expect(giving.snapshotSwitches).toEqual([]);
  });

  test('are allowed anew under a new version', async () => {
    const giving = await TestHost.joined(program, 'steps-with-snapshots');
    await giving.ask({ type: 'allow-media', kind: 'images', allowed: true });
    await giving.collector.publish({ retentionDays: 30 });
    await giving.tick();
    const { policy } = await giving.ask({ type: 'renewal' });
    await giving.ask({ type: 'renew', policy, tier: 'steps-with-snapshots' });
    expect((await giving.ask({ type: 'decisions' })).media.allowed).toEqual([]);
  });
});
