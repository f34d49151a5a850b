import * as fc from 'fast-check';
import {
  digestSchema,
  rawStepSchema,
  siteSchema,
  stepSchema,
  type Action,
  type RawStep,
  type Target,
} from '@assent/contracts';
import { expect, test } from 'vitest';
import { emptyTokens, explainReason, recheckStep, ruleSetDigest, safeguardNote, safeguardStep } from './index.ts';

const site = siteSchema.parse({
  origin: 'https://crm.example',
  name: 'CRM',
  mode: 'ambient',
  interfaceWords: ['Kanban'],
});
const digest = digestSchema.parse('ab'.repeat(32));
const context = { site, policy: digest, safeguards: digest, tokens: emptyTokens('test') };

const target: Target = {
  ref: 'e1',
  role: 'textbox',
  name: 'Subject',
  nameSource: 'label',
  tag: 'input',
  field: { kind: 'text', secret: null },
  box: [1, 2, 3, 4],
  state: { disabled: false, checked: null, expanded: null, selected: null, value: 'empty' },
  hitSelf: true,
  shadow: 'none',
  selectors: { testId: null, id: null, css: null },
  context: [],
};

function rawStep(action: Action, changes: Partial<RawStep> = {}): RawStep {
  return rawStepSchema.parse({
    v: 1,
    session: `s_${'a'.repeat(22)}`,
    episode: 0,
    seq: 0,
    t: 1_795_446_282_168,
    duration: 1730,
    sensor: 'browser',
    origin: 'user',
    webdriver: false,
    complete: true,
    missed: 0,
    tab: 0,
    window: 0,
    frame: { path: [], origin: 'https://crm.example', sameOriginAsTop: true },
    view: { width: 1280, height: 720, scale: 1, scrollX: 0, scrollY: 0, screen: [0, 0] },
    action,
    target,
    observation: null,
    page: { url: 'https://crm.example/orders/8812?tab=notes&sid=abc#x', title: 'Order 8812 - Anna' },
    ...changes,
  });
}

function kept(raw: RawStep, tokens = context.tokens) {
  const outcome = safeguardStep(raw, { ...context, tokens });
  if (outcome.outcome === 'dropped') throw new Error(outcome.reason);
  stepSchema.parse(outcome.step);
  return outcome;
}

const click: Action = { type: 'click', x: 1, y: 2, button: 'left', modifiers: [] };
const typed = (text: string): Action => ({ type: 'type', value: { text }, mode: 'append' });
const secretTarget: Target = { ...target, name: 'Password', field: { kind: 'text', secret: 'password' } };

test('a click on a named control keeps the interface and hides the rest, with reasons', () => {
  const { step } = kept(rawStep(click, { target: { ...target, role: 'button', name: 'Delete Anna' } }));
  expect(step.target?.name).toMatch(/^Delete ⟦Xx1-4:\d⟧$/);
  expect(step.page).toMatchObject({ origin: 'https://crm.example', queryKeys: ['tab'] });
  expect(step.page.path).toMatch(/^\/orders\/⟦91-4:\d⟧$/);
  expect(step.page.title).toMatch(/^Order ⟦91-4:\d⟧ - ⟦Xx1-4:\d⟧$/);
  expect(step.redactions).toContainEqual({ at: '/target/name', reason: 'word.capitalised', count: 1 });
  expect(step.redactions).toContainEqual({ at: '/page', reason: 'url.fragment', count: 1 });
  expect(step.t % 100).toBe(0);
});

test.each(['https://other.example/', 'https://crm.example.evil.example/', 'not a url', 'about:blank'])(
  'a step on %s is dropped',
  (url) => {
    const outcome = safeguardStep(rawStep(click, { page: { url, title: '' } }), context);
    expect(outcome).toMatchObject({ outcome: 'dropped', reason: 'scope.not-listed' });
  },
);

test('typed text passes the allow-list and its duration reveals no rhythm', () => {
  const { step } = kept(rawStep(typed('please call Anna')));
  expect(step.action).toMatchObject({ value: { text: expect.stringMatching(/^please call ⟦Xx1-4:\d⟧$/) } });
  expect(step.duration).toBe(1000);
});

