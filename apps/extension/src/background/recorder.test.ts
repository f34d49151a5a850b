import { expect, test } from 'vitest';
import { digestSchema, type Event, type Policy } from '@assent/contracts';
import { createSpool, type Spool } from '@assent/spool';
import { memoryStore } from '@assent/spool/testing';
import { EventScript, scriptTarget } from '@assent/testkit';
import type { InForce } from './kept-steps.ts';
import { newSession, Recorder } from './recorder.ts';

const save = scriptTarget('save', { name: 'Save' });
const [crm, practice] = ['https://crm.example', 'https://practice.example'];
const inForce: InForce = {
  // The recorder looks at nothing of a policy but its sites.
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
    await recorder().take({ source: events[0]?.source, events }, sender, inForce, () => true, { goesOn: true, now: 0 });
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

test('what an episode is about is told by the rules of the site it happened on, not of the first one listed', async () => {
  expect(await noteOn(practice)).toBe('Save the order of Quorvex Brambleshaw');
  const hidden = await noteOn(crm);
  expect(hidden).toMatch(/^Save the order of \u27E6/u);
  expect(hidden).not.toMatch(/Quorvex|Brambleshaw/);
});

test('what an episode without any step on a listed site is about is not kept', async () => {
  expect(await noteOn('https://elsewhere.example')).toBeUndefined();
});
