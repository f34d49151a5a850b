export { AgentNetReader, parseWindowTitle, type WindowTitle } from './agentnet.ts';
export { actionColumns, factsOfRow, inputOfRow, recordingColumns, windowOfRow } from './openadapt.ts';
export { lossReasons, type LossReason, type Recorded } from './recorded.ts';
export { RecordingImport, type ImportReport } from './recording.ts';
export { noFacts, type RecordingFacts } from './translator.ts';
export { parsePeerAction, type PeerAction } from './compare/peer-action.ts';
export {
  compareReductions,
  type DifferentialReport,
  type PeerReduction,
  type ReportedDifference,
} from './compare/report.ts';
