export { buildDataset, type BuildDatasetInput, type BuildProgress, type BuildReport } from './build/build.ts';
export type { Quality } from './build/quality.ts';
export { buildCodeDigest } from './code-digest.ts';
export { DatasetError, datasetErrorCodes, type DatasetErrorCode } from './errors.ts';
