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
import {
  emptyTokens,
  explainReason,
  recheckNote,
  recheckStep,
  ruleSetDigest,
  safeguardNote,
  safeguardStep,
} from './index.ts';

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

test('a step is safeguarded in every part, and says what was hidden where', () => {
  const raw = rawStep(typed('please call Anna'), {
    frame: { path: [0], origin: 'https://anna.pages.example', sameOriginAsTop: false },
    target: {
      ...target,
      role: 'vanterpool',
      name: 'Subject for Anna',
      tag: 'x-vanterpool',
      selectors: { testId: 'anna-1', id: 'anna-2', css: '#anna' },
      context: [
        { role: 'row', name: 'Orders' },
        { role: 'vanterpool', name: 'Anna' },
      ],
    },
  });
  const outcome = kept(raw);
  const { redactions, ...step } = outcome.step;
  const { redactions: _none, ...unchanged } = { ...raw, redactions: [] };
  expect(step).toStrictEqual({
    ...unchanged,
    t: 1_795_446_282_100,
    duration: 1000,
    frame: { path: [0], origin: 'null', sameOriginAsTop: false },
    action: { type: 'type', value: { text: 'please call ⟦Xx1-4:1⟧' }, mode: 'append' },
    target: {
      ...raw.target,
      role: 'generic',
      name: 'Subject for ⟦Xx1-4:1⟧',
      tag: 'custom-element',
      selectors: { testId: null, id: null, css: null },
      context: [
        { role: 'row', name: 'Orders' },
        { role: 'generic', name: '⟦Xx1-4:1⟧' },
      ],
    },
    page: {
      origin: 'https://crm.example',
      path: '/orders/⟦91-4:2⟧',
      queryKeys: ['tab'],
      title: 'Order ⟦91-4:2⟧ - ⟦Xx1-4:1⟧',
    },
    policy: digest,
    safeguards: digest,
  });
  expect(redactions).toEqual([
    { at: '/action/value/text', reason: 'word.capitalised', count: 1 },
    { at: '/frame/origin', reason: 'scope.not-listed', count: 1 },
    { at: '/target/role', reason: 'word.not-listed', count: 1 },
    { at: '/target/tag', reason: 'word.not-listed', count: 1 },
    { at: '/target/name', reason: 'word.capitalised', count: 1 },
    { at: '/target/context/1/name', reason: 'word.capitalised', count: 1 },
    { at: '/target/selectors/testId', reason: 'shape.identifier', count: 1 },
    { at: '/target/selectors/id', reason: 'shape.identifier', count: 1 },
    { at: '/target/selectors/css', reason: 'shape.identifier', count: 1 },
    { at: '/page/queryKeys', reason: 'url.query', count: 1 },
    { at: '/page', reason: 'url.query', count: 1 },
    { at: '/page', reason: 'url.fragment', count: 1 },
    { at: '/page/path', reason: 'shape.path', count: 1 },
    { at: '/page/title', reason: 'number', count: 1 },
    { at: '/page/title', reason: 'word.capitalised', count: 1 },
  ]);
  expect(outcome.tokens).toStrictEqual({
    ...context.tokens,
    ids: outcome.tokens.ids,
    skew: 730,
    open: { ref: 'e1', page: 'https://crm.example/orders/8812' },
  });
});

test('a step with nothing private in it stays as it is', () => {
  const plain = rawStep(click, {
    duration: 200,
    t: 1_795_446_282_100,
    page: { url: 'https://crm.example/orders', title: 'Orders' },
    target: {
      ...target,
      role: 'button',
      tag: 'kanban-board',
      selectors: { testId: 'due-date', id: 'orders', css: 'form > div' },
    },
  });
  const { step, tokens } = kept(plain);
  expect(step).toStrictEqual({
    ...plain,
    page: { origin: 'https://crm.example', path: '/orders', queryKeys: [], title: 'Orders' },
    redactions: [],
    policy: digest,
    safeguards: digest,
  });
  expect(tokens).toStrictEqual(context.tokens);
});

