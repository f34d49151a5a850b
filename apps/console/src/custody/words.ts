import {
  ClientError,
  type ClientErrorCode,
  type Examination,
  type ExaminationCheck,
  type ReleaseOutcome,
  type Verdict,
} from '@assent/client';
import { CodedError, type BuildRefusal, type BuildStatus } from '@assent/contracts';
import { SealingError } from '@assent/sealing';
import { explainPasskey, PasskeyError } from '@assent/ui';
import { KeysError } from './keys.ts';

type Sentences = Readonly<Record<Verdict, string>>;

const untold = 'This could not be looked at.';

/** What a finding means, as a sentence. */
export function sentenceOf(check: ExaminationCheck, examination: Examination, now: number): string {
  const verdict = examination.verdicts[check];
  if (check === 'window') return windowSentence(examination, now);
  if (check === 'consent' && verdict === 'holds') return consentSentence(examination);
  if (check === 'purpose' && verdict === 'holds') {
    return `The purpose is the one that people agreed to: ${(examination.request?.purpose ?? '').replaceAll('-', ' ')}.`;
  }
  return sentences[check][verdict];
}

const sentences: Readonly<Record<Exclude<ExaminationCheck, 'window'>, Sentences>> = {
  signed: {
    holds: 'The program owner has signed exactly this request.',
    fails: 'The program owner has not signed this request. Somebody has changed it, or made it up.',
    later: untold,
    unknown: untold,
  },
  continues: {
    holds: 'The ledger goes on from what this browser saw last.',
    fails:
      'The ledger does not go on from what this browser saw last. Somebody has rewritten it or taken entries back.',
    later: untold,
    unknown: 'This is the first look at the ledger from this browser, so there is nothing to compare it with yet.',
  },
  witnessed: {
    holds: 'Your witnesses have seen this request in the ledger.',
    fails: 'Your witnesses have not seen this request, or have seen another ledger.',
    later: untold,
    unknown: 'You named no witness. Nobody but you has compared the ledger.',
  },
  'in-ledger': {
    holds: 'The request stands in the public ledger, proven to the ledger’s key.',
    fails: 'The request is not proven to stand in the public ledger.',
    later: untold,
    unknown: untold,
  },
  policy: {
    holds: 'The policy version it names stands in the ledger and is the owner’s.',
    fails: 'The policy version it names does not stand in the ledger as this program’s.',
    later: untold,
    unknown: untold,
  },
  seat: {
    holds: 'Your seat is a custodian of that policy.',
    fails: 'Your seat is no custodian of that policy.',
    later: untold,
    unknown: untold,
  },
  purpose: {
    holds: '',
    fails: 'The purpose is not the one that people agreed to.',
    later: untold,
    unknown: untold,
  },
  code: {
    holds: 'The build code is on the policy’s list.',
    fails: 'The build code is not on the policy’s list.',
    later: untold,
    unknown: untold,
  },
  recipients: {
    holds: 'Copies go to nobody, or to recipients that the owner let in in public.',
    fails: 'A copy would go to somebody whom the owner has not let in in public.',
    later: untold,
    unknown: untold,
  },
  scope: {
    holds: 'It asks for days that were over or running when it was made.',
    fails: 'It asks for days that had not been when it was made, or for none.',
    later: untold,
    unknown: untold,
  },
  consent: {
    holds: '',
    fails: 'The collector offers days that the request does not name.',
    later: 'Whose consent stands is looked at when the time to object is over.',
    unknown: untold,
  },
};

function windowSentence({ verdicts, until }: Examination, now: number): string {
  if (verdicts.window === 'holds') return 'The time to object is over.';
  if (verdicts.window !== 'later' || until === null) return 'When the time to object ends cannot be told.';
  return `The time to object runs until ${new Date(until).toLocaleString()}: ${duration(until - now)} left.`;
}

function consentSentence({ days }: Examination): string {
  if (days === null) return untold;
  const closed = [
    ...(days.erased > 0 ? [`${days.erased} erased`] : []),
    ...(days.withoutConsent > 0 ? [`${days.withoutConsent} without a consent that stands`] : []),
  ];
  const rest = closed.length === 0 ? '' : ` Not released: ${closed.join(', ')}.`;
  return `A consent stands behind each of the ${count(days.live, 'day')} to be released.${rest}`;
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

/** Where a build stands. */
export const stateWords: Readonly<Record<BuildStatus['state'], string>> = {
  window: 'Time to object',
  releasing: 'Waits for releases',
  released: 'Both sides released',
  refused: 'Refused',
  finished: 'Finished',
};

/** Reasons to refuse, as a custodian chooses them. They stand in the public ledger. */
export const refusalWords: Readonly<Record<BuildRefusal['reason'], string>> = {
  'custodian-decision': 'My decision, no reason given',
  purpose: 'The purpose is another than agreed',
  'code-not-allowed': 'The build code is not one we allow',
  'not-in-ledger': 'It does not stand in the ledger',
  'policy-mismatch': 'It does not fit the policy',
  scope: 'It asks for too much',
  'window-open': 'The time to object was too short',
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
  forbidden: 'The collector does not take it: it is too early, or this seat’s key is not the policy’s.',
  conflict: 'This seat has answered already, or the build is over.',
  gone: 'The build is over.',
};
