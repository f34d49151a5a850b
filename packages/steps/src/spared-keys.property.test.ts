import type { Event, EventOf, RawStep, Target } from '@assent/contracts';
import { EventScript, scriptField, scriptTarget } from '@assent/testkit';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { stepsOf } from './testing/run.ts';

const fields: readonly Target[] = [scriptField('subject'), scriptField('body', { kind: 'multiline' })];
const password = scriptField('password', { secret: 'password' });
const button = scriptTarget('save');

/** Whether a sensor may leave a key out (R7.15): the change right after it shows all, in typing that continues. */
function isSpared(before: Event | undefined, key: Event, after: Event | undefined): boolean {
  if (before?.kind !== 'input' || key.kind !== 'key' || after?.kind !== 'input') return false;
  if (before.target.ref !== key.target.ref || after.target.ref !== key.target.ref) return false;
  if (before.inputType !== 'insertText' || after.inputType !== 'insertText' || key.t - before.t > 1000) return false;
  const isSecret = [before, key, after].some(({ target }) => target.field.secret !== null);
  return !isSecret && key.key?.length === 1 && after.data === key.key && !key.repeat && key.modifiers.length === 0;
}

function spare(events: readonly Event[]): readonly Event[] {
  const kept: Event[] = [];
  for (const [index, event] of events.entries()) {
    if (!isSpared(kept.at(-1), event, events[index + 1])) kept.push({ ...event, seq: kept.length });
  }
  return kept;
}

/** Joins changes that a sensor may report as one (R7.16): each continues the one before it, whose key was spared. */
function join(events: readonly Event[], isJoined: (index: number) => boolean): readonly Event[] {
  const kept: Event[] = [];
  let joined = false;
  for (const [index, event] of events.entries()) {
    const last = kept.at(-1);
    const before = kept.at(joined ? -2 : -1);
    const isContinued = last?.kind === 'input' && event.kind === 'input' && isFurther(last, event);
    const soon = before !== undefined && event.t - before.t <= 1000;
    if (isContinued && joined && soon && isJoined(index)) {
      kept[kept.length - 1] = { ...event, seq: last.seq, data: `${last.data}${event.data}` };
    } else {
      kept.push({ ...event, seq: kept.length });
      joined = isContinued;
    }
  }
  return kept;
}

function isFurther(before: EventOf<'input'>, { t, target, inputType, origin, data }: EventOf<'input'>): boolean {
  const isSecret = before.target.field.secret !== null || target.field.secret !== null;
  const plain = inputType === 'insertText' && before.inputType === 'insertText' && origin === 'user' && data !== null;
  return plain && !isSecret && before.target.ref === target.ref && t - before.t <= 1000;
}

/** Steps without their number. */
function numbered(steps: readonly RawStep[]): unknown[] {
  return steps.map((step) => ({ ...step, seq: 0 }));
}

type Act = (script: EventScript, texts: Map<string, string>) => void;

const typing = fc
  .tuple(fc.nat(fields.length - 1), fc.string({ minLength: 1, maxLength: 12 }))
  .map(([index, text]): Act => {
    const field = fields[index] ?? password;
    return (script, texts) => {
      script.type(text, field, texts.get(field.ref) ?? '');
      texts.set(field.ref, (texts.get(field.ref) ?? '') + text);
    };
  });
const erasing = fc.nat(fields.length - 1).map((index): Act => {
  const field = fields[index] ?? password;
  return (script, texts) => {
    const value = (texts.get(field.ref) ?? '').slice(0, -1);
    texts.set(field.ref, value);
    script.key('Backspace', field).input(field, { inputType: 'deleteContentBackward', value });
  };
});
const others = fc.oneof(
  fc.integer({ min: 1, max: 4000 }).map(
    (ms): Act =>
      (script) =>
        void script.wait(ms),
  ),
  fc.constantFrom<Act>(
    (script) => void script.click(button),
    (script) => void script.key('Enter', fields[0] ?? password),
    (script) => void script.key('a', fields[0] ?? password),
    (script) => void script.key('s', fields[0] ?? password, { modifiers: ['Control'] }),
    (script) => void script.type('hunter2hunter2', password),
  ),
);

const acts = fc.array(fc.oneof({ weight: 3, arbitrary: typing }, erasing, others), { maxLength: 20 });

/** The events of a sensor that spares nothing. */
function eventsOf(actions: readonly Act[]): readonly Event[] {
  const script = new EventScript().document();
  const texts = new Map<string, string>();
  for (const act of actions) act(script, texts);
  return script.events;
}

test('keys that the change after them shows leave no trace: with or without them the steps are the same', () => {
  let spared = 0;
  fc.assert(
    fc.property(acts, (actions) => {
      const events = eventsOf(actions);
      const fewer = spare(events);
      spared += events.length - fewer.length;
      expect(numbered(stepsOf(fewer))).toEqual(numbered(stepsOf(events)));
    }),
  );
  expect(spared).toBeGreaterThan(100);
});

test('further changes reported as one leave the steps as they are, however many they are', () => {
  let fewer = 0;
  fc.assert(
    fc.property(acts, fc.infiniteStream(fc.boolean()), (actions, choices) => {
      const events = eventsOf(actions);
      const spared = spare(events);
      const joined = join(spared, () => choices.next().value);
      fewer += spared.length - joined.length;
      expect(numbered(stepsOf(joined))).toEqual(numbered(stepsOf(events)));
    }),
  );
  expect(fewer).toBeGreaterThan(100);
});
