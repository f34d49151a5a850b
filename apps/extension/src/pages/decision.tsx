import { type ReactElement, useState } from 'react';
import type { Tier } from '@assent/contracts';
import { Button, Callout, Card, Choices, Points, type Choice } from '@assent/ui';
import type { Invitation } from '@assent/device/requests';

/** What is asked for, section by section, and the choice: how much to give, yes or no. */
export function Decision(props: {
  readonly invitation: Omit<Invitation, 'fingerprint'>;
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
        {tier === 'steps-with-snapshots' ? (
          <Callout tone="wait">
            For pictures your browser will ask for access to all sites: it knows no smaller permission for them.
            Pictures are still only taken on the sites listed above, while the mark is shown, and its dot lights up at
            each one. Private words, fields, images and frames are covered before a picture is kept, except where
            “Pictures of the screen” above says otherwise. You can switch pictures off at any time and keep giving
            steps.
          </Callout>
        ) : null}
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
