import {
  buttons,
  fieldKinds,
  inputOrigins,
  lengthBuckets,
  modifiers,
  secretClasses,
  sourceIdSchema,
  type Event,
  type EventKind,
  type SourceId,
  type Target,
} from '@assent/contracts';
import * as fc from 'fast-check';

/**
 * Streams of events as no sane sensor would send them: a few documents interleaved, duplicates, holes, late events,
 * clocks that stop, jump ahead or run backwards, every kind of event anywhere. Each event alone fits the schema.
 */
export function arbitraryEventStream(options: { readonly maxLength?: number } = {}): fc.Arbitrary<readonly Event[]> {
  return fc
    .array(fc.record({ source: fc.nat(3), seqStep: seqSteps, tStep: tSteps, body: arbitraryBody() }), {
      maxLength: options.maxLength ?? 60,
      size: 'max',
    })
    .map((drafts) => {
      const nextSeq = new Map<number, number>();
      let t = 1_795_000_000_000;
      return drafts.map(({ source, seqStep, tStep, body }) => {
        const seq = Math.max(0, (nextSeq.get(source) ?? 0) + seqStep);
        nextSeq.set(source, Math.max(nextSeq.get(source) ?? 0, seq + 1));
        t = Math.max(0, t + tStep);
        return stamped(body, arbitrarySourceId(source), seq, t);
      });
    });
}

/** A source id for tests, one for each small number. */
export function arbitrarySourceId(number: number): SourceId {
  return sourceIdSchema.parse(`d_${String(number).padStart(22, '0')}`);
}

type Body = { readonly kind: EventKind };

function stamped(body: Body, source: SourceId, seq: number, t: number): Event {
  // The body arbitraries below make exactly the fields of their kind; the schema test of this file holds them to it.
  return { v: 1, source, seq, t, ...body } as Event;
}

const seqSteps = fc.oneof(
  { weight: 20, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.integer({ min: -3, max: 5 }) },
);
const tSteps = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 0, max: 200 }) },
  { weight: 3, arbitrary: fc.integer({ min: 200, max: 4000 }) },
  { weight: 1, arbitrary: fc.constantFrom(-1500, 60_000, 400_000, 86_400_000) },
);
const coordinate = fc.oneof(fc.integer({ min: -10, max: 2000 }), fc.double({ min: -1e6, max: 1e6, noNaN: true }));
const point = { x: coordinate, y: coordinate };
const heldModifiers = fc.oneof(
  { weight: 4, arbitrary: fc.constant([]) },
  { weight: 1, arbitrary: fc.subarray([...modifiers]) },
);
const text = fc.oneof(fc.constantFrom('a', 'b', ' ', '\n', '\t', 'é', '👍', '$', ''), fc.string({ maxLength: 8 }));
const keys = fc.oneof(
  fc.constantFrom('a', 'b', 'c', 'v', ' ', '+', 'é', 'Enter', 'Tab', 'Backspace', 'Delete', 'Escape', 'ArrowDown'),
  fc.constantFrom('Shift', 'Control', 'Alt', 'Meta', 'Process', 'PageDown', '', null),
  fc.string({ maxLength: 3 }),
);

/** A target that any step or event accepts. */
export const arbitraryTarget: fc.Arbitrary<Target> = fc.record({
  ref: fc.constantFrom('e1', 'e2', 'e3'),
  role: fc.constantFrom('button', 'textbox', 'combobox', 'checkbox'),
  name: fc.string({ maxLength: 10 }),
  nameSource: fc.constantFrom('content' as const, 'label' as const),
  tag: fc.constantFrom('button', 'input', 'select'),
  field: fc.record({
    kind: fc.constantFrom(...fieldKinds),
    secret: fc.option(fc.constantFrom(...secretClasses), { freq: 5 }),
  }),
  box: fc.constant<Target['box']>([1, 2, 30, 40]),
  state: fc.record({
    disabled: fc.boolean(),
    checked: fc.option(fc.boolean()),
    expanded: fc.option(fc.boolean()),
    selected: fc.option(fc.boolean()),
    value: fc.constantFrom('empty' as const, 'filled' as const, 'unknown' as const),
  }),
  hitSelf: fc.boolean(),
  shadow: fc.constantFrom('none' as const, 'open' as const, 'closed' as const),
  selectors: fc.constant({ testId: null, id: null, css: null }),
  context: fc.constant([]),
});
const target = arbitraryTarget;

