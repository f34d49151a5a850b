import { CodedError } from '@assent/contracts';

/** What can go wrong with storage itself. */
export type StoreErrorCode =
  | 'migration-changed'
  | 'no-binaries'
  | 'in-use'
  | 'postgres-failed'
  | 'object-corrupt'
  | 'row-corrupt';

/** Thrown by the adapters. Messages hold names of files and migrations, never rows or bytes. */
export class StoreError extends CodedError<StoreErrorCode> {}
