import { parseAs, programIdSchema, signingKeySchema } from '@assent/contracts';
import { passkeySealedSchema, type PasskeySealed } from '@assent/sealing';
import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { z } from 'zod';

/** What a custodian received outside the collector; everything is checked against it. */
const trustSchema = z.strictObject({
  v: z.literal(1),
  program: programIdSchema,
  ownerKey: signingKeySchema,
  verifierKey: z.string().min(1).max(400),
  /** Verifier keys of witnesses, all of whom must have seen a request. */
  witnesses: z.array(z.string().min(1).max(400)).max(16),
});
export type Trust = z.infer<typeof trustSchema>;

/** Keys as they rest here: only ever sealed under a passkey. */
const storedKeysSchema = z.strictObject({ v: z.literal(1), seat: z.string().max(63), sealed: passkeySealedSchema });
export type StoredKeys = z.infer<typeof storedKeysSchema>;

interface CustodySchema extends DBSchema {
  values: { key: 'trust' | 'keys' | 'checkpoint'; value: unknown };
}

/**
 * What this browser remembers between visits, in IndexedDB: what was trusted, the newest checkpoint that was seen, and the
 * keys if a passkey protects them. Nothing of it opens anything by itself.
 */
export interface Memory {
  trust(): Promise<Trust | null>;
  keepTrust(trust: Trust): Promise<void>;
  keys(): Promise<StoredKeys | null>;
  keepKeys(seat: string, sealed: PasskeySealed): Promise<void>;
  forgetKeys(): Promise<void>;
  checkpoint(): Promise<string | null>;
  keepCheckpoint(note: string): Promise<void>;
  forgetAll(): Promise<void>;
}

/** Opens the memory. What does not read as it was written throws: it may be what somebody damaged. */
export async function openMemory(): Promise<Memory> {
  const database = await openDB<CustodySchema>('assent-custody', 1, {
    upgrade: (fresh) => void fresh.createObjectStore('values'),
  });
  return {
    trust: async () => read(database, 'trust', trustSchema),
    keepTrust: async (trust) => void (await database.put('values', trust, 'trust')),
    keys: async () => read(database, 'keys', storedKeysSchema),
    keepKeys: async (seat, sealed) => void (await database.put('values', { v: 1, seat, sealed }, 'keys')),
    forgetKeys: async () => database.delete('values', 'keys'),
    checkpoint: async () => read(database, 'checkpoint', z.string().max(8000)),
    keepCheckpoint: async (note) => void (await database.put('values', note, 'checkpoint')),
    forgetAll: async () => database.clear('values'),
  };
}

async function read<Schema extends z.ZodType>(
  database: IDBPDatabase<CustodySchema>,
  key: CustodySchema['values']['key'],
  schema: Schema,
): Promise<z.output<Schema> | null> {
  const stored: unknown = await database.get('values', key);
  return stored === undefined ? null : parseAs(schema, key, stored);
}
