import { type ReactElement, useState } from 'react';
import { examinationChecks, type Examination, type ReleaseOutcome } from '@assent/client';
import { refusalReasons, type BuildRefusal } from '@assent/contracts';
import { Badge, Button, Callout, Card, type Tone } from '@assent/ui';
import type { Desk, Requests } from './desk.ts';
import { explain, outcomeWords, refusalWords, sentenceOf, stateWords } from './words.ts';

/** One request: what is asked for, what this browser found, and the two answers. */
export function RequestCard(props: {
  readonly examination: Examination;
  readonly custodian: string;
  readonly names: Requests['names'];
  readonly desk: Desk;
  readonly onDone: () => Promise<void>;
}): ReactElement {
  const { examination, custodian, names, desk, onDone } = props;
  const { status } = examination;
  const [message, setMessage] = useState<{ readonly tone: Tone; readonly words: string } | null>(null);
  const [busy, setBusy] = useState(false);
  const answered = [...status.released, ...status.refused].includes(custodian);

  const act = (task: () => Promise<ReleaseOutcome>) => {
    setBusy(true);
    setMessage(null);
    void task()
      .then(
        (outcome) => setMessage({ tone: outcome.outcome === 'waiting' ? 'wait' : 'on', words: outcomeWords(outcome) }),
        (error: unknown) => setMessage({ tone: 'danger', words: explain(error) }),
      )
      .then(onDone)
      .finally(() => setBusy(false));
  };
  return (
    <Card
      title={`Request ${status.build.slice(0, 12)}…`}
      aside={<Badge tone={status.state === 'window' ? 'wait' : 'on'}>{stateWords[status.state]}</Badge>}
    >
      <div className="stack">
        <Facts examination={examination} names={names} />
        <Findings examination={examination} />
        {message === null ? null : <Callout tone={message.tone}>{message.words}</Callout>}
        {answered ? (
          <p className="soft">You have {status.released.includes(custodian) ? 'released your share' : 'refused'}.</p>
        ) : (
          <Answers
            releasable={examination.releasable && !busy}
            busy={busy}
            onRelease={() => act(() => desk.release(status.build))}
            onRefuse={(reason) => act(() => desk.refuse(status.build, reason))}
          />
        )}
      </div>
    </Card>
  );
}

/** What is asked for. Only what the owner has signed is shown: everything else could be anybody's words. */
function Facts({
  examination,
  names,
}: {
  readonly examination: Examination;
  readonly names: Requests['names'];
}): ReactElement | null {
  const { request, policy, status } = examination;
  if (request === null) return null;
  const rows: readonly (readonly [string, string])[] = [
    ...(policy === null ? [] : [['Program', `${policy.title}, ${policy.organisation}`] as const]),
    ['Purpose', request.purpose.replaceAll('-', ' ')],
    [
      'Scope',
      `${request.days.from} to ${request.days.to}, ${request.apps?.join(', ') ?? 'all apps'}, ${request.tiers?.join(', ').replaceAll('-', ' ') ?? 'all tiers'}, recorded under policy version ${policy?.version ?? '?'}`,
    ],
    ['Build code', request.code],
    ['Opens for', `${request.recipient.slice(0, 24)}… (a key of this build alone)`],
    [
      'Copies go to',
      (request.deliverTo ?? []).map((to) => names.get(to) ?? `${to.slice(0, 12)}…`).join(', ') || 'nobody',
    ],
    ['Asked', new Date(request.requestedAt).toLocaleString()],
    ['Released', status.released.join(', ') || 'nobody yet'],
    ['Refused', status.refused.join(', ') || 'nobody'],
  ];
  return (
    <dl className="facts">
      {rows.map(([name, value]) => (
        <Fact key={name} name={name} value={value} />
      ))}
    </dl>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }): ReactElement {
  return (
    <>
      <dt>{name}</dt>
      <dd className={name === 'Build code' ? 'code' : undefined}>{value}</dd>
    </>
  );
}

const signs = {
  holds: ['✓', 'Holds:'],
  fails: ['✗', 'Does not hold:'],
  later: ['…', 'Not yet:'],
  unknown: ['–', 'Not known:'],
} as const;

function Findings({ examination }: { readonly examination: Examination }): ReactElement {
  return (
    <ul className="findings" aria-label="What this browser found">
      {examinationChecks.map((check) => {
        const result = examination.results[check];
        const [sign, spoken] = signs[result];
        return (
          <li key={check} className={result} data-check={check} data-verdict={result}>
            <span className="glyph" aria-hidden="true">
              {sign}
            </span>
            <span>
              <span className="spoken">{spoken} </span>
              {sentenceOf(check, examination, Date.now())}
            </span>
          </li>
        );
      })}
    </ul>
  );
}

function Answers(props: {
  readonly releasable: boolean;
  readonly busy: boolean;
  readonly onRelease: () => void;
  readonly onRefuse: (reason: BuildRefusal['reason']) => void;
}): ReactElement {
  const { releasable, busy, onRelease, onRefuse } = props;
  const [reason, setReason] = useState<BuildRefusal['reason']>('custodian-decision');
  return (
    <div className="stack tight">
      <div className="row">
        <Button kind="primary" disabled={!releasable} onPress={onRelease}>
          Release my share to this build
        </Button>
      </div>
      <details>
        <summary>Refuse</summary>
        <div className="stack tight">
          <label className="field">
            <span>Reason; it is recorded in the public log with your name as a custodian</span>
            <select
              value={reason}
              onChange={({ currentTarget }) =>
                setReason(refusalReasons.find((each) => each === currentTarget.value) ?? 'custodian-decision')
              }
            >
              {Object.entries(refusalWords).map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </select>
          </label>
          <div className="row">
            <Button kind="danger" disabled={busy} onPress={() => onRefuse(reason)}>
              Refuse this build
            </Button>
          </div>
        </div>
      </details>
    </div>
  );
}
