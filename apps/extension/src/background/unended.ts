import { sourceIdSchema, type Event, type Instant } from '@assent/contracts';
import type { PageSender } from './sender.ts';

/** Where in the browser a document is. */
export type Where = Pick<PageSender, 'tab' | 'frame'>;

/** Documents that were where `source` is now, before it, and never said that they ended: their last events are lost. */
export function lostBefore(open: ReadonlyMap<string, Where>, source: string, { tab, frame }: Where): readonly string[] {
  const lost: string[] = [];
  for (const [other, where] of open) {
    if (other === source) break;
    if (where.tab === tab && where.frame === frame) lost.push(other);
  }
  return lost;
}

/** The end of a document that could not tell it: at least this one event of it is lost. */
export function endOf(source: string, upTo: ReadonlyMap<string, number>, t: Instant): readonly Event[] {
  const seq = (upTo.get(source) ?? -1) + 1;
  const shared = { v: 1, source: sourceIdSchema.parse(source), t } as const;
  return [
    { ...shared, seq, kind: 'drops', count: 1 },
    { ...shared, seq: seq + 1, kind: 'end' },
  ];
}
