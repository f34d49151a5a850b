import { type ReactElement, useCallback } from 'react';
import { Badge, Button, Callout, Card, clock, Figures, Page, StepList } from '@assent/ui';
import type { Review, ReviewEpisode, SentPart } from '@assent/device/requests';
import { ask } from './ask.ts';
import { SnapshotImage } from './snapshot.tsx';
import { useBackground } from './use-background.ts';

type Act = (task: () => Promise<Review>) => void;

/** The review page: everything that waits on this device, in plain words, and the ways to delete or send it. */
export function ReviewPage(): ReactElement {
  const { value, problem, busy, act } = useBackground(useCallback(() => ask({ type: 'episodes' }), []));
  return (
    <Page
      title="What was recorded"
      lead="This is stored encrypted on your device. Nobody else has seen it. Delete anything you don’t want to share. The rest is encrypted and sent at the time shown, or when you choose."
    >
      {problem === null ? null : <Callout tone="danger">{problem}</Callout>}
      {value === null ? null : (
        <>
          <Queue review={value} busy={busy} act={act} />
          {value.episodes.length === 0 ? (
            <Callout tone="off">Nothing to review.</Callout>
          ) : (
            value.episodes.map((episode, index) => (
              <Episode
                key={`${episode.session} ${episode.episode}`}
                title={`Episode ${index + 1}`}
                episode={episode}
                reasons={value.reasons}
                busy={busy}
                act={act}
              />
            ))
          )}
          <Sent review={value} busy={busy} act={act} />
          <p className="soft small">
            Is too much kept? You can hide more from now on under <a href="decide.html">your choices</a>.
          </p>
        </>
      )}
    </Page>
  );
}

function Queue(props: { readonly review: Review; readonly busy: boolean; readonly act: Act }): ReactElement {
  const { queue } = props.review;
  const hour = 3_600_000;
  const deleteLastHour = () => {
    const to = Date.now();
    props.act(() => ask({ type: 'delete-range', from: Math.max(0, to - hour), to }));
  };
  return (
    <Card title="On this device">
      <Figures
        figures={[
          ['Steps waiting', queue.waitingSteps],
          ['Sealed, not yet sent', queue.sealedSegments],
          ['Sent', queue.uploadedSegments],
          ['Deleted by you', queue.deletedSteps],
        ]}
      />
      {queue.uploadProblem === null ? null : <Callout tone="wait">{queue.uploadProblem}</Callout>}
      <div className="row apart">
        <div className="row">
          <Button
            kind="primary"
            disabled={props.busy || (queue.waitingSteps === 0 && queue.sealedSegments === 0)}
            onPress={() => props.act(() => ask({ type: 'send-now' }))}
          >
            Send now
          </Button>
          <Button kind="danger" disabled={props.busy || queue.waitingSteps === 0} onPress={deleteLastHour}>
            Delete the last hour
          </Button>
        </div>
        {queue.nextSealAt === null ? null : (
          <span className="soft small">Otherwise the first steps are sent at {clock(queue.nextSealAt)}.</span>
        )}
      </div>
    </Card>
  );
}

function Episode(props: {
  readonly title: string;
  readonly episode: ReviewEpisode;
  readonly reasons: Review['reasons'];
  readonly busy: boolean;
  readonly act: Act;
}): ReactElement {
  const { title, episode, reasons, busy, act } = props;
  const { session } = episode;
  return (
    <Card
      title={`${title}, ${clock(episode.from)} to ${clock(episode.to)}`}
      aside={
        <span className="row">
          <Badge tone="wait">Sends at {clock(episode.sealsAt)}</Badge>
          <Button
            kind="danger"
            disabled={busy}
            label={`Delete ${title}`}
            onPress={() => act(() => ask({ type: 'delete-episode', session, episode: episode.episode }))}
          >
            Delete all
          </Button>
        </span>
      }
    >
      <StepList
        steps={episode.steps.map((step) => ({ id: String(step.seq), step }))}
        explain={(reason) => reasons[reason] ?? 'It may be private.'}
        onDelete={(id) => act(() => ask({ type: 'delete-step', session, seq: Number(id) }))}
        below={(step) => (step.observation === null ? null : <SnapshotImage observation={step.observation} />)}
      />
    </Card>
  );
}

function Sent(props: { readonly review: Review; readonly busy: boolean; readonly act: Act }): ReactElement | null {
  const { sent } = props.review;
  if (sent.length === 0) return null;
  return (
    <Card title="Sealed">
      <p className="soft small">
        Nobody can read these, this device included, before both sides agree to it in public. You can still have them
        erased. <a href="vault.html">Keep a copy that you can read</a>
      </p>
      <ul className="steps">
        {sent.map((part) => (
          <li className="step" key={part.ciphertext}>
            <time dateTime={new Date(part.from).toISOString()}>{clock(part.from)}</time>
            <div className="step-body">
              {part.steps} step{part.steps === 1 ? '' : 's'}, until {clock(part.to)}{' '}
              <Badge tone={part.erasing ? 'danger' : part.uploaded ? 'on' : 'wait'}>{partWords(part)}</Badge>
            </div>
            <Button
              kind="quiet"
              disabled={props.busy || part.erasing}
              label={`Erase what was sent at ${clock(part.from)}`}
              onPress={() => props.act(() => ask({ type: 'erase', segments: [part.ciphertext] }))}
            >
              Erase
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function partWords(part: SentPart): string {
  if (part.erasing) return 'Being erased';
  return part.uploaded ? 'Sent' : 'Waits to be sent';
}
