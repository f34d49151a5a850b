import { type ReactElement, type ReactNode, useEffect, useState } from 'react';
import { fromUtf8, utf8 } from '@assent/contracts';
import {
  generateIdentity,
  openUnderPasskey,
  sealUnderPasskey,
  vaultKeysOf,
  writeRecoverySheet,
  type PasskeySealed,
} from '@assent/sealing';
import {
  askPasskey,
  Button,
  Callout,
  Card,
  explainPasskey,
  makePasskey,
  Page,
  PasskeyError,
  Points,
  TextField,
  saveFile,
} from '@assent/ui';
import type { VaultStatus } from '@assent/device/requests';
import { ask, explainError } from './ask.ts';
import './vault.css';

/** Whether the participant keeps a copy of what is sealed that they alone can read, and the key to it. */
export function VaultPage(): ReactElement {
  const [status, setStatus] = useState<VaultStatus | null>(null);
  /** A fresh secret key, on its way to paper. It exists in this page only, until it is left. */
  const [fresh, setFresh] = useState<string | null>(null);
  const [shown, setShown] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const attempt = (task: () => Promise<void>) => {
    setProblem(null);
    void task().catch((error: unknown) =>
      setProblem(error instanceof PasskeyError ? explainPasskey(error) : explainError(error)),
    );
  };
  useEffect(() => {
    ask({ type: 'vault' }).then(setStatus, (error: unknown) => setProblem(explainError(error)));
  }, []);

  const print = () => attempt(async () => setFresh((await generateIdentity()).identity));
  const keep = (identity: string, how: 'printed' | 'passkey', sealed: PasskeySealed | null) =>
    attempt(async () => {
      const keys = await vaultKeysOf(identity);
      setStatus(await ask({ type: 'keep-vault', how, sealed, ...keys }));
      setFresh(null);
    });
  const usePasskey = () =>
    attempt(async () => {
      const secret = await makePasskey('Assent: my own copy');
      const { identity } = await generateIdentity();
      keep(identity, 'passkey', await sealUnderPasskey('vault', secret, utf8(identity)));
    });
  const reveal = (sealed: PasskeySealed) =>
    attempt(async () => {
      const { answer } = await askPasskey(sealed);
      setShown(fromUtf8(await openUnderPasskey(sealed, answer)));
    });
  const drop = () => attempt(async () => setStatus(await ask({ type: 'drop-vault' })));

  return (
    <Page
      title="Your own copy"
      lead="Once sent, nobody can read a recording, not even you, until both sides agree publicly. If you like, you can keep a key that lets you, and nobody else, read your own recordings."
    >
      {problem === null ? null : <Callout tone="danger">{problem}</Callout>}
      {status === null ? null : fresh !== null ? (
        <Fresh
          sheet={writeRecoverySheet({ ...placeOf(status), identity: fresh })}
          identity={fresh}
          onKept={() => keep(fresh, 'printed', null)}
          onCancel={() => setFresh(null)}
        />
      ) : status.how === 'none' ? (
        <Card title="Do you want one?">
          <Points points={consequences} />
          <div className="row">
            <Button kind="primary" onPress={print}>
              Make a recovery key to print
            </Button>
            <Button onPress={usePasskey}>Keep it under a passkey of this machine</Button>
          </div>
          <p className="soft small">
            Nobody can see whether you keep one, but changing this choice may be visible in the key records. It begins
            with the next day that is sealed; what was sealed before stays closed.
          </p>
        </Card>
      ) : (
        <Card title={status.how === 'printed' ? 'You have a printed recovery key' : 'Your key rests under a passkey'}>
          <p>
            {status.how === 'printed'
              ? 'This device has only its public half and can read nothing with it.'
              : 'This device can read nothing without your passkey.'}{' '}
            To read your recordings, use the sheet with “assent vault read”.
          </p>
          {shown === null ? null : <Sheet text={writeRecoverySheet({ ...placeOf(status), identity: shown })} />}
          <div className="row">
            <SheetButton sealed={status.sealed} shown={shown} onShow={reveal} onHide={() => setShown(null)} />
            <Button onPress={print}>Make a new key to print</Button>
            <Button kind="danger" onPress={drop}>
              Keep no more copies
            </Button>
          </div>
        </Card>
      )}
    </Page>
  );
}

const consequences = [
  'You can read, check and keep what you gave.',
  'Whoever gets your key can read it too, as long as it has not been erased. Nobody may ask you for it.',
  'Erasing removes your copies from the collector with the rest. What you have saved elsewhere stays yours to delete.',
  'If you lose the key, nobody can give it back to you. Nothing else is lost.',
];

function SheetButton(props: {
  readonly sealed: PasskeySealed | null;
  readonly shown: string | null;
  readonly onShow: (sealed: PasskeySealed) => void;
  readonly onHide: () => void;
}): ReactNode {
  const { sealed, shown, onShow, onHide } = props;
  if (sealed === null) return null;
  return shown === null ? (
    <Button kind="primary" onPress={() => onShow(sealed)}>
      Show my recovery sheet
    </Button>
  ) : (
    <Button kind="primary" onPress={onHide}>
      Hide it
    </Button>
  );
}

/** A new key, once: to be printed or saved, and then typed in part, because only what was written down is worth keeping. */
function Fresh(props: {
  readonly sheet: string;
  readonly identity: string;
  readonly onKept: () => void;
  readonly onCancel: () => void;
}): ReactElement {
  const [typed, setTyped] = useState('');
  return (
    <Card title="Your recovery key: it is shown this once">
      <Sheet text={props.sheet} />
      <TextField
        label="The last six characters, from your paper or file"
        value={typed}
        onChange={setTyped}
        hint="After that the key is gone from this device."
      />
      <div className="row">
        <Button
          kind="primary"
          disabled={typed.trim().toUpperCase() !== props.identity.slice(-6)}
          onPress={props.onKept}
        >
          I have it
        </Button>
        <Button onPress={props.onCancel}>Cancel</Button>
      </div>
    </Card>
  );
}

function Sheet({ text }: { readonly text: string }): ReactElement {
  return (
    <>
      <pre className="sheet">{text}</pre>
      <div className="row">
        <Button onPress={() => window.print()}>Print</Button>
        <Button onPress={() => saveFile('assent-recovery-key.txt', text)}>Save as a file</Button>
      </div>
    </>
  );
}

function placeOf({ collector, participant }: VaultStatus) {
  return { collector, participant };
}