test('a step without a target is kept without one', () => {
  expect(kept(rawStep(click, { target: null })).step.target).toBeNull();
  const { step } = kept(rawStep({ type: 'select', option: 'Paid', index: 1 }, { target: null }));
  expect(step.action).toEqual({ type: 'select', option: 'Paid', index: 1 });
});

test.each(['https://crm.example', 'null'])('the frame of origin %s is kept', (origin) => {
  const frame = { path: [0], origin, sameOriginAsTop: false };
  const { step } = kept(rawStep(click, { frame }));
  expect(step.frame).toEqual(frame);
  expect(step.redactions.map(({ at }) => at)).not.toContain('/frame/origin');
});

test('of the query at most 50 listed keys are kept, each once', () => {
  const words = ['tab', 'page', 'sort', 'order', 'limit', 'offset', 'cursor', 'mode'];
  const keys = words.flatMap((first) => words.map((second) => `${first}-${second}`)).slice(0, 51);
  const query = (count: number) => [...keys.slice(0, count), keys[0]].map((key) => `${key}=1`).join('&');
  const pageOf = (count: number) =>
    kept(rawStep(click, { page: { url: `https://crm.example/?${query(count)}`, title: '' } })).step;
  expect(pageOf(50).page.queryKeys).toEqual(keys.slice(0, 50));
  expect(pageOf(50).redactions).toEqual([{ at: '/page', reason: 'url.query', count: 1 }]);
  expect(pageOf(51).page.queryKeys).toEqual(keys.slice(0, 50));
  expect(pageOf(51).redactions).toContainEqual({ at: '/page/queryKeys', reason: 'url.query', count: 1 });
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

const note = (instruction: string, source: 'participant' | 'program' = 'participant') => ({
  v: 1 as const,
  session: rawStep(click).session,
  episode: 0,
  instruction,
  source,
});

test('only what a program wrote about its own task stays literal', () => {
  const task = { site: { ...site, mode: 'task' as const }, tokens: context.tokens };
  const said = (source: 'participant' | 'program', on: Pick<typeof context, 'site' | 'tokens'> = task) =>
    safeguardNote(note('please refund Vanterpool, mail a@b.example', source), on).instruction;
  expect(said('program')).toBe('please refund Vanterpool, mail ⟦email:0⟧');
  expect(said('participant')).toBe('please refund ⟦Xx9-16:0⟧, mail ⟦email:0⟧');
  expect(safeguardNote(note('open the Kanban board'), task).instruction).toBe('open the Kanban board');
  expect(said('program', { ...task, site })).toBe('please refund ⟦Xx9-16:0⟧, mail ⟦email:0⟧');
});

test('the second pass over a note finds what an older rule set let through, and nothing in what passed', () => {
  const older = note('please refund Vanterpool, mail a@b.example');
  expect(recheckNote(older)).toEqual({ note: note('please refund Vanterpool, mail ⟦email:0⟧'), caught: 1 });
  const { note: checked, caught } = recheckNote(older, { site });
  expect([checked.instruction, caught]).toEqual(['please refund ⟦Xx9-16:0⟧, mail ⟦email:0⟧', 2]);
  expect(recheckNote(checked, { site })).toEqual({ note: checked, caught: 0 });
  const program = note('please refund Vanterpool', 'program');
  expect(recheckNote(program, { site: { ...site, mode: 'task' } })).toEqual({ note: program, caught: 0 });
  expect(recheckNote(program, { site }).caught).toBe(1);
});

test('a note is redacted with the numbers its episode already gave', () => {
  const { tokens } = kept(rawStep(typed('Anna')));
  const safe = safeguardNote(note('call Anna and Bob'), { site, tokens }).instruction;
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

test('the second pass covers every text of a step', () => {
  const { step } = kept(rawStep(click, { page: { url: 'https://crm.example/', title: '' } }));
  const mail = 'a@b.example';
  const older = {
    ...step,
    action: { type: 'select' as const, option: mail, index: 1 },
    target: {
      ...target,
      name: mail,
      context: [
        { role: 'row', name: mail },
        { role: 'form', name: 'Orders' },
      ],
    },
    page: { ...step.page, path: `/${mail}`, title: mail },
  };
  const { step: checked, caught } = recheckStep(older);
  expect(JSON.stringify({ ...checked, redactions: [] })).not.toContain(mail);
  expect(checked).toMatchObject({
    action: { type: 'select', option: '⟦email:0⟧', index: 1 },
    target: {
      name: '⟦email:0⟧',
      context: [
        { role: 'row', name: '⟦email:0⟧' },
        { role: 'form', name: 'Orders' },
      ],
    },
    page: { path: '/⟦email:0⟧', title: '⟦email:0⟧' },
  });
  expect(checked.redactions).toEqual(
    ['/action/option', '/target/name', '/target/context/0/name', '/page/path', '/page/title'].map((at) => ({
      at,
      reason: 'found.email',
      count: 1,
    })),
  );
  expect(caught).toBe(5);
  const written = { ...older, action: { type: 'type' as const, value: { text: mail }, mode: 'append' as const } };
  const typedAgain = recheckStep(written).step;
  expect(typedAgain.action).toEqual({ type: 'type', value: { text: '⟦email:0⟧' }, mode: 'append' });
  expect(typedAgain.redactions[0]).toEqual({ at: '/action/value/text', reason: 'found.email', count: 1 });
  const nowhere = { ...older, target: null };
  expect(recheckStep(nowhere).step).toMatchObject({ target: null, action: { option: '⟦email:0⟧' } });
});

test('with the site the second pass judges the path as a path', () => {
  const { step } = kept(rawStep(click, { page: { url: 'https://crm.example/', title: '' } }));
  const older = { ...step, page: { ...step.page, path: '/orders/vanterpool' } };
  expect(recheckStep(older).caught).toBe(0);
  expect(recheckStep(older, { site }).step.page.path).toBe('/orders/⟦x9-16:0⟧');
  expect(recheckStep(older, { site }).step.redactions).toEqual([{ at: '/page/path', reason: 'shape.path', count: 1 }]);
});

test('the second pass adds to the redactions of the first, up to 500', () => {
  const { step } = kept(rawStep(click, { page: { url: 'https://crm.example/', title: '' } }));
  const earlier = Array.from({ length: 499 }, (_, i) => ({
    at: `/target/context/${i}/name`,
    reason: 'number' as const,
    count: 1,
  }));
  const older = { ...step, page: { ...step.page, path: '/a@b.example', title: 'a@b.example' }, redactions: earlier };
  const { step: checked, caught } = recheckStep(older);
  expect(caught).toBe(2);
  expect(checked.redactions).toEqual([...earlier, { at: '/page/path', reason: 'found.email', count: 1 }]);
});

test.each([
  ['2026-03-04', true],
  ['2026-03-04T10:30', true],
  ['2026-03-04T10:30:15', true],
  ['2026-03-04T10:30:15.250', true],
  ['x 2026-03-04', false],
  ['2026-03-04 to 2026-03-05', false],
  ['2026-03-04T10:30:15.2500', false],
])('in a field for dates on a task site, and only there, %j is no phone number: %s', (value, stays) => {
  const task = { ...context, site: { ...site, mode: 'task' as const } };
  const valueOf = (kind: 'date' | 'text', secret: 'password' | null = null) => {
    const raw = rawStep(typed(value), { target: { ...target, field: { kind, secret } } });
    const outcome = safeguardStep(raw, task);
    if (outcome.outcome !== 'kept' || outcome.step.action.type !== 'type') throw new Error('not kept');
    return outcome.step.action.value;
  };
  const hidden = valueOf('text');
  expect(hidden).not.toEqual({ text: value });
  expect(valueOf('date')).toEqual(stays ? { text: value } : hidden);
  expect(valueOf('date', 'password')).toEqual({ secret: 's1', class: 'password' });
});

test('the rule set has one digest', async () => {
  expect(await ruleSetDigest()).toBe(await ruleSetDigest());
  expect(await ruleSetDigest()).toMatch(/^[0-9a-f]{64}$/);
});
