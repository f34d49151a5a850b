import { digestSchema, sessionIdSchema, type RawStep, type Site, type Step } from '@assent/contracts';
import { flush, initialState, reduce, type ReducerOutput } from '@assent/steps';
import { EventScript, scriptField } from '@assent/testkit';
import { emptyTokens, safeguardStep } from '../index.ts';

/** Simulated people who type, and two attackers who see nothing but what the safeguards kept. For tests. */

/** Seeded numbers from 0 to 1 (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** How somebody types: mean time per key, how steady, what each key and each word costs more, ms. */
export interface Typist {
  readonly pace: number;
  readonly jitter: number;
  readonly keys: Readonly<Record<string, number>>;
  readonly wordPause: number;
}

/** People as different as people are: from 30 to 110 words a minute, each with slow and fast keys. */
export function makeTypists(count: number, seed: number): readonly Typist[] {
  const random = seeded(seed);
  return Array.from({ length: count }, () => ({
    pace: 110 + random() * 260,
    jitter: 0.1 + random() * 0.4,
    keys: Object.fromEntries(Array.from('abcdefghijklmnopqrstuvwxyz', (key) => [key, 0.7 + random() * 0.6])),
    wordPause: random() * 150,
  }));
}

const site: Site = { origin: 'https://mail.example', name: 'Mail', mode: 'ambient', interfaceWords: [] };
const nowhere = digestSchema.parse('0'.repeat(64));
const session = sessionIdSchema.parse(`s_${'t'.repeat(22)}`);

/** The raw steps of somebody who fills fields with texts, one after the other, with Tab between. */
export function rawStepsOf(typist: Typist, texts: readonly string[], random: () => number): readonly RawStep[] {
  const script = new EventScript().document();
  for (const [i, text] of texts.entries()) {
    const field = scriptField(`field-${i % 4}`);
    let value = '';
    for (const character of text) {
      const spread = 1 + (random() + random() + random() - 1.5) * typist.jitter;
      const pause = character === ' ' ? typist.wordPause : 0;
      script.wait(Math.round(Math.max(30, typist.pace * (typist.keys[character] ?? 1) * spread + pause)));
      value += character;
      script.key(character, field).input(field, { data: character, value });
    }
    script
      .wait(Math.round(300 + random() * 600))
      .key('Tab', field)
      .wait(Math.round(200 + random() * 2000));
  }
  let state = initialState({ session, sensor: 'browser' });
  const output: ReducerOutput[] = [];
  for (const event of script.events) {
    const turn = reduce(state, event);
    state = turn.state;
    output.push(...turn.output);
  }
  output.push(...flush(state, script.now).output);
  return output.flatMap((out) => (out.kind === 'step' ? [out.step] : []));
}

/** What of raw steps leaves the device. */
export function keptOf(raw: readonly RawStep[]): readonly Step[] {
  let tokens = emptyTokens('test');
  return raw.flatMap((step) => {
    const outcome = safeguardStep(step, { site, policy: nowhere, safeguards: nowhere, tokens });
    tokens = outcome.tokens;
    return outcome.outcome === 'kept' ? [outcome.step] : [];
  });
}

/** What an attacker can compute of steps about how somebody types: pace by duration, pace by gaps, their spread. */
export function features(steps: readonly Pick<Step | RawStep, 't' | 'duration' | 'action'>[]): readonly number[] {
  const byDuration: number[] = [];
  const byGap: number[] = [];
  for (const [i, { t, duration, action }] of steps.entries()) {
    if (action.type !== 'type' || !('text' in action.value)) continue;
    const { length } = action.value.text;
    const next = steps[i + 1];
    byDuration.push(duration / length);
    if (next !== undefined) byGap.push((next.t - t) / length);
  }
  return [mean(byDuration), spread(byDuration), mean(byGap), spread(byGap), steps.length];
}

/** Share of probes that are nearest, in standardised features, to the centroid of who made them. */
export function nearestCentroidRate(
  training: readonly (readonly (readonly number[])[])[],
  probes: readonly (readonly (readonly number[])[])[],
): number {
  const all = training.flat();
  const scale = (all[0] ?? []).map((_, f) => spread(all.map((row) => row[f] ?? 0)) || 1);
  const centroids = training.map((rows) => scale.map((_, f) => mean(rows.map((row) => row[f] ?? 0))));
  let right = 0;
  let total = 0;
  for (const [who, rows] of probes.entries()) {
    for (const row of rows) {
      const distances = centroids.map((centroid) =>
        scale.reduce((sum, by, f) => sum + (((row[f] ?? 0) - (centroid[f] ?? 0)) / by) ** 2, 0),
      );
      if (distances.indexOf(Math.min(...distances)) === who) right++;
      total++;
    }
  }
  return right / total;
}

function mean(numbers: readonly number[]): number {
  return numbers.length === 0 ? 0 : numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
}

function spread(numbers: readonly number[]): number {
  const middle = mean(numbers);
  return Math.sqrt(mean(numbers.map((n) => (n - middle) ** 2)));
}
