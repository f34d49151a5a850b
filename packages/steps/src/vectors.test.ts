import { EventScript, scriptField, scriptTarget } from '@assent/testkit';
import { eventSchema, rawStepSchema, type Event, type RawStep } from '@assent/contracts';
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { reducerVersion } from './limits.ts';
import { flush, reduce } from './reduce.ts';
import type { ReducerOutput, ReducerState } from './state.ts';
import { freshState, reduceAll } from './testing/run.ts';

/**
 * The published vectors. After a change of the rules `npx vitest run -u packages/steps/src/vectors.test.ts` writes them
 * anew; read the difference before committing it, because the vectors are the specification.
 */
const button = scriptTarget('save');
const link = scriptTarget('link', { role: 'link', tag: 'a' });
const page = scriptTarget('page', { role: 'generic', tag: 'body' });
const subject = scriptField('subject');
const filled = scriptField('subject', { value: 'filled' });
const body = scriptField('body', { kind: 'multiline' });
const rich = scriptField('rich', { kind: 'rich' });
const password = scriptField('password', { secret: 'password' });
const status = scriptField('status', { kind: 'choice' });
const box = scriptField('agree', { kind: 'toggle' });
const date = scriptField('due', { kind: 'date' });
const radio = (ref: string) =>
  scriptTarget(ref, { role: 'radio', tag: 'input', field: { kind: 'toggle', secret: null } });
const control = { modifiers: ['Control' as const] };
const script = () => new EventScript().document();

/** A top document zoomed to 150 %, whose corner is at 5, 80 of the screen, and a frame in it. */
function framed(
  frame: { readonly sameOriginAsTop: boolean; readonly offset?: [number, number, number] },
  at: { readonly screen?: [number, number]; readonly pitch?: number },
): EventScript {
  const view = { width: 1280, height: 720, scale: 1.5, scrollX: 0, scrollY: 0, screen: [5, 80] as [number, number] };
  const { screen = [5, 80], pitch = 1.5 } = at;
  return new EventScript()
    .document({ view, pitch: 1.5 })
    .in(1)
    .document({
      url: 'https://pay.example/',
      frame: { path: [0], origin: 'https://pay.example', ...frame },
      view: { ...view, width: 300, height: 200, screen },
      pitch,
    });
}

const erase = (events: EventScript, value: string) =>
  events.key('Backspace', filled).input(filled, { inputType: 'deleteContentBackward', value }).wait(100);

