export {
  planPixels,
  planSmallPixels,
  smallSize,
  type Cover,
  type FieldArea,
  type ImageSize,
  type MediaArea,
  type PixelPlan,
  type Scene,
  type TextPiece,
  type TextRun,
} from './pixels.ts';
export { showsCode } from './machine-codes.ts';
export { nameChannel } from './markup.ts';
export {
  contentFate,
  previewAt,
  previewText,
  type ContentFate,
  type PreviewPart,
  type PreviewContext,
} from './preview.ts';
export { explainReason } from './reasons.ts';
export { keepsWord, redact, strictnesses, type RedactOptions, type Strictness } from './redact.ts';
export { ruleSet, ruleSetDigest } from './rule-set.ts';
export {
  recheckNote,
  recheckStep,
  safeguardNote,
  safeguardStep,
  type RecheckOptions,
  type SafeguardContext,
  type SafeguardOutcome,
} from './step.ts';
export { emptyTokens, type TokenTable } from './tokens.ts';
export { decisionsOf, mediaOn, proposalDigest, type ContentField, type Decisions } from './effective-rules.ts';
