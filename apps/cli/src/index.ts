export { runBuild } from './build-run.ts';
export { dumpDatabase } from './demo/database-dump.ts';
export { participantAt, type Participant } from './demo/participant.ts';
export { startCollectorProcess, type CollectorProcess } from './local/collector-process.ts';
export { buildConsole, buildExtension, custodyAddress } from './local/builds.ts';
export { chromiumPath } from './chromium.ts';
export { serveWitness, type WitnessServer } from './witness/server.ts';
export { openStateFile } from './witness/state-file.ts';
export { createWitness } from './witness/witness.ts';
