export { dumpDatabase } from './demo/database-dump.ts';
export { httpLedger } from './ledger-source.ts';
export { startCollectorProcess, type CollectorProcess } from './local/collector-process.ts';