/** Name, the rule it shows, the events. */
const vectors: readonly (readonly [string, string, EventScript])[] = [
  ['click', '5', script().snapshot('a').click(button)],
  [
    'click-multi',
    '5',
    script()
      .click(button)
      .click(button, { clicks: 2 })
      .wait(4000)
      .click(link)
      .click(link, { clicks: 2 })
      .click(link, { clicks: 3 }),
  ],
  ['click-four-times', '5', [1, 2, 3, 4].reduce((events, clicks) => events.click(button, { clicks }), script())],
  [
    'click-modified-twice',
    '5',
    script()
      .click(button, control)
      .click(link, { ...control, clicks: 2 }),
  ],
  [
    'click-other-buttons',
    '5',
    script()
      .click(link, { button: 'right' })
      .click(link, { button: 'right', clicks: 2 })
      .click(link, { button: 'middle' })
      .click(link, { button: 'back' }),
  ],
  ['click-long', '5', script().press(button).wait(1800).release()],
  [
    'click-middle-pastes',
    '5',
    script()
      .click(subject, { button: 'middle' })
      .add('clipboard', { operation: 'paste', size: '0', target: subject })
      .input(subject, { inputType: 'insertFromPaste', origin: 'paste', value: 'pasted' }),
  ],
  [
    'hover',
    '5',
    script()
      .snapshot('a')
      .add('hover', { x: 120, y: 40, target: scriptTarget('menu') })
      .wait(900)
      .click(scriptTarget('item', { role: 'menuitem' }), { y: 90 }),
  ],
  ['press-without-release', '5', script().press(button).wait(500).click(link)],
  ['press-panned', '5', script().press(page).wait(30).add('cancel', {}).scroll()],
  [
    'drag-right-button',
    '6',
    script()
      .press(page, { button: 'right' })
      .wait(300)
      .release({ button: 'right', x: 400, path: [[200, 110, 150]] }),
  ],
  ['type', '7', script().click(subject).type('cost$5', subject)],
  [
    'type-gap',
    '7',
    script()
      .type('ab', body)
      .wait(5000)
      .type('cd', scriptField('body', { kind: 'multiline', value: 'filled' }), 'ab'),
  ],
  [
    'type-enter-line',
    '7',
    script()
      .type('ab', body)
      .key('Enter', body)
      .input(body, { inputType: 'insertLineBreak', value: 'ab\n' })
      .wait(100)
      .type('cd', body, 'ab\n'),
  ],
  [
    'type-enter-submits',
    '7',
    script().type('ab', subject).key('Enter', subject).wait(1500).in(1).document({ cause: 'load' }),
  ],
  ['type-tab-type', '7', script().type('ab', subject).key('Tab', subject).type('cd', body)],
  [
    'type-over-all',
    '7',
    script().key('n', filled).input(filled, { data: 'n', value: 'n' }).wait(50).type('ew', filled, 'n'),
  ],
  [
    'type-backspace-surplus',
    '7',
    erase(erase(erase(script().type('a', filled, 'hello'), 'hello'), 'hell'), 'hel').type('b', filled, 'hel'),
  ],
  [
    'type-value-unknown',
    '7',
    script()
      .input(rich, { data: 'a' })
      .wait(50)
      .input(rich, { data: 'é' })
      .wait(50)
      .input(rich, { inputType: 'deleteContentBackward' }),
  ],
  [
    'type-composition',
    '7',
    ['k', 'か', 'かん', '漢'].reduce(
      (events, data) => events.input(rich, { data, inputType: 'insertCompositionText', origin: 'ime' }).wait(80),
      script(),
    ),
  ],
  [
    'type-composition-over-all',
    '7',
    ['か', '漢'].reduce(
      (events, data) =>
        events.input(filled, { data, value: data, inputType: 'insertCompositionText', origin: 'ime' }).wait(80),
      script().add('focus', { target: filled }),
    ),
  ],
  ['type-secret', '7', script().type('ab', password).input(password, { slot: 'k1' }).wait(50).key('Enter', password)],
  [
    'type-secret-named',
    '7',
    script()
      .input(password, { inputType: '' })
      .wait(9000)
      .input(password, { inputType: '', slot: 'k1' })
      .click(button)
      .wait(5000)
      .input(scriptField('again', { secret: 'password' }), { inputType: '' })
      .wait(800)
      .input(scriptField('again', { secret: 'password' }), { inputType: '', slot: 'k1' })
      .key('Tab', scriptField('again', { secret: 'password' })),
  ],
  [
    'type-secret-named-late',
    '7',
    script()
      .input(password, { inputType: '' })
      .wait(61_000)
      .input(password, { inputType: '', slot: 'k1' })
      .click(button),
  ],
  [
    'type-autofill',
    '7',
    script().key(null, subject).input(subject, { origin: 'autofill', inputType: '', secret: 'autofill' }),
  ],
  ['key-chords-held', '8', script().key('Control', page).key('c', page, control).wait(200).key('v', page, control)],
  [
    'key-repeat',
    '8',
    script()
      .key('Alt', page)
      .key('Tab', page, { modifiers: ['Alt'] })
      .wait(100)
      .key('Tab', page, { modifiers: ['Alt'] }),
  ],
  [
    'key-shift',
    '8',
    script()
      .key('Tab', subject, { modifiers: ['Shift'] })
      .key('ArrowLeft', body, { modifiers: ['Shift'] }),
  ],
  [
    'key-meta-alone',
    '8',
    script()
      .key('Meta', page)
      .wait(3000)
      .key('Meta', page)
      .key('c', page, { modifiers: ['Meta'] }),
  ],
  ['key-unknown', '8', script().key(null, page).wait(2000).key(null, page, control)],
  [
    'select-by-pointer',
    '9',
    script()
      .click(status)
      .wait(9000)
      .add('change', { change: { control: 'select', label: 'Paid', index: 2 }, target: status }),
  ],
  [
    'select-by-keys',
    '9',
    ['Open', 'Sent', 'Paid']
      .reduce(
        (events, label, index) =>
          events
            .key('ArrowDown', status)
            .add('change', { change: { control: 'select', label, index }, target: status })
            .wait(200),
        script(),
      )
      .key('Tab', status),
  ],
  [
    'check',
    '9',
    script()
      .click(box)
      .add('change', { change: { control: 'check', checked: true }, target: box }),
  ],
  [
    'check-by-arrow',
    '9',
    script()
      .key('ArrowDown', radio('one'))
      .add('change', { change: { control: 'check', checked: true }, target: radio('two') }),
  ],
  [
    'type-date',
    '9',
    ['0002-03-04', '0020-03-04', '0202-03-04', '2026-03-04']
      .reduce(
        (events, value, index) =>
          events
            .key('2026'[index] ?? '', date)
            .add('change', { change: { control: 'value', value }, target: date })
            .wait(200),
        ['0', '3', '0', '4'].reduce((events, digit) => events.key(digit, date).wait(200), script()),
      )
      .key('Tab', date),
  ],
  [
    'upload',
    '9',
    script()
      .click(button)
      .wait(9000)
      .add('change', {
        change: { control: 'file', extensions: ['pdf'], count: 1 },
        target: scriptField('file', { kind: 'file' }),
      }),
  ],
  [
    'scroll',
    '10',
    script()
      .scroll({ dy: 120, endY: 120 })
      .wait(50)
      .scroll({ dy: 120, endY: 240 })
      .wait(100)
      .scroll({ dy: -80, endY: 160 })
      .wait(2000)
      .scroll({ dy: -80, endY: 80 }),
  ],
  [
    'scroll-elsewhere',
    '10',
    script().scroll().wait(50).scroll({ y: 900 }).wait(50).scroll({ y: 900, container: 'e7' }),
  ],
  [
    'scroll-modified',
    '10',
    script()
      .scroll({ ...control, dy: 120, endY: 0 })
      .wait(100)
      .scroll({ ...control, dy: 120, endY: 0 })
      .wait(100)
      .scroll({ modifiers: ['Shift'], dx: 80, dy: 0, endX: 80, endY: 0 })
      .wait(100)
      .scroll({ dx: 80, dy: 0, endX: 160, endY: 0 }),
  ],
  [
    'date-by-arrows',
    '9',
    script()
      .key('ArrowUp', date)
      .add('change', { change: { control: 'value', value: '2026-04-04' }, target: date })
      .wait(300)
      .key('ArrowUp', date)
      .add('change', { change: { control: 'value', value: '2026-05-04' }, target: date })
      .wait(300)
      .key('ArrowRight', date)
      .wait(300)
      .key('Tab', date),
  ],
  ['scroll-by-key', '10', script().key('PageDown', page).scroll({ dy: 600, endY: 600 })],
  [
    'clipboard',
    '11',
    script()
      .key('v', body, control)
      .add('clipboard', { operation: 'paste', size: '5-8', target: body })
      .input(body, { inputType: 'insertFromPaste', origin: 'paste', data: 'pasted', value: 'pasted' })
      .wait(200)
      .type('!', body, 'pasted'),
  ],
  [
    'navigate',
    '12',
    new EventScript()
      .document({ cause: 'load' })
      .click(link)
      .wait(1500)
      .in(1)
      .document({ cause: 'load' })
      .wait(9000)
      .in(2)
      .document({ cause: 'back-forward' }),
  ],
  [
    'wait',
    '12',
    script().click(link).wait(5000).in(1).document({ cause: 'load', referred: true }).wait(900).click(button),
  ],
  [
    'navigate-while-typing',
    '12',
    script()
      .type('a', subject)
      .document({ cause: 'same-document', url: 'https://mail.example/?q=a' })
      .type('b', subject, 'a'),
  ],
  [
    'tabs',
    '12',
    script()
      .click(link)
      .wait(5000)
      .add('tab', { operation: 'open', tab: 2, window: 1 })
      .add('tab', { operation: 'switch', tab: 2, window: 1 })
      .wait(5000)
      .add('tab', { operation: 'close', tab: 2, window: 1 })
      .add('tab', { operation: 'switch', tab: 1, window: 1 }),
  ],
  [
    'task',
    '13',
    script()
      .add('task', { instruction: 'Pay the invoice', instructionSource: 'program' })
      .click(button)
      .add('gap', {})
      .wait(500)
      .click(link)
      .add('task', { instruction: null, instructionSource: null }),
  ],
  ['gap', '13', script().snapshot('a').press(button).add('gap', {}).wait(500).release().wait(100).click(link)],
  ['idle', '13', script().click(button).wait(400_000).click(link)],
  [
    'lost-events',
    '4',
    script().type('ab', subject).lose(3).type('c', subject, 'abX').wait(3000).add('drops', { count: 2 }).click(button),
  ],
  ['frame-same-origin', '4', framed({ sameOriginAsTop: true, offset: [400, 200, 1] }, {}).click(button)],
  [
    'frame-foreign',
    '4',
    framed({ sameOriginAsTop: false }, { screen: [405, 280] })
      .click(button)
      .press(button, { x: 10, y: 10 })
      .wait(300)
      .release({ x: 90, y: 10, path: [[50, 10, 150]] }),
  ],
  ['frame-foreign-scaled', '4', framed({ sameOriginAsTop: false }, { screen: [405, 280], pitch: 0.75 }).click(button)],
  [
    'frame-unseen',
    '4',
    framed({ sameOriginAsTop: false }, { screen: [405, 280] })
      .in(0)
      .press(scriptTarget('watched', { role: 'frame', tag: 'iframe', name: '' }), { into: [0] })
      .wait(3000)
      .press(scriptTarget('unseen', { role: 'frame', tag: 'iframe', name: '' }), { into: [1] }),
  ],
  [
    'two-documents',
    '4',
    script()
      .in(1)
      .document({ tab: 2, title: 'CRM' })
      .snapshot('b')
      .in(0)
      .type('ab', subject)
      .in(1)
      .type('xy', subject)
      .in(0)
      .add('end', {}),
  ],
];

