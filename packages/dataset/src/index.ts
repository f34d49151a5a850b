export { buildDataset, type BuildDatasetInput, type BuildProgress, type BuildReport } from './build/build.ts';
export type { Quality } from './build/quality.ts';
export { buildCodeDigest } from './code-digest.ts';
export { DatasetError, datasetErrorCodes, type DatasetErrorCode } from './errors.ts';
export type { DatasetManifest } from './manifest.ts';
export { datasetFaultCodes, type DatasetFault, type DatasetFaultCode, type DatasetReport } from './verify/report.ts';
export { verifyDataset } from './verify/verify.ts';
export { exportAgentNet, type ExportReport } from './agentnet/export.ts';
export { skipReasons, type SkipReason } from './agentnet/code.ts';
