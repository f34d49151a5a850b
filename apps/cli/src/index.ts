export { runBuild } from './build-run.ts';
export { dumpDatabase } from './demo/database-dump.ts';
export { startCollectorProcess, type CollectorProcess } from './local/collector-process.ts';
export { serveWitness, type WitnessServer } from './witness/server.ts';
export { openStateFile } from './witness/state-file.ts';
export { createWitness } from './witness/witness.ts';
