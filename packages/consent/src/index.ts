export { acceptClock, clockToleranceMs, observeClock } from './clock.ts';
export {
  chooseMedia,
  chooseNoMedia,
  acceptProposal,
  chooseRules,
  chooseTier,
  excludeOrigin,
  exemptionFor,
  grantExemption,
  includeOrigin,
  initialControls,
  parseControls,
  requestExemption,
  revokeProposal,
  withdrawExemption,
} from './controls.ts';
export {
  describePolicy,
  policyDifference,
  sectionIds,
  type PolicySection,
  type SectionDifference,
  type SectionId,
} from './describe.ts';
export { budgetSpent, plentyOfRoom, type BudgetReason, type Room, type SpentBudget } from './budget.ts';
export { ConsentError, consentErrorCodes, type ConsentErrorCode } from './errors.ts';
export { floorCategory, floorViolations, type FloorHit, type FloorViolation } from './floor.ts';
export { floorCategories, type FloorCategory } from './floor-list.ts';
export {
  decide,
  type GateState,
  type NoConsentReason,
  type OutOfScopeReason,
  type Situation,
  type UnhealthyReason,
} from './gate.ts';
export { readConsent, readPolicy, type KnownConsent, type KnownPolicy } from './in-force.ts';
export {
  changeRules,
  keepsMore,
  noRules,
  ruleLimits,
  ruleProblems,
  type RuleChange,
  type RuleProblem,
} from './own-rules.ts';
export {
  extend,
  needsResumeNotice,
  pause,
  pausedUntil,
  pauseRestOfDay,
  resume,
  resumeNoticeMs,
  resumeNoticeShown,
  type PauseRequest,
} from './pause.ts';
export { consentReceipt, type ConsentReceipt } from './receipt.ts';
