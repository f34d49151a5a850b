/**
 * Where the spool keeps its bytes: an ordered key-value store with atomic batches. IndexedDB, a file or a table can be
 * one; every adapter must pass the checks in `@assent/spool/testing`.
 */
export interface SpoolStore {
  /** The value of a key, or undefined. */
  get(key: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** All keys that begin with `prefix`, in ascending order of their UTF-16 code units. Keys are ASCII. */
  keys(prefix: string): Promise<readonly string[]>;
  /**
   * Applies a batch: deletes first, then puts. All of it or nothing, and durable once the promise resolves. When the
   * promise rejects, either may have happened.
   */
  commit(batch: StoreBatch): Promise<void>;
}

/** A batch of changes. */
export interface StoreBatch {
  readonly deletes: readonly string[];
  readonly puts: readonly (readonly [key: string, value: Uint8Array<ArrayBuffer>])[];
}
