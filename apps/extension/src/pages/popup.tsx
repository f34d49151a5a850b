import { type ReactElement, useCallback } from 'react';
import { Badge, Button, Callout, clock, Figures, type Tone } from '@assent/ui';
import type { SiteStatus, Status } from '@assent/device/requests';
import { ask } from './ask.ts';
import { gateWords } from './gate-words.ts';
import { LastKeptStep } from './last-step.tsx';
import './popup.css';
import { useBackground } from './use-background.ts';

/** The popup: whether anything is recorded, where, and the ways to stop it. */
export function PopupPage(): ReactElement {
  const { value, problem, busy, act } = useBackground(useCallback(() => ask({ type: 'status' }), []));
  return (
    <main className="popup-body stack">
      <header className="row apart">
        <span className="brand">Assent</span>
        {value === null ? null : <StateBadge status={value} />}
      </header>
      {problem === null ? null : <Callout tone="danger">{problem}</Callout>}
      {value === null ? null : value.program === null ? (
        <NotJoined />
      ) : (
        <Joined status={value} program={value.program} busy={busy} act={act} />
      )}
    </main>
  );
}

function NotJoined(): ReactElement {
  return (
    <>
      <h1 className="popup-state">Nothing is recorded</h1>
      <p className="soft">You haven’t joined a program yet. Without your consent this extension does nothing.</p>
      <Button kind="primary" onPress={() => open('join.html')}>
        Join a program
      </Button>
    </>
  );
}

function Joined(props: {
  readonly status: Status;
  readonly program: NonNullable<Status['program']>;
  readonly busy: boolean;
  readonly act: (task: () => Promise<Status>) => void;
}): ReactElement {
  const { status, program, busy, act } = props;
  return (
    <>
      <div>
        <h1 className="popup-state">{headline(status)}</h1>
        <p className="soft small">
          {program.title} · {program.organisation}
        </p>
      </div>
      {status.pause?.resumesSoon === true ? (
        <Callout tone="wait">Recording begins again in a moment. Extend the pause if you need longer.</Callout>
      ) : null}
      <Resting spent={restingOf(status)} />
      <Snapshots snapshots={program.snapshots} heldBy={program.snapshotsHeldBy} busy={busy} act={act} />
      {program.changed ? (
        <Callout tone="wait">
          The program has changed. Nothing is recorded until you agree to the new version.{' '}
          <Button kind="quiet" onPress={() => open('join.html#renew')}>
            Read what has changed
          </Button>
        </Callout>
      ) : null}
      {status.queue.ledgerProblem === null ? null : <Callout tone="danger">{status.queue.ledgerProblem}</Callout>}
      <PauseButtons status={status} cap={program.pauseCapMinutes} busy={busy} act={act} />
      <Sites sites={status.sites} busy={busy} act={act} />
      <Figures
        figures={[
          ['Waiting', status.queue.waitingSteps],
          ['Sent', status.queue.uploadedSegments],
          ['Deleted', status.queue.deletedSteps],
        ]}
      />
      <LastKeptStep waitingSteps={status.queue.waitingSteps} />
      <div className="row">
        <Button onPress={() => void openPreview()}>What would be kept here?</Button>
        <Button onPress={() => open('decide.html')}>Your choices</Button>
      </div>
      <div className="row apart">
        <Button onPress={() => open('review.html')}>Review</Button>
        <Button kind="danger" disabled={busy} onPress={() => act(() => ask({ type: 'withdraw' }))}>
          Leave the program
        </Button>
      </div>
      <p className="soft small">Nobody is told when you pause, delete or leave out a site.</p>
    </>
  );
}

type Spent = Extract<SiteStatus['state'], { state: 'budget' }>;

/** Why nothing is recorded where the device has used up what it may, and what ends that. */
function Resting({ spent }: { readonly spent: Spent | null }): ReactElement | null {
  if (spent === null) return null;
  return (
    <Callout tone="wait">
      {spent.why === 'daily-cap' && spent.until !== null
        ? `Recording stopped for now: today’s upload limit is reached. It restarts by itself at ${clock(spent.until)}.`
        : 'Recording stopped for now: the storage quota on this device is used up. It restarts by itself when something has been sent or deleted.'}{' '}
      Nobody is told.
    </Callout>
  );
}

function restingOf({ pause, sites }: Status): Spent | null {
  if (pause !== null) return null;
  return sites.map(({ state }) => state).find((state): state is Spent => state.state === 'budget') ?? null;
}

const snapshotWords = {
  nothing: 'Snapshots are taken, with private words covered',
  battery: 'Fewer snapshots are taken on battery',
  'battery-low': 'No snapshots while the battery is low',
  metered: 'No snapshots on a metered connection',
} as const;

