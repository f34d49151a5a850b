import * as fc from 'fast-check';
import {
  digestSchema,
  mediaKinds,
  secretClasses,
  type KeepProposal,
  type ParticipantRules,
  type Policy,
  type RawStep,
  type Site,
  type Step,
} from '@assent/contracts';
import { expect, test } from 'vitest';
import { emptyTokens, recheckStep, safeguardStep } from './index.ts';
import { typed } from './testing/raw-step.ts';
import {
  acceptedProposals,
  contentRules,
  decisionsOf,
  mediaOn,
  proposalDigest,
  siteRules,
  type Decisions,
} from './effective-rules.ts';

const zero = digestSchema.parse('0'.repeat(64));
const origin = 'https://app.example';
const site: Site = { origin, name: 'App', mode: 'ambient', interfaceWords: ['Sprint'] };
const proposal: KeepProposal = {
  id: 'ticket-title',
  origin,
  field: { name: 'Ticket title', role: 'textbox' },
  keep: 'literal',
  why: 'To learn how people name tickets.',
};
const nothing: ParticipantRules = { hiddenWords: [], hiddenFields: [], strictOrigins: [] };

function pass(raw: RawStep, decisions: Decisions = {}, on: Site = site): Step {
  const outcome = safeguardStep(raw, {
    site: on,
    policy: zero,
    safeguards: zero,
    tokens: emptyTokens('test'),
    ...decisions,
  });
  if (outcome.outcome !== 'kept') throw new Error('the step was dropped');
  return outcome.step;
}

function valueOf({ action }: Step): string {
  if (action.type !== 'type') throw new Error('not a typing step');
  return 'text' in action.value ? action.value.text : action.value.secret;
}

/** All texts of a step, with tokens emptied; a slot is no text. */
function kept(step: Step): string {
  const { action, page, target } = step;
  const value = action.type === 'type' && 'text' in action.value ? action.value.text : '';
  return [value, page.path, page.title, target?.name].join('\n').replaceAll(/\u27E6[^\u27E7]*\u27E7/g, '\u27E6\u27E7');
}

const text = fc.oneof(
  fc.constantFrom(
    'Vanterpool wrote to the vendor about the delay',
    'please call Anna',
    'Refund for order 4711',
    'her surgery is on monday',
    'Sprint review',
    'password: dragon',
    '4111 1111 1111 1111',
  ),
  fc.string({ maxLength: 30 }),
);
const fieldName = fc.constantFrom('Ticket title', 'ticket title ', 'Note', 'Password', '');

test('an accepted proposal keeps the named field literally, and nothing else', () => {
  const accepted = { accepted: [proposal] };
  expect(valueOf(pass(typed('Vanterpool wants 12 chairs', 'Ticket title'), accepted))).toBe(
    'Vanterpool wants 12 chairs',
  );
  expect(valueOf(pass(typed('Vanterpool wants 12 chairs', 'Note'), accepted))).not.toContain('Vanterpool');
  const step = pass({ ...typed('x', 'Ticket title'), page: { url: `${origin}/`, title: 'Vanterpool' } }, accepted);
  expect(step.page.title).not.toContain('Vanterpool');
});

test('a proposal that this participant did not accept changes nothing', () => {
  fc.assert(
    fc.property(text, fieldName, (value, name) => {
      const raw = typed(value, name);
      const others = { ...proposal, origin: 'https://other.example' };
      expect(pass(raw, { accepted: [others] })).toEqual(pass(raw));
      expect(pass(raw, { accepted: [] })).toEqual(pass(raw));
    }),
  );
});

test('nothing that anyone decides lifts the floor', () => {
  const accepted = [proposal, { ...proposal, field: { name: 'Password', role: null } }];
  for (const mode of ['ambient', 'task'] as const) {
    for (const secret of secretClasses) {
      const raw = typed('Vanterpool', 'Ticket title', secret);
      expect(
        JSON.stringify(pass(raw, { accepted }, { ...site, mode, interfaceWords: ['Vanterpool'] }).action),
      ).not.toContain('Vanterpool');
    }
    for (const floor of [
      'her chemotherapy',
      'the betriebsrat',
      '4111 1111 1111 1111',
      'password: dragon',
      'DE89370400440532013000',
    ]) {
      const words = floor.split(/[ :]+/);
      const step = pass(typed(floor, 'Ticket title'), { accepted }, { ...site, mode, interfaceWords: words });
      expect(valueOf(step)).not.toContain(words.at(-1));
    }
  }
});

