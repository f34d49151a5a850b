import { type ReactElement, useCallback } from 'react';
import { Button, Callout, Card, Page, Points, saveFile } from '@assent/ui';
import type { Joined } from '@assent/device/requests';
import { ask } from './ask.ts';
import { MediaChoices } from './media-choices.tsx';
import { useBackground } from './use-background.ts';

/** What follows a yes: the ledger entry, what to know from now on, the receipt to keep. */
export function Welcome(props: { readonly joined: Joined }): ReactElement {
  const { proof } = props.joined;
  const { value, busy, act } = useBackground(useCallback(() => ask({ type: 'decisions' }), []));
  const receipt = JSON.stringify(props.joined.receipt, null, 2);
  return (
    <Page title="You have joined" lead="Recording is on for the sites listed. An indicator shows wherever it happens.">
      <Callout tone="on">
        Your consent is entry {props.joined.leafIndex} in the public log. The entry doesn’t identify you.
      </Callout>
      {value === null ? null : <MediaChoices decisions={value} busy={busy} act={act} />}
      <Card title="From now on">
        <Points
          points={[
            'A small indicator in the corner of a page shows that the page is recorded.',
            'Pause any time with the Assent button of your browser.',
            'See what would be kept of a page, and hide more than the rules do, from the same button.',
            'Look at what was recorded, and delete what you like, before anything leaves this device.',
          ]}
        />
        <div className="row">
          <Button kind="primary" onPress={() => location.assign('review.html')}>
            See what was recorded
          </Button>
          <Button onPress={() => saveFile('assent-consent-receipt.json', receipt, 'application/ld+json')}>
            Save my receipt
          </Button>
          {proof === null ? null : (
            <Button onPress={() => saveFile('assent-consent-proof.txt', proof, 'text/plain')}>
              Save the ledger’s proof
            </Button>
          )}
          <Button onPress={() => location.assign('vault.html')}>Keep a copy for myself</Button>
        </div>
      </Card>
      <details className="card">
        <summary>Your receipt</summary>
        <pre className="receipt">{receipt}</pre>
      </details>
    </Page>
  );
}