test('secrets become slots that are equal for equal secrets and reveal neither length nor time', () => {
  const secret = (known: string, tokens = context.tokens) =>
    kept(
      rawStep({ type: 'type', value: { secret: known, class: 'password' }, mode: 'replace' }, { target: secretTarget }),
      tokens,
    );
  const first = secret('a');
  const second = secret('b', first.tokens);
  const third = secret('a', second.tokens);
  const unknown = secret('', third.tokens);
  const slots = [first, second, third, unknown].map(({ step }) => step.action);
  expect(slots).toEqual(
    ['s1', 's2', 's1', 's3'].map((slot) => ({
      type: 'type',
      value: { secret: slot, class: 'password' },
      mode: 'replace',
    })),
  );
  expect(first.step.duration).toBe(0);
  expect(first.step.redactions).toContainEqual({ at: '/action/value', reason: 'secret.password', count: 1 });
});

test('text that slips into a secret field becomes a slot all the same', () => {
  const { step, tokens } = kept(rawStep(typed('hunter2'), { target: secretTarget }));
  expect(step.action).toMatchObject({ value: { secret: 's1', class: 'password' } });
  expect(JSON.stringify([step, tokens])).not.toContain('hunter2');
});

test('a card number typed into an ordinary field becomes a slot', () => {
  expect(kept(rawStep(typed('4111 1111 1111 1111'))).step.action).toMatchObject({ value: { class: 'card' } });
});

test('autofilled text becomes a slot', () => {
  expect(kept(rawStep(typed('please'), { origin: 'autofill' })).step.action).toMatchObject({
    value: { class: 'autofill' },
  });
});

test('in a secret field keys, their number, choices and clipboard sizes are not kept', () => {
  const at = (action: Action) => kept(rawStep(action, { target: secretTarget })).step.action;
  expect(at({ type: 'key', keys: 'Backspace', repeat: 9 })).toEqual({ type: 'key', keys: '*', repeat: 1 });
  expect(at({ type: 'key', keys: 'Tab', repeat: 1 })).toEqual({ type: 'key', keys: 'Tab', repeat: 1 });
  expect(at({ type: 'paste', size: '9-16' })).toEqual({ type: 'paste', size: '0' });
  expect(at({ type: 'select', option: '12/2027', index: 11 })).toEqual({ type: 'select', option: '', index: -1 });
});

test('drag paths and waits are quantised, unknown file extensions hidden', () => {
  const drag: Action = {
    type: 'drag',
    x: 1,
    y: 2,
    button: 'left',
    modifiers: [],
    endX: 5,
    endY: 6,
    path: [[1.4, 2.6, 133]],
  };
  expect(kept(rawStep(drag)).step.action).toMatchObject({ path: [[1, 3, 100]] });
  expect(kept(rawStep({ type: 'wait', ms: 1234 })).step.action).toEqual({ type: 'wait', ms: 1200 });
  expect(kept(rawStep({ type: 'upload', extensions: ['PDF', 'anna'], count: 2 })).step.action).toMatchObject({
    extensions: ['pdf', ''],
  });
});

test('roles, tags and selectors that a page made up are not kept', () => {
  const hostile: Target = {
    ...target,
    role: 'anna-vanterpool',
    tag: 'x-vanterpool',
    selectors: { testId: 'save-button', id: 'customer-8812', css: 'form > div:nth-of-type(2) > input' },
    context: [
      { role: 'row', name: 'Anna' },
      { role: 'vanterpool', name: 'Orders' },
    ],
  };
  const made = kept(rawStep(click, { target: hostile })).step.target;
  expect(made).toMatchObject({
    role: 'generic',
    tag: 'custom-element',
    selectors: { testId: 'save-button', id: null, css: 'form > div:nth-of-type(2) > input' },
    context: [{ role: 'row' }, { role: 'generic', name: 'Orders' }],
  });
  expect(JSON.stringify(made)).not.toMatch(/anna|vanterpool|8812/i);
});

test('another site’s frame origin is not kept', () => {
  const frame = { path: [0], origin: 'https://anna.pages.example', sameOriginAsTop: false };
  expect(kept(rawStep(click, { frame })).step.frame.origin).toBe('null');
});

