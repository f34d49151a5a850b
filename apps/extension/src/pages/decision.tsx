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
      <Card title="What would you like to share?">
        <Choices
          legend="You can change this or leave at any time."
          choices={invitation.tiers.flatMap((offered) => tierChoices[offered] ?? [])}
          value={tier}
          onChange={setTier}
        />
        {tier === 'steps-with-snapshots' ? (
          <Callout tone="wait">
            For snapshots your browser will ask for access to all sites, because browsers offer no narrower permission.
            Snapshots are still taken only on the sites listed above, while the indicator is shown, and its dot lights
            up at each one. Private words, fields, images and frames are covered before a snapshot is kept, except where
            “Snapshots of the screen” above says otherwise. You can switch snapshots off at any time and keep sharing
            steps.
          </Callout>
        ) : null}
        <div className="row">
          <Button
            kind="primary"
            disabled={busy || tier === null}
            onPress={() => (tier === null ? undefined : onConsent(tier))}
          >
            I agree
          </Button>
          <Button disabled={busy} onPress={onCancel}>
            No, thank you
          </Button>
        </div>
        <p className="soft small">
          Your agreement is signed with a key kept in this browser. If you say no, nobody is told.
        </p>
      </Card>
    </>
  );
}

const tierChoices: Readonly<Partial<Record<Tier, Choice<Tier>>>> = {
  'steps-with-snapshots': {
    value: 'steps-with-snapshots',
    title: 'Steps and snapshots',
    detail: 'What you do on these sites, and snapshots of the page in which private words are covered.',
  },
  'steps-only': {
    value: 'steps-only',
    title: 'Steps only',
    detail: 'What you do on these sites, such as “click Save”, and no snapshots.',
  },
  'statistics-only': {
    value: 'statistics-only',
    title: 'Statistics only',
    detail: 'Rounded counts with noise added. No steps at all.',
  },
};
