import { describe, expect, it } from 'vitest';
import { makeStep, participantId } from '../testing/recordings.ts';
import { createSiteCounter } from './suppression.ts';

const at = (origin: string) => makeStep({ page: { origin, path: '/', queryKeys: [], title: '' } });

describe('site counter', () => {
  const counter = createSiteCounter();
  for (const n of [1, 2, 3]) counter.add(participantId(n), at('https://a.example'));
  for (const n of [1, 1, 1]) counter.add(participantId(n), at('https://b.example'));

  it('counts people, not steps', () => {
    expect(counter.plan(2)).toEqual({
      minParticipants: 2,
      published: new Set(['https://a.example']),
      suppressedOrigins: 1,
    });
  });

  it('suppresses nothing for one and everything for more than took part', () => {
    expect(counter.plan(1).suppressedOrigins).toBe(0);
    expect(counter.plan(4).published.size).toBe(0);
  });
});
