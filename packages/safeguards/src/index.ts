export {
  planPixels,
  type Cover,
  type FieldArea,
  type ImageSize,
  type PixelPlan,
  type Scene,
  type TextPiece,
  type TextRun,
} from './pixels.ts';
export { explainReason } from './reasons.ts';
export { keepsWord, redact, type RedactOptions } from './redact.ts';
export { ruleSet, ruleSetDigest } from './rule-set.ts';
export { recheckStep, safeguardNote, safeguardStep, type SafeguardContext, type SafeguardOutcome } from './step.ts';
export { emptyTokens, type TokenTable } from './tokens.ts';
