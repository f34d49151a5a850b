import { type ReactElement, useState } from 'react';
import type { Tier } from '@assent/contracts';
import { Button, Callout, Card, Choices, Page, Points, TextField, type Choice } from '@assent/ui';
import type { Invitation, Joined } from '../panel.ts';
import { ask, AskError, explainError } from './ask.ts';

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
      setInvitation(await ask({ ask: 'look-up', collector: link.trim() }));
    });
  const consent = (tier: Tier) =>
    attempt(async () => {
      if (invitation === null) return;
      const { collector, policy, origins } = invitation;
      // Asked right in the click: the browser shows its own question only then.
      const granted = await chrome.permissions.request({ origins: [...origins] });
      if (!granted) throw new AskError('no-permission');
      setJoined(await ask({ ask: 'join', collector, code: code.trim(), policy, tier }));
    });

  if (joined !== null) return <Welcome joined={joined} />;
  return (
    <Page
      title={invitation === null ? 'Join a program' : invitation.title}
      lead={
        invitation === null
          ? 'Somebody asks you to share how you use certain sites, so that software can learn to use computers. First read what exactly they ask for. Nothing is recorded before you agree.'
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
            hint="It is in the invitation you got."
          />
          <TextField label="Enrolment code" value={code} onChange={setCode} />
          <div className="row">
            <Button kind="primary" disabled={busy || link.trim() === ''} onPress={lookUp}>
              Show what they ask for
            </Button>
          </div>
        </Card>
      ) : (
        <Decision invitation={invitation} busy={busy} onConsent={consent} onCancel={() => setInvitation(null)} />
      )}
    </Page>
  );
}

function Decision(props: {
  readonly invitation: Invitation;
  readonly busy: boolean;
  readonly onConsent: (tier: Tier) => void;
  readonly onCancel: () => void;
}): ReactElement {
  const { invitation, busy, onConsent, onCancel } = props;
  const [tier, setTier] = useState<Tier | null>(null);
  const technical = invitation.sections.filter(({ id }) => id === 'technical');
  return (
    <>
      {invitation.sections
        .filter(({ id }) => id !== 'technical')
        .map((section) => (
          <Card key={section.id} title={section.title}>
            <Points points={section.points} />
          </Card>
        ))}
      {technical.map((section) => (
        <details className="card" key={section.id}>
          <summary>{section.title}</summary>
          <Points points={section.points} />
        </details>
      ))}
      <Card title="What do you want to give?">
        <Choices
          legend="You can change this or leave at any time."
          choices={invitation.tiers.flatMap((offered) => tierChoices[offered] ?? [])}
          value={tier}
          onChange={setTier}
        />
        <div className="row">
          <Button
            kind="primary"
            disabled={busy || tier === null}
            onPress={() => (tier === null ? undefined : onConsent(tier))}
          >
            I agree to exactly this
          </Button>
          <Button disabled={busy} onPress={onCancel}>
            No, thank you
          </Button>
        </div>
        <p className="soft small">
          Agreeing signs a record with a key of this browser. Not agreeing has no consequence: nobody is told.
        </p>
      </Card>
    </>
  );
}

function Welcome(props: { readonly joined: Joined }): ReactElement {
  const receipt = JSON.stringify(props.joined.receipt, null, 2);
  return (
    <Page title="You have joined" lead="Recording is on for the sites listed, and you see it wherever it happens.">
      <Callout tone="on">
        Your consent stands in the public ledger as entry {props.joined.leafIndex}. The entry names nobody.
      </Callout>
      <Card title="From now on">
        <Points
          points={[
            'A small mark in the corner of a page says that it is recorded.',
            'Pause any time with the Assent button of your browser.',
            'Look at what was recorded, and delete what you like, before anything leaves this device.',
          ]}
        />
        <div className="row">
          <Button kind="primary" onPress={() => location.assign('review.html')}>
            See what was recorded
          </Button>
          <Button onPress={() => save(receipt)}>Save my receipt</Button>
        </div>
      </Card>
      <details className="card">
        <summary>Your receipt</summary>
        <pre className="receipt">{receipt}</pre>
      </details>
    </Page>
  );
}

const tierChoices: Readonly<Partial<Record<Tier, Choice<Tier>>>> = {
  'steps-with-snapshots': {
    value: 'steps-with-snapshots',
    title: 'Steps and pictures',
    detail: 'What you do on these sites, and pictures of the page in which private words are covered.',
  },
  'steps-only': {
    value: 'steps-only',
    title: 'Steps only',
    detail: 'What you do on these sites, such as “click Save”, and no picture of anything.',
  },
  'statistics-only': {
    value: 'statistics-only',
    title: 'Statistics only',
    detail: 'Rounded counts with noise added. No steps at all.',
  },
};

function invitationFromAddress(): string {
  return new URLSearchParams(location.hash.slice(1)).get('collector') ?? '';
}

function collectorOrigin(link: string): string | null {
  return URL.parse(link.includes('://') ? link : `https://${link}`)?.origin ?? null;
}

function save(receipt: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([receipt], { type: 'application/ld+json' }));
  link.download = 'assent-consent-receipt.json';
  link.click();
  URL.revokeObjectURL(link.href);
}
