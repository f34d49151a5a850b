import type { PreviewPart } from '@assent/safeguards';
import { scriptField, scriptTarget } from '@assent/testkit';
import { beforeEach, expect, test } from 'vitest';
import type { SeenDocument } from '../ports.ts';
import { orders, TestHost } from '../testing/host.ts';

const elsewhere = 'https://elsewhere.example';
const note = { ...scriptField('note'), name: 'Note' };
const password = { ...scriptField('password', { secret: 'password' }), name: 'Password' };
const seen = (...controls: SeenDocument['controls']): SeenDocument => ({
  path: '/tickets',
  title: 'Tickets of Vanterpool',
  controls: controls.map(({ role, name, field }) => ({ role, name, field })),
  more: false,
});

let host: TestHost;

beforeEach(async () => {
  host = await TestHost.joined();
  host.seen = { documents: [seen(scriptTarget('save', { name: 'Save' }), note, password)], otherFrames: 0 };
});

const text = (parts: readonly PreviewPart[]) => parts.map((part) => (part.kept ? part.text : part.token)).join('');

/** What would be kept of a tab; throws where it was not looked at. */
async function preview(tab: number) {
  const page = await host.ask({ type: 'preview-page', tab });
  if (page.state !== 'seen') throw new Error(`not looked: ${page.gate.state}`);
  return page;
}

test('a preview shows kept words, signs for hidden ones, and what becomes of what is entered', async () => {
  const work = await host.open();
  const page = await preview(work.location.tab);
  expect(page).toMatchObject({ site: 'Orders', origin: orders, paused: false, more: false, otherFrames: 0 });
  expect(text(page.title)).toMatch(/^Tickets of ⟦/);
  expect(text(page.path)).toBe('/tickets');
  expect(page.controls.map(({ role, name, count }) => [role, text(name), count])).toEqual([
    ['button', 'Save', 1],
    ['textbox', 'Note', 1],
    ['textbox', 'Password', 1],
  ]);
  expect(page.controls.map(({ entered }) => entered?.keeps ?? null)).toEqual([null, 'standard', 'nothing']);
  expect(await host.steps()).toEqual([]);
});

test('what looks alike is shown once and counted, with equal signs for equal words', async () => {
  const edit = scriptTarget('edit', { name: 'Edit Vanterpool' });
  host.seen = { documents: [seen(edit, edit), { ...seen(edit), more: true }], otherFrames: 2 };
  const work = await host.open();
  const page = await preview(work.location.tab);
  expect(page.controls).toHaveLength(1);
  expect(page.controls[0]?.count).toBe(3);
  expect(page).toMatchObject({ more: true, otherFrames: 2 });
  const sign = /⟦[^⟧]*⟧/.exec(text(page.title))?.[0] ?? 'none';
  expect(text(page.controls[0]?.name ?? [])).toContain(sign);
});

test('toggles and files take no text, and a secret always does', async () => {
  const kinds = (['none', 'toggle', 'file', 'text', 'choice'] as const).map((kind) =>
    scriptTarget(kind, { name: kind, field: { kind, secret: null } }),
  );
  const hidden = {
    ...scriptTarget('pin', { name: 'Pin' }),
    field: { kind: 'none' as const, secret: 'password' as const },
  };
  host.seen = { documents: [seen(...kinds, hidden)], otherFrames: 0 };
  const work = await host.open();
  const page = await preview(work.location.tab);
  expect(page.controls.map(({ entered }) => entered !== null)).toEqual([false, false, false, true, true, true]);
});

test('a page that is not listed is not looked at, and neither is a private window', async () => {
  host.framesAsked = [elsewhere];
  const other = await host.open(elsewhere);
  expect(await host.ask({ type: 'preview-page', tab: other.location.tab })).toEqual({
    state: 'not-looked',
    origin: elsewhere,
    gate: expect.objectContaining({ state: 'out-of-scope' }),
  });
  const secret = await host.open(orders, { incognito: true });
  expect(await host.ask({ type: 'preview-page', tab: secret.location.tab })).toMatchObject({ state: 'not-looked' });
  expect(host.framesOpened).toEqual([]);
});

test('only frames of sites that may be recorded are looked into', async () => {
  host.framesAsked = [elsewhere, orders];
  const work = await host.open();
  await preview(work.location.tab);
  expect(host.framesOpened).toEqual([orders]);
});

test('a page can be looked at during a pause, and says that it is one', async () => {
  const work = await host.open();
  await host.ask({ type: 'pause', minutes: 30 });
  expect((await preview(work.location.tab)).paused).toBe(true);
});

test('a page that is gone, does not answer or shows nothing cannot be looked at', async () => {
  await expect(preview(999)).rejects.toMatchObject({ code: 'cannot-look' });
  const work = await host.open();
  host.seen = null;
  await expect(preview(work.location.tab)).rejects.toMatchObject({ code: 'cannot-look' });
  host.seen = { documents: [], otherFrames: 0 };
  await expect(preview(work.location.tab)).rejects.toMatchObject({ code: 'cannot-look' });
});

test('nothing is looked at where nobody has joined, or somebody has left', async () => {
  const stranger = await TestHost.start();
  const work = await stranger.open();
  const { tab } = work.location;
  await expect(stranger.ask({ type: 'preview-page', tab })).rejects.toMatchObject({ code: 'not-joined' });
  const mine = await host.open();
  host.isOnline = false;
  await host.ask({ type: 'withdraw' });
  await expect(preview(mine.location.tab)).rejects.toMatchObject({ code: 'not-joined' });
});
