import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sourceIdSchema, type Event } from '@assent/contracts';
import { scriptField } from '@assent/testkit';
import { maxBatch, maxDelay, type EventsMessage, type PageMessage, type CaptureAnswer } from '../protocol.ts';
import { Outbox } from './outbox.ts';

const source = sourceIdSchema.parse(`d_${'a'.repeat(22)}`);

function event(seq: number): Event {
  return { v: 1, source, seq, t: seq, kind: 'cancel' };
}

/** A background that stores what it takes in, and has some trouble first. */
function background(trouble: ('reject' | 'nothing')[] = []) {
  const stored: number[] = [];
  const state = { answer: 'capture' as CaptureAnswer['kind'], alive: true, stops: 0, messages: [] as EventsMessage[] };
  const send = async (message: PageMessage): Promise<CaptureAnswer | undefined> => {
    if (message.kind !== 'events') throw new TypeError('only events are sent by the outbox');
    state.messages.push(message);
    const fault = trouble.shift();
    if (fault === 'reject') throw new TypeError('nobody answers');
    if (fault === 'nothing') return undefined;
    if (state.answer === 'stop') return { kind: 'stop' };
    for (const { seq } of message.events) if (seq > (stored.at(-1) ?? -1)) stored.push(seq);
    return { kind: 'capture', upTo: stored.at(-1) ?? -1 };
  };
  const outbox: Outbox = new Outbox(source, {
    send,
    alive: () => state.alive,
    stop: () => {
      state.stops += 1;
      outbox.close();
    },
  });
  return { outbox, stored, state };
}

describe('the outbox of a page', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('has held events emitted before it sends, in time or at once', async () => {
    const { outbox, stored } = background();
    const settle = vi.fn(() => outbox.add(event(stored.length)));
    outbox.expect(settle);
    await vi.advanceTimersByTimeAsync(maxDelay);
    expect(stored).toEqual([0]);
    await outbox.flush();
    expect(stored).toEqual([0, 1]);
    outbox.close();
    await outbox.flush();
    expect(settle).toHaveBeenCalledTimes(2);
  });

  describe('with a secret whose name is being made', () => {
    const secretEvent = (seq: number): Event => ({
      ...event(seq),
      kind: 'input',
      inputType: '',
      origin: 'user',
      data: null,
      value: null,
      secret: 'password',
      slot: '',
      target: scriptField('password', { secret: 'password' }),
    });
    const slots = ({ messages }: { readonly messages: readonly EventsMessage[] }) =>
      messages.flatMap(({ events }) => events.flatMap((sent) => (sent.kind === 'input' ? [sent.slot] : [])));

    test('waits for the name, which only this event gets', async () => {
      const { outbox, stored, state } = background();
      const name = Promise.withResolvers<string>();
      outbox.add(secretEvent(0));
      void outbox.nameSecret(name.promise, () => {
        outbox.add(secretEvent(1));
        return 1;
      });
      for (let seq = 2; seq < maxBatch + 5; seq++) outbox.add(event(seq));
      await vi.advanceTimersByTimeAsync(3 * maxDelay);
      expect(stored).toEqual([]);
      name.resolve('named');
      await vi.advanceTimersByTimeAsync(2 * maxDelay);
      expect(slots(state)).toEqual(['', 'named']);
      expect(stored).toHaveLength(maxBatch + 5);
    });

    test('goes without a name when none can be made, when it must go at once, and when its event was refused', async () => {
      const { outbox, stored, state } = background();
      void outbox.nameSecret(Promise.reject(new TypeError('no cryptography')), () => {
        outbox.add(secretEvent(0));
        return 0;
      });
      await vi.advanceTimersByTimeAsync(2 * maxDelay);
      expect(slots(state)).toEqual(['']);
      const name = Promise.withResolvers<string>();
      void outbox.nameSecret(name.promise, () => {
        outbox.add(secretEvent(1));
        return 1;
      });
      await outbox.flush();
      name.resolve('late');
      void outbox.nameSecret(Promise.resolve('nobody'), () => null);
      outbox.add(event(2));
      await vi.advanceTimersByTimeAsync(2 * maxDelay);
      expect(slots(state)).toEqual(['', '']);
      expect(stored).toEqual([0, 1, 2]);
    });
  });

  test('sends its longest delay after the first event, in one message', async () => {
    const { outbox, stored, state } = background();
    outbox.add(event(0));
    await vi.advanceTimersByTimeAsync(maxDelay - 1);
    outbox.add(event(1));
    expect(state.messages).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(1);
    expect(stored).toEqual([0, 1]);
    expect(state.messages).toHaveLength(1);
  });

  test('sends at once when a batch is full', async () => {
    const { outbox, stored } = background();
    for (let seq = 0; seq < maxBatch; seq++) outbox.add(event(seq));
    await vi.advanceTimersByTimeAsync(0);
    expect(stored).toHaveLength(maxBatch);
  });

  test('keeps events until they are acknowledged, whatever goes wrong, and sends them in order', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('reject' as const, 'nothing' as const), { maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 80 }), { minLength: 1, maxLength: 6 }),
        async (trouble, bursts) => {
          const { outbox, stored, state } = background(trouble);
          let seq = 0;
          for (const burst of bursts) {
            for (let i = 0; i < burst; i++) outbox.add(event(seq++));
            if (burst % 3 === 0) void outbox.flush();
            await vi.advanceTimersByTimeAsync(700);
          }
          await vi.advanceTimersByTimeAsync(60_000);
          expect(stored).toEqual(Array.from({ length: seq }, (_, i) => i));
          expect(state.stops).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('stops when the background says so, and sends nothing after', async () => {
    const { outbox, state } = background();
    state.answer = 'stop';
    outbox.add(event(0));
    await vi.advanceTimersByTimeAsync(maxDelay);
    outbox.add(event(1));
    void outbox.flush();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state.stops).toBe(1);
    expect(state.messages).toHaveLength(1);
  });

  test('stops when its extension is gone', async () => {
    const { outbox, state } = background();
    state.alive = false;
    outbox.add(event(0));
    await vi.advanceTimersByTimeAsync(maxDelay);
    expect(state.stops).toBe(1);
    expect(state.messages).toHaveLength(0);
  });

  test('says when it is full', async () => {
    const { outbox } = background(Array.from({ length: 1000 }, () => 'reject' as const));
    let seq = 0;
    while (!outbox.full && seq < 10_000) outbox.add(event(seq++));
    expect(seq).toBe(2000);
  });
});
