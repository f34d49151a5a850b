import { type ReactElement, useEffect, useState } from 'react';
import { clock, HiddenReasons, MaskedText, stepSentence } from '@assent/ui';
import type { LastStep } from '@assent/device/requests';
import { ask, explainError } from './ask.ts';

/** The newest step on this device and what was hidden in it. Read only when somebody wants to see it. */
export function LastKeptStep(props: { readonly waitingSteps: number }): ReactElement {
  const [open, setOpen] = useState(false);
  const [last, setLast] = useState<LastStep | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    if (!open) return;
    ask({ type: 'last-step' }).then(setLast, (error: unknown) => setProblem(explainError(error)));
  }, [open, props.waitingSteps]);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>Latest recorded step</summary>
      {problem !== null ? (
        <p className="soft small">{problem}</p>
      ) : last === null ? (
        <p className="soft small">No step waits on this device.</p>
      ) : (
        <div className="stack tight">
          <p className="last-step">
            <MaskedText text={stepSentence(last.step)} /> <span className="soft small">{clock(last.step.t)}</span>
          </p>
          <HiddenReasons
            redactions={last.step.redactions}
            explain={(reason) => last.reasons[reason] ?? 'It may be private.'}
          />
        </div>
      )}
    </details>
  );
}
