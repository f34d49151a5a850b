import * as fc from 'fast-check';
import {
  channels,
  digestSchema,
  secretClasses,
  type KeepProposal,
  type ParticipantRules,
  type Site,
} from '@assent/contracts';
import { expect, test } from 'vitest';
import {
  contentFate,
  emptyTokens,
  explainReason,
  nameChannel,
  previewAt,
  previewText,
  redact,
  safeguardStep,
  strictnesses,
  type Decisions,
  type PreviewPart,
} from './index.ts';
import { typed } from './testing/raw-step.ts';

const piece = fc.constantFrom(
  'Save',
  'Vanterpool',
  ' ',
  '4711',
  '\u27E6',
  '\u27E7',
  '/',
  'a@b.example',
  'the',
  '\uD83D',
);

test('the parts of a preview are the text, and what stays and the tokens are what redact gives', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...channels),
      fc.array(piece, { maxLength: 10 }).map((parts) => parts.join('')),
      fc.constantFrom(...strictnesses),
      (channel, text, strictness) => {
        const options = { strictness, tokens: emptyTokens('test') };
        const parts = previewText(channel, text, options);
        expect(parts.map((part) => part.text).join('')).toBe(text);
        expect(parts.map((part) => (part.kept ? part.text : part.token)).join('')).toBe(
          redact(channel, text, options).text,
        );
      },
    ),
  );
});

test('a hidden part says why in plain words', () => {
  expect(previewText('title', 'Edit Vanterpool', { tokens: emptyTokens('test') })).toEqual([
    { kept: true, text: 'Edit ' },
    {
      kept: false,
      text: 'Vanterpool',
      token: '\u27E6Xx9-16:1\u27E7',
      reason: 'word.capitalised',
      why: explainReason('word.capitalised'),
    },
  ]);
});

const origin = 'https://app.example';
const zero = digestSchema.parse('0'.repeat(64));
const proposal: KeepProposal = {
  id: 'ticket-title',
  origin,
  field: { name: 'Ticket title', role: null },
  keep: 'literal',
  why: 'To learn how people name tickets.',
};
const ordinary = fc.oneof(
  fc.constantFrom('Vanterpool wrote to the vendor', 'Sprint review', 'order 4711', 'her surgery', 'vendorList of Anna'),
  fc.array(piece, { minLength: 1, maxLength: 8 }).map((parts) => parts.join('')),
  fc.string({ minLength: 1, maxLength: 40 }),
);
const site = fc.record<Site>({
  origin: fc.constant(origin),
  name: fc.constant('App'),
  mode: fc.constantFrom('ambient', 'task'),
  interfaceWords: fc.subarray(['Sprint', 'Vanterpool', 'orders']),
});
const rules = fc.record<ParticipantRules>({
  hiddenWords: fc.subarray(['vendor', 'Sprint', 'orders', 'ticket', 'save']),
  hiddenFields: fc.subarray([
    { origin, name: 'Note' },
    { origin, name: 'ticket title' },
  ]),
  strictOrigins: fc.subarray([origin]),
});
const decisions = fc.record<Decisions>({ accepted: fc.subarray([proposal]), participant: rules });

/** The text as it would be kept. */
function keptText(parts: readonly PreviewPart[]): string {
  return parts.map((part) => (part.kept ? part.text : part.token)).join('');
}

test('a preview shows exactly what recording keeps, wherever a text is and whatever was decided', () => {
  fc.assert(
    fc.property(
      ordinary,
      fc.oneof(fc.constantFrom('Ticket title', 'Note', 'Subject', ''), ordinary),
      ordinary,
      fc.constantFrom(null, null, null, ...secretClasses),
      site,
      decisions,
      (value, name, title, secret, on, decided) => {
        const raw = typed(value, name, secret);
        const page = { url: `${origin}/orders/${encodeURIComponent(title.toWellFormed())}`, title };
        const outcome = safeguardStep(
          { ...raw, page },
          { ...decided, site: on, policy: zero, safeguards: zero, tokens: emptyTokens('test') },
        );
        if (outcome.outcome !== 'kept' || raw.target === null) throw new Error('the step was dropped');
        const { action, target, page: kept } = outcome.step;
        // One table over all texts in the step's own order, so that numbers of tokens agree too.
        let tokens = emptyTokens('test');
        const preview = (...[channel, text, field]: [Parameters<typeof previewAt>[0], string, typeof raw.target?]) => {
          const done = previewAt(channel, text, { ...decided, site: on, tokens, ...(field ? { field } : {}) });
          tokens = done.tokens;
          expect(done.parts.map((part) => part.text).join('')).toBe(text);
          return keptText(done.parts);
        };
        const entered = preview('text', value, raw.target);
        if (action.type !== 'type') throw new Error('not a typing step');
        if ('text' in action.value) expect(entered).toBe(action.value.text);
        else if (secret !== null) expect(entered).toBe(action.value.secret);
        else expect(entered.trim()).toMatch(/^\u27E6(?:secret|card):\d+\u27E7$/);
        expect(preview(nameChannel(raw.target.role), name)).toBe(target?.name);
        expect(preview('path', URL.parse(page.url)?.pathname ?? '')).toBe(kept.path);
        expect(preview('title', title)).toBe(kept.title);
        const fate = contentFate(on, raw.target, decided);
        const again = previewAt('text', value, { ...decided, site: on, field: raw.target }).parts;
        if (fate.keeps === 'nothing') expect(again.filter((part) => part.kept)).toEqual([]);
        else expect(secret).toBeNull();
      },
    ),
    { numRuns: 300 },
  );
});

test('what becomes of a field is known before anything is entered', () => {
  const app: Site = { origin, name: 'App', mode: 'ambient', interfaceWords: [] };
  const field = typed('', 'Ticket title').target;
  if (field === null) throw new Error('no field');
  const none: ParticipantRules = { hiddenWords: [], hiddenFields: [], strictOrigins: [] };
  expect(contentFate(app, field, {})).toEqual({ keeps: 'standard' });
  expect(contentFate(app, field, { accepted: [proposal] })).toEqual({ keeps: 'literal' });
  expect(contentFate(app, field, { accepted: [proposal], participant: { ...none, strictOrigins: [origin] } })).toEqual({
    keeps: 'strict',
  });
  const hidden = { ...none, hiddenFields: [{ origin, name: 'ticket TITLE' }] };
  expect(contentFate(app, field, { accepted: [proposal], participant: hidden })).toMatchObject({
    keeps: 'nothing',
    reason: 'participant.hidden',
  });
  expect(contentFate(app, { ...field, field: { kind: 'text', secret: 'password' } }, { accepted: [proposal] })).toEqual(
    {
      keeps: 'nothing',
      reason: 'secret.password',
      why: explainReason('secret.password'),
    },
  );
});
