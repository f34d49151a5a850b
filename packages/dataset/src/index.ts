export { buildDataset, type BuildDatasetInput, type BuildProgress, type BuildReport } from './build/build.ts';
export type { ErasedNames } from './build/admit.ts';
export type { Quality } from './build/quality.ts';
export {
  buildIsolated,
  buildSealed,
  type BuildRecipient,
  type IsolatedBuildInput,
  type IsolatedBuildReport,
  type SealedArchive,
  type SealedBuildReport,
} from './isolated/build-isolated.ts';
export { codeFolders, startIsolated, type Isolation } from './isolated/isolation.ts';
export { observeLeak, type LeakReading } from './canary/observe-leak.ts';
export { traceLeak } from './canary/trace.ts';
export { archiveDigest, openArchive, type ExpectedCopy } from './deliver/open-archive.ts';
export type { Evidence } from './canary/weigh.ts';
export { buildCodeDigest } from './code-digest.ts';
export { DatasetError, datasetErrorCodes, type DatasetErrorCode } from './errors.ts';
export type { DatasetManifest } from './manifest.ts';
export { datasetFaultCodes, type DatasetFault, type DatasetFaultCode, type DatasetReport } from './verify/report.ts';
export { verifyDataset } from './verify/verify.ts';
export { exportAgentNet, type ExportReport } from './agentnet/export.ts';
export { parseCode, type Call } from './agentnet/parse-code.ts';
export { skipReasons, type SkipReason } from './agentnet/code.ts';
export { readSteps } from './read.ts';
export type { StepRow } from './table/steps.ts';
