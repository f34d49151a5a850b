import type { ReactElement, ReactNode } from 'react';
import type { Step } from '@assent/contracts';
import { Button } from './button.tsx';
import { HiddenReasons, type ExplainReason } from './hidden-reasons.tsx';
import { MaskedText } from './masked-text.tsx';
import { stepSentence } from './step-sentence.ts';

/** Steps in plain words, each with what was hidden in it and a way to delete it. */
export function StepList(props: {
  readonly steps: readonly { readonly id: string; readonly step: Step }[];
  readonly explain: ExplainReason;
  readonly onDelete: (id: string) => void;
  /** What is shown below a step's sentence, such as its snapshot. */
  readonly below?: (step: Step) => ReactNode;
}): ReactElement {
  return (
    <ol className="steps">
      {props.steps.map(({ id, step }) => (
        <StepItem
          key={id}
          step={step}
          explain={props.explain}
          onDelete={() => props.onDelete(id)}
          below={props.below?.(step)}
        />
      ))}
    </ol>
  );
}

function StepItem(props: {
  readonly step: Step;
  readonly explain: ExplainReason;
  readonly onDelete: () => void;
  readonly below: ReactNode;
}): ReactElement {
  const { step } = props;
  const sentence = stepSentence(step);
  return (
    <li className="step">
      <time dateTime={new Date(step.t).toISOString()}>{clock(step.t)}</time>
      <div className="step-body">
        <p className="step-sentence">
          <MaskedText text={sentence} />
        </p>
        <HiddenReasons redactions={step.redactions} explain={props.explain} />
        {props.below}
      </div>
      <Button kind="quiet" label={`Delete step: ${sentence}`} onPress={props.onDelete}>
        Delete
      </Button>
    </li>
  );
}

/** Hours and minutes as the participant's own clock shows them. */
export function clock(instant: number): string {
  return new Date(instant).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
}