/** Whether snapshots are taken, and the button that switches them off. Only for participants who chose to share them. */
function Snapshots(props: {
  readonly snapshots: NonNullable<Status['program']>['snapshots'];
  readonly heldBy: NonNullable<Status['program']>['snapshotsHeldBy'];
  readonly busy: boolean;
  readonly act: (task: () => Promise<Status>) => void;
}): ReactElement | null {
  const { snapshots, heldBy, busy, act } = props;
  if (snapshots === 'not-agreed') return null;
  const on = snapshots === 'on';
  const change = () =>
    act(async () => {
      // Asked right in the click, as the browser wants it. Refused: nothing changes.
      if (!on && !(await chrome.permissions.request({ origins: ['<all_urls>'] }))) return ask({ type: 'status' });
      return ask({ type: 'switch-snapshots', on: !on });
    });
  return (
    <div className="row apart">
      <span className="soft small">{on ? snapshotWords[heldBy ?? 'nothing'] : 'No snapshots are taken'}</span>
      <Button kind="quiet" disabled={busy} onPress={change}>
        {on ? 'Stop snapshots' : 'Take snapshots'}
      </Button>
    </div>
  );
}

function PauseButtons(props: {
  readonly status: Status;
  readonly cap: number;
  readonly busy: boolean;
  readonly act: (task: () => Promise<Status>) => void;
}): ReactElement {
  const { status, cap, busy, act } = props;
  if (status.pause !== null) {
    return (
      <div className="row">
        <Button kind="primary" disabled={busy} onPress={() => act(() => ask({ type: 'extend', minutes: cap }))}>
          Extend by {cap} minutes
        </Button>
        <Button disabled={busy} onPress={() => act(() => ask({ type: 'resume' }))}>
          Resume now
        </Button>
      </div>
    );
  }
  const utcOffsetMinutes = -new Date().getTimezoneOffset();
  return (
    <div className="row">
      <Button kind="primary" disabled={busy} onPress={() => act(() => ask({ type: 'pause', minutes: cap }))}>
        Pause for {cap} minutes
      </Button>
      <Button disabled={busy} onPress={() => act(() => ask({ type: 'pause-rest-of-day', utcOffsetMinutes }))}>
        Rest of today
      </Button>
    </div>
  );
}

function Sites(props: {
  readonly sites: readonly SiteStatus[];
  readonly busy: boolean;
  readonly act: (task: () => Promise<Status>) => void;
}): ReactElement {
  return (
    <section aria-label="Sites">
      <ul className="popup-sites">
        {props.sites.map((site) => (
          <li className="row apart" key={site.origin}>
            <span>
              <strong>{site.name}</strong>
              <br />
              <span className="soft small">{URL.parse(site.origin)?.host}</span>
            </span>
            <span className="row">
              <Badge tone={tone(site)}>{gateWords(site.state)}</Badge>
              <Button
                kind="quiet"
                disabled={props.busy}
                label={site.excluded ? `Record ${site.name} again` : `Don’t record ${site.name}`}
                onPress={() =>
                  props.act(() => ask({ type: site.excluded ? 'include' : 'exclude', origin: site.origin }))
                }
              >
                {site.excluded ? 'Record again' : 'Don’t record'}
              </Button>
            </span>
          </li>
        ))}
      </ul>
      <p className="soft small">No other site is recorded.</p>
    </section>
  );
}

function StateBadge(props: { readonly status: Status }): ReactElement {
  const { status } = props;
  if (status.pause !== null) return <Badge tone="wait">Paused</Badge>;
  if (restingOf(status) !== null) return <Badge tone="wait">Stopped</Badge>;
  return isRecording(status) ? <Badge tone="on">Recording</Badge> : <Badge tone="off">Off</Badge>;
}

function headline(status: Status): string {
  if (status.pause !== null) {
    return status.pause.restOfDay ? 'Paused for the rest of today' : `Paused until ${clock(status.pause.until)}`;
  }
  if (restingOf(status) !== null) return 'Recording stopped for now';
  const recorded = status.sites.filter(({ state }) => state.state === 'recording').length;
  if (recorded === 0) return 'Nothing is recorded';
  return recorded === 1 ? 'Recording on one site' : `Recording on ${recorded} sites`;
}

function isRecording(status: Status): boolean {
  return status.sites.some(({ state }) => state.state === 'recording');
}

function tone({ state }: SiteStatus): Tone {
  if (state.state === 'recording') return 'on';
  if (state.state === 'paused' || state.state === 'budget') return 'wait';
  return state.state === 'unhealthy' ? 'danger' : 'off';
}

/** The preview of the page that the popup was opened on. Pressing the button is what asks for it. */
async function openPreview(): Promise<void> {
  const [front] = await chrome.tabs.query({ active: true, currentWindow: true });
  open(front?.id === undefined ? 'preview.html' : `preview.html#tab=${front.id}`);
}

function open(page: string): void {
  void chrome.tabs.create({ url: chrome.runtime.getURL(page) });
}
