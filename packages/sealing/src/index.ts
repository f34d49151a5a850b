export { generateIdentity, recipientOf, type AgeKeyPair } from './age.ts';
export { chainFaultCodes, checkChain, type ChainFault, type ChainFaultCode, type ChainReport } from './chain.ts';
export { createDayKey, type NewDayKey } from './day-key.ts';
export { dayKeyIdOf, openDeposit } from './deposit.ts';
export { SealingError, sealingErrorCodes, type SealingErrorCode } from './errors.ts';
export {
  generateKeyFile,
  isProtectedKeyFile,
  keyFileSigner,
  keyRoles,
  openProtectedKeyFile,
  protectKeyFile,
  publicKeys,
  readKeyFile,
  writeKeyFile,
  type KeyFile,
  type KeyRole,
  type PublicKeys,
} from './key-file.ts';
export { generateLocalKey, localCipher, type LocalCipher } from './local-cipher.ts';
export {
  openUnderPasskey,
  passkeySealedSchema,
  sealUnderPasskey,
  type PasskeyAnswer,
  type PasskeySealed,
} from './passkey.ts';
export { planSegments, type LeftOutReason, type SegmentPlan } from './plan-segments.ts';
export { openReleases, recoverDayIdentity, type OpenedReleases } from './recover.ts';
export { releaseShares } from './release.ts';
export { countRecords, type SegmentRecord } from './segment-record.ts';
export { manifestDigest, openManifest, openSegment, sealSegment, type OpenedSegment } from './segment.ts';
export { openVaultCopy } from './vault.ts';
