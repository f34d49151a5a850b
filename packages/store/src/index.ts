export { openDatabase, type Database } from './database.ts';
export { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded-postgres.ts';
export { StoreError, type StoreErrorCode } from './errors.ts';
export { openFileObjects } from './file-objects.ts';
export { migrate } from './migrate.ts';
export { createPostgresRepository } from './repository.ts';
export { isAlive, lockHolder, ownLockText, processIdentity } from './process-identity.ts';
