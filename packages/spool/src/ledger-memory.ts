import { ledgerKey } from './keys.ts';
import { ledgerMemorySchema, parseItem, type LedgerMemory } from './records.ts';
import type { SpoolContext } from './spool-context.ts';

/** What is remembered of the ledger; nothing before the first look. */
export async function readLedgerMemory({ items }: SpoolContext): Promise<LedgerMemory> {
  const stored = await items.find(ledgerKey);
  return stored === undefined
    ? { v: 1, checkpoint: null, lookedAt: 0, alarm: null }
    : parseItem(ledgerMemorySchema, stored);
}
