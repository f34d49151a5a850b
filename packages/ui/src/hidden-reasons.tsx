import type { ReactElement } from 'react';
import type { Step } from '@assent/contracts';
import { hiddenPlaces, type HiddenPlace } from './hidden-places.ts';

/** Why something was hidden, in plain words. */
export type ExplainReason = (reason: Step['redactions'][number]['reason']) => string;

/** Everything that was hidden in a step, and what was not: where it stood, and why in plain words. */
export function HiddenReasons(props: {
  readonly redactions: Step['redactions'];
  readonly explain: ExplainReason;
}): ReactElement {
  const { seen, unseen, kept } = hiddenPlaces(props.redactions);
  return (
    <>
      <Reasons summary="Why was this hidden?" places={seen} explain={props.explain} />
      <Reasons summary="Other hidden details" places={unseen} explain={props.explain} />
      <Reasons summary="Why was this not hidden?" places={kept} explain={props.explain} />
    </>
  );
}

function Reasons(props: {
  readonly summary: string;
  readonly places: readonly HiddenPlace[];
  readonly explain: ExplainReason;
}): ReactElement | null {
  if (props.places.length === 0) return null;
  return (
    <details className="small">
      <summary>{props.summary}</summary>
      <ul className="points soft">
        {props.places.map(({ where, reason }) => (
          <li key={`${where} ${reason}`}>
            {where}: {props.explain(reason)}
          </li>
        ))}
      </ul>
    </details>
  );
}