test('on a task site text stays literal but the floor holds', () => {
  const task = { ...context, site: { ...site, mode: 'task' as const } };
  const outcome = safeguardStep(rawStep(typed('Ship order 1042 to Anna, mail a@mail.example')), task);
  expect(outcome).toMatchObject({ step: { action: { value: { text: 'Ship order 1042 to Anna, mail ⟦email:1⟧' } } } });
  const secret = safeguardStep(rawStep(typed('hunter2'), { target: secretTarget }), task);
  expect(JSON.stringify(secret)).not.toContain('hunter2');
});

test('on a task site a date that was picked stays, and so it does in the second pass', () => {
  const task = { ...context, site: { ...site, mode: 'task' as const } };
  const raw = rawStep(typed('2026-03-04'));
  if (raw.target === null) throw new Error('no target');
  const day = { ...raw, target: { ...raw.target, field: { kind: 'date' as const, secret: null } } };
  const outcome = safeguardStep(day, task);
  expect(outcome).toMatchObject({ step: { action: { value: { text: '2026-03-04' } } } });
  if (outcome.outcome !== 'kept') throw new Error('not kept');
  expect(recheckStep(outcome.step, { site: task.site }).caught).toBe(0);
  expect(JSON.stringify(safeguardStep(day, context))).not.toContain('2026-03-04');
});

test('a note is redacted with the numbers its episode already gave', () => {
  const { tokens } = kept(rawStep(typed('Anna')));
  const note = {
    v: 1 as const,
    session: rawStep(click).session,
    episode: 0,
    instruction: 'call Anna and Bob',
    source: 'participant' as const,
  };
  const safe = safeguardNote(note, { site, tokens }).instruction;
  const number = Object.values(tokens.ids)[0];
  expect(safe).toBe(`call ⟦Xx1-4:${number}⟧ and ⟦Xx1-4:0⟧`);
});

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('Anna Price', 'Save', 'Kanban', 'a@b.example', '⟦x1-4:1⟧', '/a.pdf'),
);
const anyRaw = fc
  .record({
    text,
    name: text,
    title: text,
    role: fc.constantFrom('button', 'listitem', 'cell', 'x'),
    path: text,
    secret: fc.constantFrom(null, 'password' as const),
    kind: fc.constantFrom('type', 'select', 'key', 'click'),
  })
  .map(({ text, name, title, role, path, secret, kind }) => {
    const actions: Record<string, Action> = {
      type: typed(text),
      select: { type: 'select', option: text, index: 1 },
      key: { type: 'key', keys: text.slice(0, 60), repeat: 3 },
      click,
    };
    return rawStep(actions[kind] ?? click, {
      target: { ...target, role, name, field: { kind: 'text', secret }, context: [{ role, name: title }] },
      page: { url: `https://crm.example/${encodeURIComponent(path.toWellFormed())}`, title },
    });
  });

test('any raw step becomes a valid step, and the second pass finds nothing new in it', () => {
  fc.assert(
    fc.property(anyRaw, (raw) => {
      const { step } = kept(raw);
      const rechecked = recheckStep(step, { site });
      expect(recheckStep(rechecked.step, { site })).toEqual({ step: rechecked.step, caught: 0 });
      stepSchema.parse(rechecked.step);
      for (const { reason } of step.redactions) expect(explainReason(reason)).not.toBe('');
    }),
    { numRuns: 200 },
  );
});

test('the second pass catches what an older rule set let through', () => {
  const { step } = kept(rawStep(click));
  const older = { ...step, page: { ...step.page, title: 'Order for anna@mail.example' } };
  const { step: checked, caught } = recheckStep(older);
  expect(checked.page.title).toBe('Order for ⟦email:0⟧');
  expect(caught).toBe(1);
  expect(recheckStep(step)).toEqual({ step, caught: 0 });
});

test('the rule set has one digest', async () => {
  expect(await ruleSetDigest()).toBe(await ruleSetDigest());
  expect(await ruleSetDigest()).toMatch(/^[0-9a-f]{64}$/);
});