interface Vector {
  readonly reducer: string;
  readonly section: string;
  readonly sensor: RawStep['sensor'];
  readonly events: readonly Event[];
  readonly output: readonly ReducerOutput[];
}

const folder = new URL('../../../spec/vectors/steps/', import.meta.url);
const names = readdirSync(folder).filter((name) => name.endsWith('.json'));

function read(name: string): Vector {
  return JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Vector;
}

test.each(vectors)('vector %s is published as it is made here', async (name, section, { events }) => {
  const vector = { reducer: reducerVersion, section, sensor: 'browser', events, output: reduceAll(events) };
  const text = `${JSON.stringify(vector, null, 1)}\n`;
  await expect(text).toMatchFileSnapshot(`../../../spec/vectors/steps/${name}.json`);
});

test('no vector is published that is not made here', () => {
  expect(names.toSorted()).toEqual(vectors.map(([name]) => `${name}.json`).toSorted());
});

test.each(names)('published vector %s holds, in one go and with a restart after each event', (name) => {
  const vector = read(name);
  expect(vector.reducer).toBe(reducerVersion);
  for (const event of vector.events) eventSchema.parse(event);
  for (const out of vector.output) if (out.kind === 'step') rawStepSchema.parse(out.step);
  expect(reduceAll(vector.events, vector.sensor)).toEqual(vector.output);

  let state = freshState(vector.sensor);
  const output: ReducerOutput[] = [];
  for (const event of vector.events) {
    const turn = reduce(JSON.parse(JSON.stringify(state)) as ReducerState, event);
    state = turn.state;
    output.push(...turn.output);
  }
  expect([...output, ...flush(state, 0).output]).toEqual(vector.output);
});
