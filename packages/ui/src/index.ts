export { Button, type ButtonKind } from './button.tsx';
export { Choices, TextField, type Choice } from './form.tsx';
export { HiddenReasons, type ExplainReason } from './hidden-reasons.tsx';
export { MaskedText } from './masked-text.tsx';
export {
  askPasskey,
  explainPasskey,
  makePasskey,
  PasskeyError,
  passkeysPossible,
  type PasskeySecret,
} from './passkey.ts';
export { saveFile } from './save-file.ts';
export { clock, StepList } from './step-list.tsx';
export { describeStep } from './describe-step.ts';
export { Badge, Callout, Card, Figures, Page, Points, type Tone } from './surfaces.tsx';
