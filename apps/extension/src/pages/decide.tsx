import { type ReactElement, useCallback } from 'react';
import { Callout, Page } from '@assent/ui';
import { ask } from './ask.ts';
import './decide.css';
import { MediaChoices } from './media-choices.tsx';
import { OwnRules } from './own-rules.tsx';
import { Proposals } from './proposals.tsx';
import { useBackground } from './use-background.ts';

/** What a participant decides: what the program may keep beyond the rules, and what is hidden beyond them. */
export function DecidePage(): ReactElement {
  const { value, problem, busy, act } = useBackground(useCallback(() => ask({ type: 'decisions' }), []));
  return (
    <Page
      title="Your choices"
      lead="Private words are hidden automatically. You can hide more here, or allow more if the program asks. You can change your mind at any time, and nobody is told."
    >
      {problem === null ? null : <Callout tone="danger">{problem}</Callout>}
      {value === null ? null : (
        <>
          {value.changed ? (
            <Callout tone="wait">
              The program has changed, and nothing is recorded. <a href="join.html#renew">Read what has changed</a>{' '}
              first.
            </Callout>
          ) : null}
          {value.waitingSteps === 0 ? null : (
            <Callout tone="off">
              {value.waitingSteps === 1 ? 'One step waits' : `${value.waitingSteps} steps wait`} for your review. What
              you change here does not change {value.waitingSteps === 1 ? 'it' : 'them'}:{' '}
              <a href="review.html">look at what was recorded</a> and delete what you do not want to give.
            </Callout>
          )}
          <Proposals decisions={value} busy={busy} act={act} />
          <MediaChoices decisions={value} busy={busy} act={act} />
          <OwnRules decisions={value} busy={busy} act={act} />
          <p className="soft small">
            Nothing here reaches what is hidden always: passwords, cards, codes, keys and whatever looks like them, and
            words about health and unions. <a href="preview.html">See what would be kept</a> of a page or a text.
          </p>
        </>
      )}
    </Page>
  );
}
