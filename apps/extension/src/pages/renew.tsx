import { type ReactElement, useEffect, useState } from 'react';
import type { Tier } from '@assent/contracts';
import { Callout, Card, Page, Points } from '@assent/ui';
import type { Joined, Renewal } from '@assent/device/requests';
import { ask, AskError, explainError } from './ask.ts';
import { Decision } from './decision.tsx';
import { Welcome } from './welcome.tsx';

/** The program has a new policy version: what has changed, in plain words, and the decision anew (P1). */
export function RenewPage(): ReactElement {
  const [renewal, setRenewal] = useState<Renewal | null>(null);
  const [joined, setJoined] = useState<Joined | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    ask({ type: 'renewal' }).then(setRenewal, (error: unknown) => setProblem(explainError(error)));
  }, []);

  const agree = async ({ policy, origins }: Renewal, tier: Tier) => {
    // Asked right in the click: the browser shows its own question only then.
    if (!(await chrome.permissions.request({ origins: [...origins] }))) throw new AskError('no-permission');
    setJoined(await ask({ type: 'renew', policy, tier }));
  };
  const consent = (tier: Tier) => {
    if (renewal === null) return;
    setBusy(true);
    setProblem(null);
    void agree(renewal, tier)
      .catch((error: unknown) => setProblem(explainError(error)))
      .finally(() => setBusy(false));
  };

  if (joined !== null) return <Welcome joined={joined} />;
  return (
    <Page
      title={renewal === null ? 'The program has changed' : `${renewal.title}, version ${renewal.version}`}
      lead="Nothing is recorded until you agree to the new version. If you’d rather not, you don’t need to do anything."
    >
      {problem === null ? null : <Callout tone="danger">{problem}</Callout>}
      {renewal === null ? null : (
        <>
          <Card title="What has changed">
            {renewal.changes.map(({ id, title, added, removed }) => (
              <section key={id}>
                <h3>{title}</h3>
                {removed.length === 0 ? null : <Points points={removed.map((point) => `No longer: ${point}`)} />}
                {added.length === 0 ? null : <Points points={added.map((point) => `New: ${point}`)} />}
              </section>
            ))}
          </Card>
          <Decision invitation={renewal} busy={busy} onConsent={consent} onCancel={() => window.close()} />
        </>
      )}
    </Page>
  );
}
