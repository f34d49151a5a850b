import type { ReactElement } from 'react';
import type { Step } from '@assent/contracts';
import { Button } from './button.tsx';
import { MaskedText } from './masked-text.tsx';
import { stepSentence } from './step-sentence.ts';

/** Why something was hidden, in plain words. */
export type ExplainReason = (reason: Step['redactions'][number]['reason']) => string;

/** Steps in plain words, each with what was hidden in it and a way to delete it. */
export function StepList(props: {
  readonly steps: readonly { readonly id: string; readonly step: Step }[];
  readonly explain: ExplainReason;
  readonly onDelete: (id: string) => void;
}): ReactElement {
  return (
    <ol className="steps">
      {props.steps.map(({ id, step }) => (
        <StepItem key={id} step={step} explain={props.explain} onDelete={() => props.onDelete(id)} />
      ))}
    </ol>
  );
}

function StepItem(props: {
  readonly step: Step;
  readonly explain: ExplainReason;
  readonly onDelete: () => void;
}): ReactElement {
  const { step } = props;
  const sentence = stepSentence(step);
  const reasons = [...new Set(step.redactions.filter(({ at }) => isShown(at)).map(({ reason }) => reason))];
  return (
    <li className="step">
      <time dateTime={new Date(step.t).toISOString()}>{clock(step.t)}</time>
      <div className="step-body">
        <p className="step-sentence">
          <MaskedText text={sentence} />
        </p>
        {reasons.length === 0 ? null : (
          <details className="small">
            <summary>Why was this hidden?</summary>
            <ul className="points soft">
              {reasons.map((reason) => (
                <li key={reason}>{props.explain(reason)}</li>
              ))}
            </ul>
          </details>
        )}
      </div>
      <Button kind="quiet" label={`Delete step: ${sentence}`} onPress={props.onDelete}>
        Delete
      </Button>
    </li>
  );
}

/** Whether a place in a step is part of its sentence. What was hidden in selectors and surroundings nobody sees here. */
function isShown(at: string): boolean {
  return /^\/(?:action|target\/name|page)\b/.test(at);
}

/** Hours and minutes as the participant's own clock shows them. */
export function clock(instant: number): string {
  return new Date(instant).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