test('what a participant wants hidden only ever removes', () => {
  const rules = fc.record<ParticipantRules>({
    hiddenWords: fc.subarray(['vendor', 'refund', 'sprint', 'please', 'inbox']),
    hiddenFields: fc.subarray([
      { origin, name: 'Note' },
      { origin, name: 'Ticket title' },
    ]),
    strictOrigins: fc.subarray([origin, 'https://other.example']),
  });
  fc.assert(
    fc.property(text, fieldName, rules, fc.boolean(), fc.boolean(), (value, name, participant, isTask, accepts) => {
      const on: Site = isTask ? { ...site, mode: 'task' } : site;
      const decisions = { accepted: accepts ? [proposal] : [] };
      const raw = typed(value, name);
      const without = kept(pass(raw, decisions, on));
      const within = kept(pass(raw, { ...decisions, participant }, on));
      expect(pass(raw, { ...decisions, participant: nothing }, on)).toEqual(pass(raw, decisions, on));
      expect(isLeftOver(within.replaceAll('\u27E6\u27E7', ''), without)).toBe(true);
    }),
    { numRuns: 150 },
  );
});

test('a field that the participant hides is hidden whole, with that reason', () => {
  const participant = { ...nothing, hiddenFields: [{ origin, name: 'note' }] };
  const step = pass(typed('please save the order', 'Note'), { participant, accepted: [proposal] });
  expect(valueOf(step)).toMatch(/^\u27E6x\*17-64:\d\u27E7$/);
  expect(step.redactions).toContainEqual({ at: '/action/value/text', reason: 'participant.hidden', count: 1 });
});

test('a field is hidden by its name on its own site only', () => {
  const hiddenAt = (hiddenOrigin: string, name: string, field: string) => {
    const participant = { ...nothing, hiddenFields: [{ origin: hiddenOrigin, name }] };
    return valueOf(pass(typed('please save', field), { participant })) !== 'please save';
  };
  expect(hiddenAt(origin, ' NOTE ', 'note')).toBe(true);
  expect(hiddenAt(origin, 'note', ' Note ')).toBe(true);
  expect(hiddenAt(origin, 'Note', 'Notes')).toBe(false);
  expect(hiddenAt('https://other.example', 'Note', 'Note')).toBe(false);
  expect(hiddenAt(origin, 'Stra\u00DFe', 'STRASSE')).toBe(false);
  expect(hiddenAt(origin, 'Cafe\u0301', 'caf\u00E9')).toBe(true);
});

test('a proposal reaches only the field that it names: by site, name, and role where it has one', () => {
  const keeps = (changes: Partial<KeepProposal>, name = 'Ticket title', secret: 'password' | null = null) =>
    valueOf(pass(typed('Vanterpool', name, secret), { accepted: [{ ...proposal, ...changes }] })) === 'Vanterpool';
  expect(keeps({})).toBe(true);
  expect(keeps({}, ' ticket TITLE ')).toBe(true);
  expect(keeps({ field: { name: 'Ticket title', role: null } })).toBe(true);
  expect(keeps({ field: { name: 'Ticket title', role: 'combobox' } })).toBe(false);
  expect(keeps({ origin: 'https://other.example' })).toBe(false);
  expect(keeps({}, 'Ticket')).toBe(false);
  // Deny by default: a field without a name is never meant, whatever a proposal says.
  expect(keeps({ field: { name: ' ', role: null } }, ' ')).toBe(false);
  expect(keeps({ field: { name: '', role: null } }, '')).toBe(false);
});

test('rules for a secret field are never those of a proposal', () => {
  const field = typed('', 'Ticket title', 'password').target;
  expect(contentRules(site, field, { accepted: [proposal] })).toMatchObject({ strictness: 'standard' });
  expect(contentRules(site, typed('', 'Ticket title').target, { accepted: [proposal] })).toMatchObject({
    strictness: 'literal',
  });
  expect(contentRules(site, null, { accepted: [proposal] })).toMatchObject({ strictness: 'standard' });
});

test('the rules of a site come from its mode, its words and what the participant decided', () => {
  const rules = (changes: Partial<ParticipantRules> = {}, on: Site = site) => {
    const { own, never, strictness } = siteRules(on, { participant: { ...nothing, ...changes } });
    return { own: [...own], never: [...never], strictness };
  };
  expect(rules()).toEqual({ own: ['sprint'], never: [], strictness: 'standard' });
  expect(rules({}, { ...site, mode: 'task' }).strictness).toBe('literal');
  expect(rules({ strictOrigins: [origin] }, { ...site, mode: 'task' }).strictness).toBe('strict');
  expect(rules({ strictOrigins: ['https://other.example'] }).strictness).toBe('standard');
  expect(rules({ hiddenWords: ['O\u2019Brien'] }).never).toEqual(["o'brien"]);
  expect([...siteRules(site, {}).never]).toEqual([]);
});

