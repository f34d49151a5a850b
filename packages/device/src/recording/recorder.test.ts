import { describe, expect, test } from 'vitest';
import { digestSchema, type Event, type Policy, type Step } from '@assent/contracts';
import { createSpool, type Spool } from '@assent/spool';
import { memoryStore } from '@assent/spool/testing';
import { EventScript, scriptTarget } from '@assent/testkit';
import type { InForce } from './redact-steps.ts';
import { newSession, Recorder } from './recorder.ts';

const save = scriptTarget('save', { name: 'Save' });
const [crm, practice] = ['https://crm.example', 'https://practice.example'];
const inForce: InForce = {
  // The recorder reads nothing of a policy but its sites.
  policy: {
    sites: [
      { origin: crm, name: 'CRM', mode: 'ambient', interfaceWords: [] },
      { origin: practice, name: 'Practice', mode: 'task', interfaceWords: ['Quorvex'] },
    ],
  } as unknown as Policy,
  policyDigest: digestSchema.parse('a'.repeat(64)),
  safeguards: digestSchema.parse('b'.repeat(64)),
};

function freshSpool(): Spool {
  const limits = { maxBytes: 1_000_000, maxAgeMs: 1e9, sentMaxAgeMs: 1e9 };
  const cipher = {
    encrypt: async (bytes: Uint8Array) => bytes.slice(),
    decrypt: async (bytes: Uint8Array) => bytes.slice(),
  };
  return createSpool({ store: memoryStore(), cipher, limits });
}

/** Records events of one document, each message by a background of its own: it dies in between. */
async function record(origin: string, messages: readonly (readonly Event[])[]): Promise<Spool> {
  const spool = freshSpool();
  const session = newSession();
  const sender = { tab: 1, window: 1, frame: 0, origin, topOrigin: origin, incognito: false };
  const recorder = () => new Recorder(spool, session, { find: async () => null });
  for (const events of messages) {
    await recorder().take({ source: events[0]?.source, events }, sender, inForce, () => true, {
      continues: true,
      now: 0,
    });
  }
  await recorder().flush(inForce, Date.now());
  return spool;
}

/** What is kept of a task with a made-up name in its instruction, and a click some time after it. */
async function noteOn(origin: string): Promise<string | undefined> {
  const script = new EventScript().document({ url: `${origin}/`, frame: { path: [], origin, sameOriginAsTop: true } });
  script.add('task', { instruction: 'Save the order of Quorvex Brambleshaw', instructionSource: 'program' });
  const begun = script.events.length;
  script.wait(20_000).click(save);
  const spool = await record(origin, [script.events.slice(0, begun), script.events.slice(begun)]);
  const [waiting] = await spool.episodes();
  return waiting === undefined ? undefined : (await spool.readEpisode(waiting)).note?.instruction;
}

test('what an episode is about follows the rules of the site it happened on, not of the first one listed', async () => {
  expect(await noteOn(practice)).toBe('Save the order of Quorvex Brambleshaw');
  const hidden = await noteOn(crm);
  expect(hidden).toMatch(/^Save the order of \u27E6/u);
  expect(hidden).not.toMatch(/Quorvex|Brambleshaw/);
});

test('what an episode without any step on a listed site is about is not kept', async () => {
  expect(await noteOn('https://elsewhere.example')).toBeUndefined();
});

describe('a tab', () => {
  const page = (url = `${practice}/`) => ({
    url,
    frame: { path: [], origin: practice ?? '', sameOriginAsTop: true },
  });
  const where = { tab: 1, window: 1 };

  /** A device, and a recorder over it that may die at any time. */
  function device() {
    const spool = freshSpool();
    let session = newSession();
    const recorder = () => new Recorder(spool, session, { find: async () => null });
    const take = async (events: readonly Event[], tab: number) => {
      const sender = { ...where, tab, frame: 0, origin: practice ?? '', topOrigin: practice ?? '', incognito: false };
      const source = events[0]?.source;
      await recorder().take({ source, events }, sender, inForce, () => true, { continues: true, now: 1e15 });
    };
    const restart = () => {
      session = newSession();
    };
    return { spool, recorder, take, restart };
  }

  async function stepsOf(spool: Spool): Promise<readonly Step[]> {
    const episodes = await spool.episodes();
    const read = await Promise.all(episodes.map((episode) => spool.readEpisode(episode)));
    return read.flatMap(({ steps }) => steps);
  }

  test('that crashed and was closed is reported as lost by the next step, wherever that is done', async () => {
    const { spool, recorder, take } = device();
    const crashed = new EventScript().document(page()).press(save);
    await take(crashed.events, 1);
    const other = new EventScript(crashed.now + 5000).in(1).document(page()).click(save);
    expect(await recorder().openTabs(inForce)).toEqual(new Set([1]));
    await recorder().giveUp(new Set([1, 7]), inForce, crashed.now + 3000);
    expect(await recorder().openTabs(inForce)).toEqual(new Set());
    await take(other.events, 2);
    await recorder().flush(inForce, other.now);
    const steps = await stepsOf(spool);
    expect(steps.map(({ complete, missed }) => [complete, missed])).toEqual([
      [false, 0],
      [true, 1],
    ]);
  });

  test('that crashed and was closed is reported as lost after a restart, if nothing was done before it', async () => {
    const { spool, recorder, take, restart } = device();
    const crashed = new EventScript().document(page()).click(save);
    await take(crashed.events, 1);
    await recorder().giveUp(new Set([1]), inForce, crashed.now + 3000);
    restart();
    const other = new EventScript(crashed.now + 5000).in(1).document(page()).click(save);
    await take(other.events, 2);
    await recorder().flush(inForce, other.now);
    expect((await stepsOf(spool)).map(({ missed }) => missed)).toEqual([0, 1]);
  });

  test('that was closed in good order is not', async () => {
    const { spool, recorder, take } = device();
    const left = new EventScript().document(page()).click(save).add('end', {});
    await take(left.events, 1);
    await recorder().giveUp(new Set([1]), inForce, left.now + 3000);
    const other = new EventScript(left.now + 5000).in(1).document(page()).click(save);
    await take(other.events, 2);
    await recorder().flush(inForce, other.now);
    expect((await stepsOf(spool)).map(({ missed }) => missed)).toEqual([0, 0]);
  });

  test('that is opened or closed where no page is recorded leaves no hole', async () => {
    const { spool, recorder, take } = device();
    await recorder().tab('open', where, inForce, 1_795_000_000_000);
    const first = new EventScript(1_795_000_001_000).document(page()).click(save);
    await take(first.events, 1);
    await recorder().tab('open', { ...where, tab: 2 }, inForce, first.now + 5000);
    const last = first.wait(6000).add('end', {}).events.slice(-1);
    await take(last, 1);
    await recorder().tab('close', where, inForce, first.now);
    const other = new EventScript(first.now + 5000).in(1).document(page()).click(save);
    await take(other.events, 2);
    await recorder().flush(inForce, other.now);
    const steps = await stepsOf(spool);
    expect(steps.map(({ seq, action }) => [seq, action.type])).toEqual([
      [0, 'click'],
      [1, 'tab_open'],
      [2, 'click'],
    ]);
  });
});
