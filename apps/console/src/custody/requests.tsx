import { type ReactElement, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { BuildStatus } from '@assent/contracts';
import { Badge, Button, Callout, Card, Page, passkeysPossible } from '@assent/ui';
import { openDesk, type Desk, type Requests } from './desk.ts';
import { protectWithPasskey, type OpenKeys } from './keys.ts';
import type { Memory, StoredKeys, Trust } from './memory.ts';
import { RequestCard } from './request-card.tsx';
import { explain, stateWords } from './words.ts';

const refreshEvery = 3000;

/** The requests that wait for this custodian, each as its own client sees it. */
export function RequestsView(props: {
  readonly memory: Memory;
  readonly trust: Trust;
  readonly keys: OpenKeys;
  readonly resting: StoredKeys | null;
  readonly onChange: () => Promise<void>;
  readonly onLock: () => void;
}): ReactElement {
  const { memory, trust, keys, resting, onChange, onLock } = props;
  const shown = useRef('');
  const desk = useMemo(
    () => openDesk(memory, trust, keys.seat, () => (shown.current.trim() === '' ? [] : [shown.current])),
    [memory, trust, keys],
  );
  const { requests, problem, look } = useRequests(desk);
  return (
    <Page
      title="Requests to build"
      lead={
        <>
          You are custodian <strong>{keys.seat.id}</strong>. This browser has checked everything below itself; nothing
          is taken from the server on trust.
        </>
      }
    >
      {problem === null ? null : <Callout tone="danger">{problem}</Callout>}
      {requests === null ? null : requests.open.length === 0 ? (
        <Callout tone="off">No request waits for an answer.</Callout>
      ) : (
        requests.open.map((examination) => (
          <RequestCard
            key={examination.status.build}
            examination={examination}
            seat={keys.seat.id}
            names={requests.names}
            desk={desk}
            onDone={look}
          />
        ))
      )}
      {requests === null || requests.over.length === 0 ? null : <Over builds={requests.over} />}
      {trust.witnesses.length === 0 ? null : (
        <details className="card">
          <summary>A checkpoint that your witness gave you</summary>
          <div className="field">
            <label htmlFor="shown">Only needed if the collector does not pass on what your witnesses have signed</label>
            <textarea
              id="shown"
              rows={5}
              spellCheck={false}
              onChange={(event) => (shown.current = event.currentTarget.value)}
            />
          </div>
        </details>
      )}
      <KeyCare memory={memory} keys={keys} resting={resting} onChange={onChange} onLock={onLock} />
    </Page>
  );
}

function useRequests(desk: Desk) {
  const [requests, setRequests] = useState<Requests | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const look = useCallback(async () => {
    try {
      setRequests(await desk.look());
      setProblem(null);
    } catch (error) {
      // What cannot be checked is not shown: an old result could be mistaken for a new one.
      setRequests(null);
      setProblem(explain(error));
    }
  }, [desk]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let over = false;
    // One after the other: a slow answer must not be overtaken by its successor.
    const again = async (): Promise<void> => {
      if (document.visibilityState === 'visible') await look();
      if (!over) timer = setTimeout(() => void again(), refreshEvery);
    };
    void again();
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [look]);
  return { requests, problem, look };
}

function Over({ builds }: { readonly builds: readonly BuildStatus[] }): ReactElement {
  return (
    <Card title="Requests that are over">
      <p className="soft small">
        As the collector reports it. The public log is what counts: “assent audit” replays it.
      </p>
      <ul className="stack tight">
        {builds.map(({ build, state, request }) => (
          <li className="row apart" key={build}>
            <span>
              {request.body.days.from} to {request.body.days.to}{' '}
              <span className="code soft">{build.slice(0, 12)}…</span>
            </span>
            <Badge tone="off">{stateWords[state]}</Badge>
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** How the keys are kept: under a passkey of this machine, or in their file alone. */
function KeyCare(props: {
  readonly memory: Memory;
  readonly keys: OpenKeys;
  readonly resting: StoredKeys | null;
  readonly onChange: () => Promise<void>;
  readonly onLock: () => void;
}): ReactElement {
  const { memory, keys, resting, onChange, onLock } = props;
  const [message, setMessage] = useState<string | null>(null);
  const protect = async (): Promise<void> => {
    try {
      await memory.keepKeys(keys.seat.id, await protectWithPasskey(keys));
      await onChange();
      setMessage(
        'Your keys rest here under your passkey. Keep the key file in a safe place, or save a protected copy.',
      );
    } catch (error) {
      setMessage(`${explain(error)} Keep using your key file.`);
    }
  };
  return (
    <Card title="Your keys">
      <div className="stack tight">
        {message === null ? null : <Callout tone="wait">{message}</Callout>}
        {resting?.seat === keys.seat.id ? (
          <p className="soft small">They rest in this browser under a passkey.</p>
        ) : passkeysPossible() ? null : (
          <p className="soft small">
            At this address passkeys cannot be used (they need a name, such as localhost). Keep using your key file.
          </p>
        )}
        <div className="row">
          {resting?.seat === keys.seat.id || !passkeysPossible() ? null : (
            <Button onPress={() => void protect()}>Protect them with a passkey on this machine</Button>
          )}
          <Button onPress={onLock}>Lock</Button>
        </div>
      </div>
    </Card>
  );
}
