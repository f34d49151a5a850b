export { explainReason } from './reasons.ts';
export { keepsWord, redact, type RedactOptions } from './redact.ts';
export { ruleSet, ruleSetDigest } from './rule-set.ts';
export { recheckStep, safeguardNote, safeguardStep, type SafeguardContext, type SafeguardOutcome } from './step.ts';
export { emptyTokens, type TokenTable } from './tokens.ts';