function arbitraryBody(): fc.Arbitrary<Body> {
  const kind = <Kind extends EventKind>(value: Kind) => fc.constant(value);
  return fc.oneof(
    { weight: 3, arbitrary: arbitraryDocument() },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: kind('press'),
        ...point,
        button: fc.constantFrom(...buttons),
        modifiers: heldModifiers,
        clicks: fc.integer({ min: 1, max: 6 }),
        target,
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: kind('press'),
        ...point,
        button: fc.constant('left' as const),
        modifiers: fc.constant([]),
        clicks: fc.constant(1),
        target,
        into: fc.array(fc.nat(2), { minLength: 1, maxLength: 2 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: kind('hover'), ...point, target }) },
    {
      weight: 5,
      arbitrary: fc.record({
        kind: kind('release'),
        ...point,
        button: fc.constantFrom(...buttons),
        path: fc.array(fc.tuple(coordinate, coordinate, fc.nat(5000)), { maxLength: 3 }),
        target: fc.option(target),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: kind('cancel') }) },
    {
      weight: 8,
      arbitrary: fc.record({
        kind: kind('key'),
        key: keys,
        code: fc.constant(null),
        modifiers: heldModifiers,
        repeat: fc.boolean(),
        composing: fc.boolean(),
        target,
      }),
    },
    {
      weight: 8,
      arbitrary: fc.record({
        kind: kind('input'),
        inputType: fc.constantFrom(
          'insertText',
          'insertLineBreak',
          'insertCompositionText',
          'deleteContentBackward',
          'deleteWordBackward',
          'deleteByCut',
          'historyUndo',
          'insertFromPaste',
          '',
        ),
        origin: fc.constantFrom(...inputOrigins),
        data: fc.option(text),
        value: fc.option(text),
        secret: fc.option(fc.constantFrom(...secretClasses), { freq: 5 }),
        slot: fc.option(fc.constantFrom('x1', 'x2'), { freq: 2 }),
        target,
      }),
    },
    { weight: 3, arbitrary: fc.record({ kind: kind('change'), change: arbitraryChange(), target }) },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: kind('scroll'),
        ...point,
        dx: coordinate,
        dy: coordinate,
        endX: coordinate,
        endY: coordinate,
        container: fc.constantFrom('document', 'e9'),
        target: fc.option(target),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: kind('scroll'),
        ...point,
        dx: coordinate,
        dy: coordinate,
        endX: coordinate,
        endY: coordinate,
        container: fc.constantFrom('document', 'e9'),
        modifiers: heldModifiers,
        target: fc.option(target),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('focus' as const, 'blur' as const), target }) },
    {
      weight: 2,
      arbitrary: fc.record({
        kind: kind('clipboard'),
        operation: fc.constantFrom('copy' as const, 'cut' as const, 'paste' as const),
        size: fc.constantFrom(...lengthBuckets),
        target: fc.option(target),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: kind('tab'),
        operation: fc.constantFrom('open' as const, 'switch' as const, 'close' as const),
        tab: fc.nat(2),
        window: fc.nat(1),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: kind('task'),
        instruction: fc.option(fc.string({ maxLength: 10 })),
        instructionSource: fc.option(fc.constantFrom('participant' as const, 'program' as const)),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: kind('snapshot'),
        shot: fc.constantFrom('a'.repeat(64), 'b'.repeat(64)),
        width: fc.integer({ min: 1, max: 2000 }),
        height: fc.integer({ min: 1, max: 2000 }),
      }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('gap' as const, 'end' as const) }) },
    { weight: 1, arbitrary: fc.record({ kind: kind('drops'), count: fc.integer({ min: 1, max: 9 }) }) },
  );
}

function arbitraryDocument() {
  return fc.record(
    {
      kind: fc.constant('document' as const),
      cause: fc.constantFrom('load', 'reload', 'back-forward', 'same-document', 'view'),
      url: fc.constantFrom('https://a.example/', 'https://a.example/b?q=1'),
      title: fc.string({ maxLength: 5 }),
      tab: fc.nat(2),
      window: fc.nat(1),
      frame: fc.record(
        {
          path: fc.array(fc.nat(2), { maxLength: 1 }),
          origin: fc.constant('https://a.example'),
          sameOriginAsTop: fc.boolean(),
          offset: fc.tuple(coordinate, coordinate, fc.constantFrom(0.5, 1, 2)),
        },
        { requiredKeys: ['path', 'origin', 'sameOriginAsTop'] },
      ),
      view: fc.record({
        width: fc.nat(2000),
        height: fc.nat(2000),
        scale: fc.constantFrom(1, 1.25, 2),
        scrollX: fc.nat(100),
        scrollY: fc.nat(100),
        screen: fc.tuple(fc.nat(100), fc.nat(100)),
      }),
      webdriver: fc.boolean(),
      referred: fc.boolean(),
      pitch: fc.constantFrom(0.5, 1, 1.25, 100),
    },
    { requiredKeys: ['kind', 'cause', 'url', 'title', 'tab', 'window', 'frame', 'view', 'webdriver'] },
  );
}

function arbitraryChange() {
  return fc.oneof(
    fc.record({ control: fc.constant('select' as const), label: text, index: fc.integer({ min: -1, max: 5 }) }),
    fc.record({ control: fc.constant('check' as const), checked: fc.boolean() }),
    fc.record({ control: fc.constant('value' as const), value: fc.option(text) }),
    fc.record({ control: fc.constant('file' as const), extensions: fc.constant(['pdf']), count: fc.nat(3) }),
  );
}
