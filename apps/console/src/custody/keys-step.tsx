import { type ReactElement, useState } from 'react';
import { Button, Callout, Card, Page, saveFile, TextField } from '@assent/ui';
import { openWithPasskey, openWithPassphrase, readChosen, type OpenKeys } from './keys.ts';
import type { Memory, StoredKeys } from './memory.ts';
import { explain } from './words.ts';

/** The second step: the custodian's keys, from a file or under a passkey of this machine. */
export function KeysStep(props: {
  readonly memory: Memory;
  readonly resting: StoredKeys | null;
  readonly onChange: () => Promise<void>;
  readonly onOpen: (keys: OpenKeys) => void;
  readonly onForgetAll: () => Promise<void>;
}): ReactElement {
  const { memory, resting, onChange, onOpen } = props;
  const [locked, setLocked] = useState<string | null>(null);
  const [passphrase, setPassphrase] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const attempt = (task: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    void task()
      .catch((error: unknown) => setProblem(explain(error)))
      .finally(() => setBusy(false));
  };
  const choose = (file: File | undefined) => {
    if (file === undefined) return;
    setLocked(null);
    attempt(async () => {
      const chosen = await readChosen(file);
      if (chosen.kind === 'keys') onOpen(chosen.keys);
      else if (chosen.kind === 'needs-passphrase') setLocked(chosen.text);
      else {
        // Known only when it opens: nothing is kept that does not.
        const keys = await openWithPasskey(chosen.sealed);
        await memory.keepKeys(keys.custodian.id, chosen.sealed);
        await onChange();
        onOpen(keys);
      }
    });
  };
  const unlock = () =>
    attempt(async () => {
      // Shown before the work begins: it takes a second or two, on purpose.
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      const keys = await openWithPassphrase(locked ?? '', passphrase);
      setPassphrase('');
      onOpen(keys);
    });
  return (
    <Page
      title="Your keys"
      lead="They stay in this browser. The server never gets them, and everything that needs them happens here."
    >
      {problem === null ? null : <Callout tone="danger">{problem}</Callout>}
      {resting === null ? null : (
        <Card title={`The keys of ${resting.custodian} are stored here under a passkey`}>
          <div className="row">
            <Button
              kind="primary"
              disabled={busy}
              onPress={() => attempt(async () => onOpen(await openWithPasskey(resting.sealed)))}
            >
              Unlock with my passkey
            </Button>
            <Button
              onPress={() => saveFile(`${resting.custodian}.passkey.json`, JSON.stringify(resting.sealed, null, 2))}
            >
              Save a protected copy
            </Button>
            <Button kind="danger" onPress={() => attempt(async () => memory.forgetKeys().then(onChange))}>
              Forget these keys
            </Button>
          </div>
        </Card>
      )}
      <Card title={resting === null ? 'Use your key file' : 'Or use a key file'}>
        <div className="stack">
          <div className="field">
            <label htmlFor="key-file">Choose the file</label>
            <input
              id="key-file"
              type="file"
              disabled={busy}
              aria-describedby="key-file-hint"
              onChange={(event) => choose(event.currentTarget.files?.[0])}
            />
            <span id="key-file-hint" className="soft small">
              The one from “assent custodian”, with or without a passphrase, or a copy protected by a passkey.
            </span>
          </div>
          {locked === null ? null : (
            <form
              className="stack tight"
              onSubmit={(event) => {
                event.preventDefault();
                unlock();
              }}
            >
              <TextField label="Passphrase of this file" type="password" value={passphrase} onChange={setPassphrase} />
              <div className="row">
                <Button kind="primary" disabled={busy || passphrase === ''} onPress={unlock}>
                  {busy ? 'Opening …' : 'Open the file'}
                </Button>
              </div>
            </form>
          )}
        </div>
      </Card>
      <div className="row">
        <Button kind="quiet" onPress={() => attempt(props.onForgetAll)}>
          Forget everything in this browser
        </Button>
      </div>
    </Page>
  );
}
