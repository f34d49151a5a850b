import { type ReactElement, useEffect, useState } from 'react';
import { Button, Callout, Page } from '@assent/ui';
import { KeysStep } from './keys-step.tsx';
import type { OpenKeys } from './keys.ts';
import { openMemory, type Memory, type StoredKeys, type Trust } from './memory.ts';
import { RequestsView } from './requests.tsx';
import { TrustStep } from './trust-step.tsx';

interface Remembered {
  readonly memory: Memory;
  readonly trust: Trust | null;
  readonly resting: StoredKeys | null;
}

/** A custodian's page: what to trust, the keys, the requests. Keys live in this component's state and end with it. */
export function CustodyPage(): ReactElement {
  const [remembered, setRemembered] = useState<Remembered | null>(null);
  const [broken, setBroken] = useState(false);
  const [keys, setKeys] = useState<OpenKeys | null>(null);
  useEffect(() => {
    recall().then(setRemembered, () => setBroken(true));
  }, []);
  if (broken) return <Damaged />;
  if (remembered === null) return <Page title="Custody">{null}</Page>;
  const { memory, trust, resting } = remembered;
  const again = async (): Promise<void> => setRemembered(await recall(memory));

  if (trust === null) return <TrustStep onTrust={async (given) => memory.keepTrust(given).then(again)} />;
  if (keys === null) {
    const forget = async (): Promise<void> => memory.forgetAll().then(again);
    return <KeysStep memory={memory} resting={resting} onChange={again} onOpen={setKeys} onForgetAll={forget} />;
  }
  return (
    <RequestsView
      key={keys.seat.id}
      memory={memory}
      trust={trust}
      keys={keys}
      resting={resting}
      onChange={again}
      onLock={() => setKeys(null)}
    />
  );
}

async function recall(known?: Memory): Promise<Remembered> {
  const memory = known ?? (await openMemory());
  return { memory, trust: await memory.trust(), resting: await memory.keys() };
}

/** What this browser remembered does not read any more. Deny by default: start over, knowingly. */
function Damaged(): ReactElement {
  const startOver = () => {
    indexedDB.deleteDatabase('assent-custody');
    location.reload();
  };
  return (
    <Page title="Custody">
      <Callout tone="danger">
        What this browser remembered cannot be read. Do not go on before you have compared the ledger with your witness.
      </Callout>
      <Button kind="danger" onPress={startOver}>
        Forget it and start over
      </Button>
    </Page>
  );
}
