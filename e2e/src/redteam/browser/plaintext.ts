import type { EpisodeNote, Step } from '@assent/contracts';
import type { SegmentRecord } from '@assent/sealing';
import { scanBytes } from '@assent/testkit';

/** Opened records, sorted. */
export interface Plaintext {
  readonly steps: readonly Step[];
  readonly notes: readonly EpisodeNote[];
  /** Everything but the snapshots, as text. */
  readonly text: string;
}

/** Sorts what was opened. */
export function plaintext(records: readonly SegmentRecord[]): Plaintext {
  const steps = records.flatMap((record) => (record.kind === 'step' ? [record.step] : []));
  const notes = records.flatMap((record) => (record.kind === 'episode' ? [record.note] : []));
  return { steps, notes, text: JSON.stringify([...steps, ...notes]) };
}

/** Which of these words occur in opened records, in any spelling, in capitals or not; their places in the list. */
export function found(records: readonly SegmentRecord[], words: readonly string[]): readonly number[] {
  const { text } = plaintext(records);
  const snapshots = records.flatMap((record) => (record.kind === 'snapshot' ? [Buffer.from(record.bytes)] : []));
  const all = Buffer.concat([Buffer.from(text), Buffer.from(text.toLowerCase()), ...snapshots]);
  const leaks = [
    ...scanBytes('records', all, words),
    ...scanBytes(
      'records',
      all,
      words.map((word) => word.toLowerCase()),
    ),
  ];
  return [...new Set(leaks.map(({ needle }) => needle))];
}