test('a word that the participant hides may be a tag of HTML, which is nobody’s word', () => {
  const participant = { ...nothing, hiddenWords: ['table', 'button', 'form'] };
  const raw = typed('please save', 'Field');
  if (raw.target === null) throw new Error('no target');
  const selectors = { testId: 'form', id: 'table', css: 'form > table:nth-of-type(2) > h2 > button' };
  const step = pass({ ...raw, target: { ...raw.target, tag: 'button', selectors } }, { participant });
  expect(step.target).toMatchObject({
    tag: 'button',
    selectors: { testId: null, id: null, css: selectors.css },
  });
  expect(step.redactions).toEqual([
    { at: '/target/selectors/testId', reason: 'participant.hidden', count: 1 },
    { at: '/target/selectors/id', reason: 'participant.hidden', count: 1 },
  ]);
  const within = { ...selectors, css: 'form > #table > button' };
  expect(
    pass({ ...raw, target: { ...raw.target, tag: 'form-table', selectors: within } }, { participant }).target,
  ).toMatchObject({ tag: 'custom-element', selectors: { css: null } });
});

test('a query key that the participant hides is left out with that reason', () => {
  const participant = { ...nothing, hiddenWords: ['vendor'] };
  const raw = { ...typed('x', 'Field'), page: { url: `${origin}/?vendor=1&tab=2`, title: '' } };
  const { page, redactions } = pass(raw, { participant });
  expect(page.queryKeys).toEqual(['tab']);
  expect(redactions).toContainEqual({ at: '/page/queryKeys', reason: 'participant.hidden', count: 1 });
  expect(redactions.filter(({ at }) => at === '/page/queryKeys')).toHaveLength(1);
});

test('a word that the participant hides is nowhere in a step, however it is run together', () => {
  const participant = { ...nothing, hiddenWords: ['vendor', 'Orders'] };
  const raw = typed('please call the vendor', 'vendorList');
  if (raw.target === null) throw new Error('no target');
  const target = {
    ...raw.target,
    tag: 'vendor-list',
    selectors: { testId: 'vendor-list', id: 'vendorList', css: 'main > #vendor > input' },
    context: [{ role: 'form', name: 'Vendor' }],
  };
  const page = { url: `${origin}/vendorList/orders?vendor=1`, title: 'Vendor orders' };
  const outcome = pass({ ...raw, target, page }, { participant });
  expect(JSON.stringify({ ...outcome, redactions: [] })).not.toMatch(/vendor|orders/i);
  expect(outcome.redactions).toContainEqual({ at: '/target/selectors/testId', reason: 'participant.hidden', count: 1 });
  expect(pass({ ...raw, target, page }).target?.selectors.testId).toBe('vendor-list');
});

test('the second pass leaves what was proposed to those who accepted, and hides it elsewhere', () => {
  const step = pass(typed('Vanterpool wants chairs', 'Ticket title'), { accepted: [proposal] });
  expect(recheckStep(step, { site, proposals: [proposal] })).toEqual({ step, caught: 0 });
  expect(valueOf(recheckStep(step, { site }).step)).not.toContain('Vanterpool');
});

test('an acceptance holds for exactly what was proposed', async () => {
  // Only proposals and snapshots matter here.
  const policy = { proposals: [proposal], snapshots: { maxPerMinute: 0 } } as unknown as Policy;
  expect(await acceptedProposals(policy, [await proposalDigest(proposal)])).toEqual([proposal]);
  expect(await acceptedProposals(policy, [await proposalDigest({ ...proposal, why: 'Because.' })])).toEqual([]);
  expect(await acceptedProposals({} as unknown as Policy, [zero])).toEqual([]);
  const digest = await proposalDigest(proposal);
  expect(await decisionsOf(policy, {})).toEqual({ accepted: [] });
  expect(await decisionsOf(policy, { accepted: [digest], rules: nothing })).toEqual({
    accepted: [proposal],
    participant: nothing,
  });
});

/** Whether `less` is `more` with characters taken out. */
function isLeftOver(less: string, more: string): boolean {
  let at = 0;
  for (const character of more) if (character === less[at]) at++;
  return at === less.length;
}

test('of media nothing stays that not both sides let stay, and nothing at all on a site that is kept strict', async () => {
  const kinds = fc.subarray([...mediaKinds]);
  await fc.assert(
    fc.asyncProperty(kinds, kinds, fc.boolean(), async (keep, media, strict) => {
      const policy = { snapshots: { maxPerMinute: 6, ...(keep.length === 0 ? {} : { keep }) } } as unknown as Policy;
      const rules = { ...nothing, strictOrigins: strict ? [site.origin] : ['https://other.example'] };
      const stays = mediaOn(site, await decisionsOf(policy, { media, rules }));
      expect([...stays].sort()).toEqual(
        strict ? [] : mediaKinds.filter((kind) => keep.includes(kind) && media.includes(kind)).toSorted(),
      );
      expect(mediaOn(site, await decisionsOf(policy, { rules })).size).toBe(0);
    }),
  );
});
