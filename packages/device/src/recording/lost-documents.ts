import { sourceIdSchema, type Event, type Instant } from '@assent/contracts';
import type { DocumentLocation } from '../ports.ts';

/** The tab and frame a document is in. */
export type DocumentFrame = Pick<DocumentLocation, 'tab' | 'frame'>;

/** Documents that were in the same frame before `source` and never said that they ended: their last events are lost. */
export function lostBefore(
  open: ReadonlyMap<string, DocumentFrame>,
  source: string,
  { tab, frame }: DocumentFrame,
): readonly string[] {
  const lost: string[] = [];
  for (const [other, at] of open) {
    if (other === source) break;
    if (at.tab === tab && at.frame === frame) lost.push(other);
  }
  return lost;
}

/** The end of a document that could not report it: at least this one event of it is lost. */
export function endOf(source: string, upTo: ReadonlyMap<string, number>, t: Instant): readonly Event[] {
  const seq = (upTo.get(source) ?? -1) + 1;
  const shared = { v: 1, source: sourceIdSchema.parse(source), t } as const;
  return [
    { ...shared, seq, kind: 'drops', count: 1 },
    { ...shared, seq: seq + 1, kind: 'end' },
  ];
}
