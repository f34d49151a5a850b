import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SegmentRecord } from '@assent/sealing';
import { makeSnapshot, makeStep, noteRecord, participantId, sessionId, stepRecord } from '../testing/recordings.ts';
import { createAssembler, createEpisodeIndex, type Episode } from './episodes.ts';

const one = participantId(1);

function assemble(segments: readonly (readonly SegmentRecord[])[]): Episode[] {
  const index = createEpisodeIndex();
  for (const [ordinal, records] of segments.entries()) index.add(ordinal, one, records);
  const assembler = createAssembler(index.ends);
  const episodes: Episode[] = [];
  for (const [ordinal, records] of segments.entries()) episodes.push(...assembler.add(ordinal, one, records));
  return [...episodes, ...assembler.finish()];
}

const seqsOf = (episode: Episode | undefined) => episode?.steps.map(({ step }) => step.seq);

describe('episode assembly', () => {
  it('puts every step in its place however segments cut and order them', () => {
    // Sessions × episodes × steps, dealt to segments in any order.
    const plan = fc.record({
      episodes: fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }),
      sessions: fc.integer({ min: 1, max: 3 }),
      deal: fc.infiniteStream(fc.integer({ min: 0, max: 4 })),
    });
    fc.assert(
      fc.property(plan, ({ episodes, sessions, deal }) => {
        const segments: SegmentRecord[][] = [[], [], [], [], []];
        for (let s = 1; s <= sessions; s++) {
          let seq = 0;
          for (const [episode, steps] of episodes.entries()) {
            for (let i = 0; i < steps; i++) {
              const to = Number(deal.next().value);
              segments[to]!.push(stepRecord({ session: sessionId(s), episode, seq: seq++ }));
            }
          }
        }
        const found = assemble(segments);
        expect(found.map((episode) => episode.key).sort()).toEqual([...new Set(found.map(({ key }) => key))].sort());
        expect(found).toHaveLength(sessions * episodes.length);
        for (const episode of found) {
          const seqs = seqsOf(episode)!;
          expect(seqs).toEqual(seqs.map((_, i) => seqs[0]! + i));
          expect(seqs).toHaveLength(episodes[episode.steps[0]!.step.episode]!);
        }
      }),
    );
  });

  it('holds an episode no longer than it lasts', () => {
    const segments = [0, 1, 2, 3].map((episode) => [stepRecord({ episode, seq: episode })]);
    const index = createEpisodeIndex();
    for (const [ordinal, records] of segments.entries()) index.add(ordinal, one, records);
    const assembler = createAssembler(index.ends);
    expect(segments.map((records, ordinal) => assembler.add(ordinal, one, records).length)).toEqual([0, 1, 1, 1]);
    expect(assembler.finish()).toHaveLength(1);
  });

  it('labels exactly the steps that are missing', () => {
    const kept = fc.subarray([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], { minLength: 1 });
    fc.assert(
      fc.property(kept, (seqs) => {
        const [episode] = assemble([seqs.map((seq) => stepRecord({ seq }))]);
        const missing = episode!.steps.reduce((sum, step) => sum + step.missingBefore, 0);
        expect(missing).toBe(seqs.at(-1)! + 1 - seqs.length);
      }),
    );
  });

  it('counts a hole between two episodes to the later one, and none where it cannot know', () => {
    const [first, second] = assemble([[stepRecord({ seq: 0 }), stepRecord({ seq: 3, episode: 1 })]]);
    expect([first, second].map((episode) => episode?.steps[0]?.missingBefore)).toEqual([0, 2]);
    const [late] = assemble([[stepRecord({ seq: 40, episode: 7 })]]);
    expect(late?.steps[0]?.missingBefore).toBe(0);
  });

  it('counts a step that came twice once, and refuses two different ones for one place', () => {
    const [episode] = assemble([[stepRecord({ seq: 0 })], [stepRecord({ seq: 0 })]]);
    expect(seqsOf(episode)).toEqual([0]);
    expect(() => assemble([[stepRecord({ seq: 0 })], [stepRecord({ seq: 0, duration: 41 })]])).toThrow(
      expect.objectContaining({ code: 'steps-conflict' }),
    );
  });

  it('finds a snapshot in the segment of its step, before it and after it', async () => {
    const { record, observation } = await makeSnapshot(1);
    const step = { kind: 'step' as const, step: makeStep({ observation }) };
    for (const segments of [[[step, record]], [[record], [step]], [[step], [record]]]) {
      expect(assemble(segments)[0]?.snapshots.size).toBe(1);
    }
  });

  it('lets the last note count, and keeps an episode that has only one', () => {
    const [episode] = assemble([[noteRecord({ instruction: 'a' }), noteRecord({ instruction: 'b' })]]);
    expect(episode).toMatchObject({ note: { instruction: 'b' }, steps: [] });
  });
});
