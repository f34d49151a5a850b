import { type ReactElement, useId } from 'react';
import { Badge, Button, Card } from '@assent/ui';
import type { DecisionsView, Proposal } from '@assent/device/requests';
import { ask } from './ask.ts';
import { Parts } from './parts.tsx';

type Act = (task: () => Promise<DecisionsView>) => void;

/** What the program asks to keep beyond the rules, one by one. */
export function Proposals(props: {
  readonly decisions: DecisionsView;
  readonly busy: boolean;
  readonly act: Act;
}): ReactElement {
  const { proposals, changed } = props.decisions;
  return (
    <Card title="What the program asks to keep">
      {proposals.length === 0 ? (
        <p className="soft">The program asks for nothing beyond the rules.</p>
      ) : (
        <>
          <p className="soft small">Nothing of this is kept unless you say so. Not accepting has no consequence.</p>
          <ul className="rows">
            {proposals.map((proposal) => (
              <Item key={proposal.digest} proposal={proposal} disabled={props.busy || changed} act={props.act} />
            ))}
          </ul>
        </>
      )}
    </Card>
  );
}

function Item(props: { readonly proposal: Proposal; readonly disabled: boolean; readonly act: Act }): ReactElement {
  const { proposal, disabled, act } = props;
  const { digest, field, site, accepted } = proposal;
  const id = useId();
  return (
    <li aria-labelledby={id}>
      <div className="stack tight">
        <div className="row apart">
          <h3 id={id}>
            What you enter into “{field}” on {site}
          </h3>
          <Badge tone={accepted ? 'on' : 'off'}>{accepted ? 'You accepted' : 'Not accepted'}</Badge>
        </div>
        <p>They would like to keep it as you type it, with names, numbers and all. They say: “{proposal.why}”</p>
        <Example proposal={proposal} />
        <p className="soft small">
          This applies to the text in the field from then on. {URL.parse(proposal.origin)?.host}
        </p>
        <div className="row">
          {accepted ? (
            <Button
              disabled={disabled}
              label={`Take back: “${field}” on ${site}`}
              onPress={() => act(() => ask({ type: 'revoke-proposal', proposal: digest }))}
            >
              Take back
            </Button>
          ) : (
            <Button
              disabled={disabled}
              label={`Accept: “${field}” on ${site}`}
              onPress={() => act(() => ask({ type: 'accept-proposal', proposal: digest }))}
            >
              Accept
            </Button>
          )}
        </div>
      </div>
    </li>
  );
}

function Example(props: { readonly proposal: Proposal }): ReactElement {
  const { proposal } = props;
  const text = proposal.without.map((part) => part.text).join('');
  const same = JSON.stringify(proposal.without) === JSON.stringify(proposal.with);
  if (same) return <p className="small">A rule of your own hides this field or site: accepting changes nothing.</p>;
  return (
    <dl className="quote small">
      <dt className="soft">For example “{text}”, without your yes</dt>
      <dd>
        <Parts parts={proposal.without} />
      </dd>
      <dt className="soft">With your yes</dt>
      <dd>
        <Parts parts={proposal.with} />
      </dd>
    </dl>
  );
}
