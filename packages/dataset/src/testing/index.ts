export { buildInput, makeProgram } from './program.ts';
export { nowhere, participantId } from './recordings.ts';
