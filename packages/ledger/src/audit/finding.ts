/**
 * What an audit can find. The codes are closed; each has the kind of attack it may come from and a sentence for people.
 * None of them accuses anybody: a bug leaves the same traces as an attack.
 */

/** Kinds of attack. `forgery`: someone without the key; `breach`: an intact log that shows a broken promise. */
export const attacks = ['forgery', 'rewrite', 'fork', 'rollback', 'back-dating', 'withheld-leaf', 'breach'] as const;
export type Attack = (typeof attacks)[number];

const table = {
  'checkpoint-forged': ['forgery', 'The checkpoint is not signed by the ledger’s key, or is malformed.'],
  'earlier-forged': ['forgery', 'The earlier checkpoint is not signed by the ledger’s key, or is malformed.'],
  'cosignature-forged': ['forgery', 'A known witness’s cosignature on a checkpoint does not hold.'],
  'entries-missing': ['withheld-leaf', 'There are fewer entries than the checkpoint says.'],
  'entries-beyond-checkpoint': ['forgery', 'There are more entries than the checkpoint says.'],
  'tile-missing': ['withheld-leaf', 'A tile or bundle that the checkpoint implies is not served.'],
  'bundle-malformed': ['rewrite', 'An entry bundle cannot be read as the entries it has to hold.'],
  'tile-mismatch': ['rewrite', 'A hash tile does not hold the hashes that the entries make.'],
  'root-mismatch': ['rewrite', 'The entries do not make the root that the checkpoint states.'],
  'rolled-back': ['rollback', 'The ledger is now smaller than at the earlier checkpoint.'],
  forked: ['fork', 'The ledger signed two different trees of the same size.'],
  rewritten: ['rewrite', 'The ledger does not continue the tree of the earlier checkpoint.'],
  'promise-broken': ['withheld-leaf', 'A receipt promises another leaf at this index than the ledger has there.'],
  'leaf-malformed': ['forgery', 'The entry is not a known leaf in canonical spelling.'],
  'time-backwards': ['back-dating', 'The leaf states an earlier time than the leaf before it.'],
  'back-dated': ['back-dating', 'The leaf states an earlier time than the document in it was signed at.'],
  'dated-before-witness': ['back-dating', 'The leaf states an earlier time than a witness saw the ledger without it.'],
  'dated-after-witness': ['back-dating', 'The leaf states a later time than a witness saw the ledger with it.'],
  'policy-signature': ['breach', 'The policy’s signature does not hold.'],
  'policy-owner': ['breach', 'The policy is not signed by the expected program owner.'],
  'policy-key-changed': ['breach', 'The policy is signed by another key than the program’s first policy.'],
  'policy-chain': ['breach', 'The policy does not name the version before it.'],
  'policy-version': ['breach', 'The policy’s version number does not increase.'],
  'policy-ledger': ['breach', 'The policy names another ledger.'],
  'before-policy': ['breach', 'Consent or a segment was accepted before any policy was published.'],
  'before-consent': ['breach', 'A segment was accepted before any consent was recorded.'],
  'commitment-repeated': ['breach', 'The same consent commitment is in the ledger twice.'],
  'segment-repeated': ['breach', 'The same segment is in the ledger twice.'],
  'tombstone-unknown': ['breach', 'An erasure names a segment that the ledger does not know.'],
  'tombstone-repeated': ['breach', 'An erasure names a segment or day key that was erased before.'],
  'request-signature': ['breach', 'The build request’s signature does not hold.'],
  'request-not-by-owner': ['breach', 'The build request is not signed by the program owner.'],
  'request-policy-unknown': ['breach', 'The build request names a policy that was not published before it.'],
  'request-program': ['breach', 'The build request is for another program than its policy.'],
  'request-purpose': ['breach', 'The build request states another purpose than its policy.'],
  'request-scope': ['breach', 'The build request asks for apps or tiers that its policy does not list.'],
  'request-code': ['breach', 'The build request names code that its policy does not allow.'],
  'request-repeated': ['breach', 'The same build request is in the ledger twice.'],
  'release-unknown-build': ['breach', 'Shares were released for a build that was not requested.'],
  'release-unknown-seat': ['breach', 'Shares were released by a custodian whom the policy does not name.'],
  'release-side': ['breach', 'Shares were released for another side than the custodian’s.'],
  'release-too-early': ['breach', 'Shares were released before the objection window had elapsed.'],
  'release-repeated': ['breach', 'A custodian released its shares for the same build twice.'],
  'refusal-signature': ['breach', 'The refusal’s signature does not hold.'],
  'refusal-unknown-build': ['breach', 'A build was refused that was not requested.'],
  'refusal-unknown-seat': ['breach', 'The refusal is not signed by the policy’s custodian.'],
  'refusal-program': ['breach', 'The refusal is for another program than the build.'],
  'refusal-repeated': ['breach', 'A custodian refused the same build twice.'],
  'seat-contradicts': ['breach', 'A custodian both refused a build and released its shares for it.'],
  'finish-signature': ['breach', 'The build result’s signature does not hold.'],
  'finish-unknown-build': ['breach', 'A build finished that was not requested.'],
  'finish-builder': ['breach', 'The build result is not signed by the builder key of its request.'],
  'finish-program': ['breach', 'The build result is for another program than its request.'],
  'finish-code': ['breach', 'Another code ran than the build request names.'],
  'finish-without-release': ['breach', 'The build finished without enough released shares of both sides.'],
  'finish-repeated': ['breach', 'The same build finished twice.'],
  'registration-signature': ['breach', 'The registration’s signature does not hold.'],
  'registration-not-by-owner': ['breach', 'The registration is not signed by the program owner.'],
  'registration-repeated': ['breach', 'The same recipient is registered twice.'],
  'request-recipient': ['breach', 'The build request names a recipient that was not registered before it.'],
  'delivery-signature': ['breach', 'The delivery’s signature does not hold.'],
  'delivery-unknown-build': ['breach', 'Something was delivered of a build that was not requested.'],
  'delivery-builder': ['breach', 'The delivery is not signed by the builder key of its build’s request.'],
  'delivery-program': ['breach', 'The delivery is of another program than its build.'],
  'delivery-without-build': ['breach', 'Something was delivered of a build that had not finished.'],
  'delivery-other-release': ['breach', 'The delivery is of another release than its build made.'],
  'delivery-unregistered': ['breach', 'Something was delivered to a recipient who is not registered.'],
  'delivery-not-requested': ['breach', 'Something was delivered to a recipient whom the request does not name.'],
  'delivery-repeated': ['breach', 'The same build was delivered to the same recipient twice.'],
} as const satisfies Record<string, readonly [Attack, string]>;

export type FindingCode = keyof typeof table;

/** Every code there is. */
// `Object.keys` is typed as strings; the table's keys are exactly the codes.
export const findingCodes = Object.keys(table) as readonly FindingCode[];

/** One thing that is wrong. */
export interface AuditFinding {
  readonly code: FindingCode;
  readonly attack: Attack;
  /** The leaf at fault, where it is one. */
  readonly leafIndex?: number;
  readonly message: string;
}

/** The finding of a code, at a leaf if one is at fault. */
export function findingOf(code: FindingCode, leafIndex?: number): AuditFinding {
  const [attack, message] = table[code];
  return leafIndex === undefined ? { code, attack, message } : { code, attack, leafIndex, message };
}

/** The codes of those conditions that hold. Rules are written as such lists. */
export function faults(...checks: readonly (readonly [boolean, FindingCode])[]): readonly FindingCode[] {
  return checks.filter(([holds]) => holds).map(([, code]) => code);
}
