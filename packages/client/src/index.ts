export type { JoinFacts } from './answers.ts';
export { openCanaryNotes, type OpenedNote } from './canary-notes.ts';
export { createClient, type Client, type ClientOptions } from './client.ts';
export { deviceTransport, type DeviceTransport, type Setback } from './device-transport.ts';
export { ClientError, clientErrorCodes, type ClientErrorCode } from './errors.ts';
export { programFingerprint } from './fingerprint.ts';
export type { Fetch } from './http.ts';
export {
  examineBuild,
  examinationChecks,
  type Examination,
  type ExaminationCheck,
  type CheckResult,
} from './examine-build.ts';
export { erasedAmong, readLedgerFacts, type LedgerFacts, type LedgerFactsQuery } from './ledger-facts.ts';
export { readExports, type LedgerExportsQuery, type LedgerExport } from './ledger-exports.ts';
export {
  consentClaim,
  deviceLedger,
  lookAtLedger,
  policyClaim,
  segmentClaim,
  type DeviceLedger,
  type LedgerClaim,
  type LedgerLook,
} from './ledger-look.ts';
export { checkOfflineReceipt, offlineReceipt, type CheckedReceipt } from './offline-receipt.ts';
export type { WitnessTrust } from './ledger-history.ts';
export {
  releaseToBuild,
  type ProgramTrust,
  type ReleaseInput,
  type ReleaseOutcome,
  type Seat,
} from './release-to-build.ts';
export { requestBuild, type BuildOptions } from './request-build.ts';
export { reviewBuildRequest, type BuildDecision, type BuildFacts } from './review-build.ts';
