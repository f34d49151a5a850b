import type { FieldKind, RawStep, SecretClass, Target } from '@assent/contracts';

const textKinds: ReadonlySet<FieldKind> = new Set([
  'text',
  'multiline',
  'rich',
  'search',
  'email',
  'tel',
  'url',
  'number',
  'date',
]);
const controlKinds: ReadonlySet<FieldKind> = new Set(['choice', 'toggle', 'file', 'range']);

/** Whether keys pressed here write text. A desktop sensor does not always know the field: there, all but controls take text. */
export function takesText(target: Target, sensor: RawStep['sensor']): boolean {
  if (target.field.secret !== null || textKinds.has(target.field.kind)) return true;
  return sensor === 'desktop' && !controlKinds.has(target.field.kind);
}

/** Whether the field reports its changes as a choice, not as text. */
export function reportsChoice(target: Target): boolean {
  return controlKinds.has(target.field.kind) && target.field.secret === null;
}

/** Why the field's content is secret, if it is. */
export function secretOf(target: Target): SecretClass | null {
  return target.field.secret;
}
