export { dumpDatabase } from './demo/database-dump.ts';
export { participantAt, type Participant } from './demo/participant.ts';
export { startCollectorProcess, type CollectorProcess } from './local/collector-process.ts';
export { buildExtension } from './local/extension.ts';
export { buildConsole, custodyAddress } from './local/console.ts';
export { chromiumPath } from './chromium.ts';
export { serveWitness, type WitnessServer } from './witness/server.ts';
export { openStateFile } from './witness/state-file.ts';
export { createWitness } from './witness/witness.ts';
