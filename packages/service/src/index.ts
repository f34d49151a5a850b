export { openAccess, type RequestTarget } from './access.ts';
export { buildInputs, readBuildObject } from './build-inputs.ts';
export { buildStatus, finishBuild, listBuilds, requestBuild } from './builds.ts';
export { recordConsent } from './consents.ts';
export { createCosigner, type Cosigner, type WitnessOutcome, type WitnessPort } from './cosigning.ts';
export { refuseBuild, releaseShares, sharesForCustodian } from './custody.ts';
export { depositDayKey } from './day-keys.ts';
export { listDeliveries, recordDelivery } from './deliveries.ts';
export { deletePending, erase } from './erasure.ts';
export { asServiceError, ServiceError } from './errors.ts';
export { currentCheckpoint, readTile } from './ledger.ts';
export { ownRecordings, readOwnObject } from './own-recordings.ts';
export { currentPolicy, publishPolicy } from './policies.ts';
export { listRecipients, registerRecipient } from './recipients.ts';
export type { Clock, LogKey, Objects, Ports, Program, Reader, Repository, Writer } from './ports.ts';
export type {
  BuildRecord,
  ConsentRecord,
  CustodianAnswer,
  DayKeyRecord,
  DeliveryRecord,
  ErasureRecord,
  LedgerAppend,
  LedgerHead,
  PolicyRecord,
  RecipientRecord,
  SegmentFilter,
  ChainPosition,
  SegmentRow,
  TileHash,
} from './records.ts';
export { expireRetention } from './retention.ts';
export { createSegmentIntake, type SegmentIntake } from './segment-intake.ts';
