import { type ReactElement, useState } from 'react';
import type { Tier } from '@assent/contracts';
import { Button, Callout, Card, Page, TextField } from '@assent/ui';
import type { Invitation, Joined } from '@assent/device/requests';
import { ask, AskError, explainError } from './ask.ts';
import { Decision } from './decision.tsx';
import { Welcome } from './welcome.tsx';

/** The join page: who asks for what, in plain words; consent; the receipt. */
export function JoinPage(): ReactElement {
  const [link, setLink] = useState(() => invitationFromAddress());
  const [code, setCode] = useState(() => new URLSearchParams(location.hash.slice(1)).get('code') ?? '');
  const [invitation, setInvitation] = useState<Invitation | null>(null);
  const [joined, setJoined] = useState<Joined | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const attempt = (task: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    void task()
      .catch((error: unknown) => {
        setProblem(explainError(error));
        // Back to where the code can be mended.
        if (error instanceof AskError && error.code === 'wrong-code') setInvitation(null);
      })
      .finally(() => setBusy(false));
  };
  const lookUp = () =>
    attempt(async () => {
      const origin = collectorOrigin(link.trim());
      // To talk to the collector at all; asked right in the click, as the browser wants it.
      if (origin !== null && !(await chrome.permissions.request({ origins: [`${origin}/*`] }))) {
        throw new AskError('no-permission');
      }
      setInvitation(await ask({ type: 'look-up', collector: link.trim() }));
    });
  const consent = (tier: Tier) =>
    attempt(async () => {
      if (invitation === null) return;
      const { collector, policy, origins, fingerprint } = invitation;
      // Asked right in the click: the browser shows its own question only then.
      const wanted = tier === 'steps-with-snapshots' ? [...origins, '<all_urls>'] : [...origins];
      const granted = await chrome.permissions.request({ origins: wanted });
      if (!granted) throw new AskError('no-permission');
      setJoined(await ask({ type: 'join', collector, code: code.trim(), policy, fingerprint, tier }));
    });

  if (joined !== null) return <Welcome joined={joined} />;
  return (
    <Page
      title={invitation === null ? 'Join a program' : invitation.title}
      lead={
        invitation === null
          ? 'Your organisation invites you to share how you use certain sites, to help train software that can use computers. Read exactly what it asks for first. Nothing is recorded before you agree.'
          : `${invitation.organisation} asks you to take part. Read what that means; then decide.`
      }
    >
      {problem === null ? null : <Callout tone="danger">{problem}</Callout>}
      {invitation === null ? (
        <Card title="Your invitation">
          <TextField
            label="Collector address"
            value={link}
            onChange={setLink}
            placeholder="https://collector.example"
            hint="You’ll find it in your invitation."
          />
          <TextField label="Enrolment code" value={code} onChange={setCode} />
          <div className="row">
            <Button kind="primary" disabled={busy || link.trim() === ''} onPress={lookUp}>
              Read the request
            </Button>
          </div>
        </Card>
      ) : (
        <>
          <Fingerprint of={invitation} />
          <Decision invitation={invitation} busy={busy} onConsent={consent} onCancel={() => setInvitation(null)} />
        </>
      )}
    </Page>
  );
}

/** Trust on first use, said plainly. */
function Fingerprint(props: { readonly of: Invitation }): ReactElement {
  return (
    <p className="soft small">
      Fingerprint <code>{props.of.fingerprint}</code>. Check that it matches your invitation on paper: it identifies
      this program. Once you agree, this browser accepts no other keys for it.
    </p>
  );
}

function invitationFromAddress(): string {
  return new URLSearchParams(location.hash.slice(1)).get('collector') ?? '';
}

function collectorOrigin(link: string): string | null {
  return URL.parse(link.includes('://') ? link : `https://${link}`)?.origin ?? null;
}
