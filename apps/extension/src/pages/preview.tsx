import { type ReactElement, useEffect, useState } from 'react';
import { Callout, Card, Page } from '@assent/ui';
import type { DecisionsView } from '@assent/device/requests';
import { ask, explainError } from './ask.ts';
import './decide.css';
import { PreviewOfPage } from './preview-page.tsx';
import { PreviewOfText } from './preview-text.tsx';

/** “What would be kept here?”: of a page that is open, or of a text, under this participant's own rules. */
export function PreviewPage(): ReactElement {
  const [decisions, setDecisions] = useState<DecisionsView | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    ask({ type: 'decisions' }).then(setDecisions, (error: unknown) => setProblem(explainError(error)));
  }, []);
  return (
    <Page
      title="What would be kept here?"
      lead="This shows what the rules would make of a page or a text, with what you have decided. Looking records nothing: nothing you see here is stored or sent, and what stands in fields is not read."
    >
      {problem === null ? null : <Callout tone="danger">{problem}</Callout>}
      {decisions === null ? null : (
        <>
          <PreviewOfPage sites={decisions.sites} />
          <PreviewOfText sites={decisions.sites} />
          <Card title="Is it too much, or too little?">
            <p>
              You can hide more, and let more be kept where the program asks for it:{' '}
              <a href="decide.html">your choices</a>. What was recorded already is in{' '}
              <a href="review.html">your review</a>.
            </p>
          </Card>
        </>
      )}
    </Page>
  );
}
