import type { Action, ReasonCode, RawStep, SecretClass, TextValue } from '@assent/contracts';
import { hiddenKey, keptKeys, movesOn } from './keys.ts';
import { timeUnit } from './quantise.ts';
import type { StepRedactor } from './step-redactor.ts';
import { nameChannel } from './markup.ts';

/** Gives secrets their slots. */
export interface Slots {
  slot(known: string): string;
}

/** The action as it may leave. `secret` is why the target's content is secret, null if it is not. */
export function safeguardAction(
  raw: RawStep,
  secret: SecretClass | null,
  redactor: StepRedactor,
  slots: Slots,
): Action {
  const { action } = raw;
  switch (action.type) {
    case 'type':
      return { ...action, value: safeguardValue(action.value, secret, redactor, slots) };
    case 'key':
      return safeguardKeys(action, secret, redactor);
    case 'select':
      return safeguardChoice(action, raw.target?.role ?? '', secret, redactor);
    case 'copy':
    case 'cut':
    case 'paste':
      // The size of what goes into or comes out of a secret field would reveal the secret's length.
      if (secret === null) return action;
      redactor.hidden('/action/size', reasonOf(secret));
      return { ...action, size: '0' };
    case 'upload':
      return { ...action, extensions: action.extensions.map((extension, i) => keptExtension(extension, i, redactor)) };
    case 'wait':
      return { ...action, ms: Math.floor(action.ms / timeUnit) * timeUnit };
    case 'drag':
      return {
        ...action,
        path: action.path.map(([x, y, t]) => [Math.round(x), Math.round(y), Math.floor(t / timeUnit) * timeUnit]),
      };
    case 'scroll':
    case 'click':
    case 'double_click':
    case 'triple_click':
    case 'context_click':
    case 'check':
    case 'hover':
    case 'navigate':
    case 'tab_open':
    case 'tab_switch':
    case 'tab_close':
    case 'done':
      return action;
    default:
      action satisfies never;
      // Deny by default: an action this rule set does not know keeps nothing.
      return { type: 'wait', ms: 0 } satisfies Action;
  }
}

/** The reason for hiding a secret of a class. */
export function reasonOf(secret: SecretClass): ReasonCode {
  return secret === 'ever-password' ? 'secret.password' : `secret.${secret}`;
}

function safeguardValue(value: TextValue, secret: SecretClass | null, redactor: StepRedactor, slots: Slots): TextValue {
  if ('secret' in value) {
    redactor.hidden('/action/value', reasonOf(value.class));
    return { secret: slots.slot(value.secret), class: value.class };
  }
  if (secret !== null) {
    redactor.hidden('/action/value', reasonOf(secret));
    return { secret: slots.slot(value.text), class: secret };
  }
  const text = redactor.content('/action/value/text', 'text', value.text, 65_536);
  // Typed text that is nothing but a secret becomes a slot like one typed into a field for secrets.
  const whole = /^\s*\u27E6(secret|card):\d+\u27E7\s*$/u.exec(text)?.[1];
  if (whole === undefined) return { text };
  return { secret: slots.slot(value.text), class: whole === 'card' ? 'card' : 'unresolved' };
}

function safeguardKeys(
  action: Extract<Action, { type: 'key' }>,
  secret: SecretClass | null,
  redactor: StepRedactor,
): Action {
  if (secret !== null) {
    // Which keys were pressed in a secret field, and how many, reveals something about the secret.
    if (movesOn(action.keys)) return { ...action, repeat: 1 };
    redactor.hidden('/action/keys', reasonOf(secret));
    return { ...action, keys: hiddenKey, repeat: 1 };
  }
  const keys = keptKeys(action.keys);
  if (keys !== action.keys) redactor.hidden('/action/keys', 'word.not-listed');
  return { ...action, keys };
}

function safeguardChoice(
  action: Extract<Action, { type: 'select' }>,
  role: string,
  secret: SecretClass | null,
  redactor: StepRedactor,
): Action {
  if (secret === null) {
    return { ...action, option: redactor.content('/action/option', nameChannel(role), action.option, 2000) };
  }
  redactor.hidden('/action/option', reasonOf(secret));
  return { ...action, option: '', index: -1 };
}

function keptExtension(extension: string, index: number, redactor: StepRedactor): string {
  if (
    /^\.?(?:pdf|docx?|xlsx?|pptx?|odt|ods|odp|txt|md|rtf|csv|tsv|json|xml|ya?ml|html?|png|jpe?g|gif|webp|svg|heic|bmp|tiff?|mp[34]|m4a|wav|mov|avi|webm|zip|gz|tar|7z|eml|ics|vcf|log|sql)$/i.test(
      extension,
    )
  ) {
    return extension.toLowerCase();
  }
  if (extension !== '') redactor.hidden(`/action/extensions/${index}`, 'word.not-listed');
  return '';
}
