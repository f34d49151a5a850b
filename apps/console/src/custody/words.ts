import {
  ClientError,
  type ClientErrorCode,
  type Examination,
  type ExaminationCheck,
  type ReleaseOutcome,
  type CheckResult,
} from '@assent/client';
import { CodedError, type BuildRefusal, type BuildStatus } from '@assent/contracts';
import { SealingError } from '@assent/sealing';
import { explainPasskey, PasskeyError } from '@assent/ui';
import { KeysError } from './keys.ts';

type Sentences = Readonly<Record<CheckResult, string>>;

const notChecked = 'This could not be checked.';

/** What a finding means, as a sentence. */
export function sentenceOf(check: ExaminationCheck, examination: Examination, now: number): string {
  const result = examination.results[check];
  if (check === 'window') return windowSentence(examination, now);
  if (check === 'consent' && result === 'holds') return consentSentence(examination);
  if (check === 'purpose' && result === 'holds') {
    return `The purpose is the one that people agreed to: ${(examination.request?.purpose ?? '').replaceAll('-', ' ')}.`;
  }
  return sentences[check][result];
}

const sentences: Readonly<Record<Exclude<ExaminationCheck, 'window'>, Sentences>> = {
  signed: {
    holds: 'The program owner has signed exactly this request.',
    fails: 'The program owner has not signed this request. Somebody has changed it, or made it up.',
    later: notChecked,
    unknown: notChecked,
  },
  continues: {
    holds: 'The ledger goes on from what this browser saw last.',
    fails:
      'The ledger does not go on from what this browser saw last. Somebody has rewritten it or taken entries back.',
    later: notChecked,
    unknown: 'This browser reads the public log for the first time, so there is nothing to compare it with yet.',
  },
  witnessed: {
    holds: 'Your witnesses have seen this request in the ledger.',
    fails: 'Your witnesses have not seen this request, or have seen another ledger.',
    later: notChecked,
    unknown: 'You named no witness. Nobody but you has compared the ledger.',
  },
  'in-ledger': {
    holds: 'The request is in the public log, proven to the log’s key.',
    fails: 'The request is not proven to be in the public log.',
    later: notChecked,
    unknown: notChecked,
  },
  policy: {
    holds: 'The policy version it names is in the public log and signed by the owner.',
    fails: 'The policy version it names is not in the public log as this program’s.',
    later: notChecked,
    unknown: notChecked,
  },
  seat: {
    holds: 'You are a custodian of that policy.',
    fails: 'You are not a custodian of that policy.',
    later: notChecked,
    unknown: notChecked,
  },
  purpose: {
    holds: '',
    fails: 'The purpose is not the one that people agreed to.',
    later: notChecked,
    unknown: notChecked,
  },
  code: {
    holds: 'The build code is on the policy’s list.',
    fails: 'The build code is not on the policy’s list.',
    later: notChecked,
    unknown: notChecked,
  },
  recipients: {
    holds: 'Copies go only to recipients registered in the public log.',
    fails: 'A copy would go to somebody who is not registered in the public log.',
    later: notChecked,
    unknown: notChecked,
  },
  scope: {
    holds: 'It asks for days that were over or running when it was made.',
    fails: 'It asks for days that had not been when it was made, or for none.',
    later: notChecked,
    unknown: notChecked,
  },
  consent: {
    holds: '',
    fails: 'The collector offers days that the request does not name.',
    later: 'Withdrawn consents are removed when the objection period ends.',
    unknown: notChecked,
  },
};

function windowSentence({ results, until }: Examination, now: number): string {
  if (results.window === 'holds') return 'The objection period is over.';
  if (results.window !== 'later' || until === null) return 'The end of the objection period is unknown.';
  return `The objection period runs until ${new Date(until).toLocaleString()}: ${duration(until - now)} left.`;
}

function consentSentence({ days }: Examination): string {
  if (days === null) return notChecked;
  const closed = [
    ...(days.erased > 0 ? [`${days.erased} erased`] : []),
    ...(days.withoutConsent > 0 ? [`${days.withoutConsent} without a consent in force`] : []),
  ];
  const rest = closed.length === 0 ? '' : ` Not released: ${closed.join(', ')}.`;
  return `Each of the ${count(days.live, 'day')} to be released has a consent in force.${rest}`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

/** How long something lasts, in its two largest units. */
function duration(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1000));
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ] as const;
  const first = parts.findIndex(([amount]) => amount > 0);
  if (first < 0) return '0 s';
  return parts
    .slice(first, first + 2)
    .map(([amount, unit]) => `${amount} ${unit}`)
    .join(' ');
}

/** The state of a build. */
export const stateWords: Readonly<Record<BuildStatus['state'], string>> = {
  window: 'Objection period',
  releasing: 'Waits for releases',
  released: 'Both sides released',
  refused: 'Refused',
  finished: 'Finished',
};

/** Reasons to refuse, as a custodian chooses them. They are recorded in the public log. */
export const refusalWords: Readonly<Record<BuildRefusal['reason'], string>> = {
  'custodian-decision': 'My decision, no reason given',
  purpose: 'The purpose is another than agreed',
  'code-not-allowed': 'The build code is not one we allow',
  'not-in-ledger': 'It is not in the public log',
  'policy-mismatch': 'It does not fit the policy',
  scope: 'It asks for too much',
  'window-open': 'The objection period was too short',
};

/** What became of a custodian's answer, as a sentence. */
export function outcomeWords(outcome: ReleaseOutcome): string {
  switch (outcome.outcome) {
    case 'released':
      return `You released ${count(outcome.shares, 'share')} to this build and no other.`;
    case 'refused':
      return `Refused: ${refusalWords[outcome.reason].toLowerCase()}. The refusal is recorded in the public log.`;
    case 'waiting':
      return `The objection period runs until ${new Date(outcome.until).toLocaleString()}. Nothing was released.`;
    default:
      outcome satisfies never;
      // Claims nothing about an outcome it does not know.
      return 'The outcome is unknown. Check the public log before you answer again.';
  }
}

/** What went wrong, for people. Names no key and quotes no file. */
export function explain(error: unknown): string {
  if (error instanceof PasskeyError) return explainPasskey(error);
  if (error instanceof KeysError) return error.message;
  if (error instanceof SealingError) return sealingWords(error);
  if (error instanceof ClientError)
    return clientWords[error.code] ?? 'The collector did not do it. Nothing was released.';
  if (error instanceof CodedError) return 'The ledger or an answer does not check out. Nothing was released.';
  return 'Something did not work. Nothing was released.';
}

function sealingWords({ code }: SealingError): string {
  if (code === 'cannot-open') return 'This passphrase does not open the file, or your key does not open a share.';
  if (code === 'cannot-decrypt') return 'This passkey does not open these keys.';
  if (code === 'malformed' || code === 'bad-key') return 'This is not a key file, or it is damaged.';
  return 'A share does not check out. Nothing was released.';
}

const clientWords: Readonly<Partial<Record<ClientErrorCode, string>>> = {
  unreachable: 'The collector gives no answer.',
  busy: 'The collector is busy. Try again in a moment.',
  'bad-answer': 'The collector answered something that cannot be trusted. Nothing was released.',
  untrusted: 'The collector showed something that the program owner has not signed. Nothing was released.',
  'ledger-diverged': 'The ledger contradicts what you or your witnesses have seen. Nothing was released.',
  unwitnessed: 'Your witnesses have not seen the request. Nothing was released.',
  forbidden: 'The collector refused: it is too early, or your key is not in the policy.',
  conflict: 'You have answered already, or the build is over.',
  gone: 'The build is over.',
};
