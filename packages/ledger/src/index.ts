export { ledgerErrorCodes, LedgerError, type LedgerErrorCode } from './errors.ts';
export { emptyRoot, hashBytes, leafHash, nodeHash, type Hash } from './hash.ts';
export {
  appendLeaf,
  appendLeaves,
  emptyTree,
  loadTree,
  treeRoot,
  type GetNode,
  type Tree,
  type TreeNode,
} from './tree.ts';
export {
  proveConsistency,
  proveInclusion,
  verifyConsistency,
  verifyInclusion,
  type ConsistencyClaim,
  type InclusionClaim,
  type Proof,
} from './proof.ts';
export {
  parseTilePath,
  tileExists,
  tilePath,
  tilesBetween,
  tileWidth,
  type EntryTile,
  type HashTile,
  type Tile,
} from './tile-path.ts';
export {
  decodeEntryBundle,
  decodeHashTile,
  encodeEntryBundle,
  encodeHashTile,
  maxEntryBytes,
  nodesFromTiles,
  tileNodes,
} from './tile.ts';
export {
  formatVerifierKey,
  generateLogKey,
  noteSigner,
  noteSignerFrom,
  parseVerifierKey,
  verifierKey,
  type KeyType,
  type NoteSigner,
  type VerifierKey,
} from './key.ts';
export {
  formatNote,
  formatSignatureLine,
  openNote,
  parseNote,
  parseSignatureLine,
  signNote,
  type Note,
  type NoteSignature,
  type OpenedNote,
} from './note.ts';
export {
  formatCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  signCheckpoint,
  type Checkpoint,
  type OpenedCheckpoint,
} from './checkpoint.ts';
export { addCheckpointRequest, continuityOf, type Continuity } from './continuity.ts';
export { cosign, openCosignatures, withSignatures, type Cosignature } from './cosignature.ts';
export {
  formatReceipt,
  parseReceipt,
  verifyReceipt,
  type Receipt,
  type ReceiptTrust,
  type VerifiedReceipt,
} from './receipt.ts';
export { readEntry, readLedger, type LedgerReading, type LedgerSource, type ProvenEntry } from './reader.ts';
export {
  formatAddCheckpoint,
  parseAddCheckpoint,
  witnessUpdate,
  type AddCheckpoint,
  type WitnessAnswer,
  type WitnessState,
} from './witness.ts';
export { decodeLeaf, encodeLeaf, maxTombstonesPerLeaf, tombstoneOf } from './leaf.ts';
export { auditLedger, type AuditInput, type AuditReport } from './audit/audit.ts';
export { auditSource } from './audit/source.ts';
export { attacks, findingCodes, type Attack, type AuditFinding, type FindingCode } from './audit/finding.ts';
