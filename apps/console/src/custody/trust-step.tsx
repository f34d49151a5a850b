import { type ReactElement, useState } from 'react';
import { programIdSchema, signingKeySchema } from '@assent/contracts';
import { Button, Callout, Card, Page, TextField } from '@assent/ui';
import { ownCollector } from './desk.ts';
import type { Trust } from './memory.ts';
import { explain } from './words.ts';

/** The first step: what the custodian was given on paper, or in the link of an invitation. The collector cannot influence it. */
export function TrustStep(props: { readonly onTrust: (trust: Trust) => Promise<void> }): ReactElement {
  const [given] = useState(() => new URLSearchParams(location.hash.slice(1)));
  const [ownerKey, setOwnerKey] = useState(() => given.get('owner') ?? '');
  const [verifierKey, setVerifierKey] = useState(() => given.get('ledger') ?? '');
  const [witnesses, setWitnesses] = useState(() => given.getAll('witness').join('\n'));
  const [problem, setProblem] = useState<string | null>(null);

  const goOn = async (): Promise<void> => {
    const owner = signingKeySchema.safeParse(ownerKey.trim());
    if (!owner.success || verifierKey.trim() === '') {
      setProblem('Both keys are needed, exactly as you were given them.');
      return;
    }
    const join = await ownCollector().join();
    // The keys must be right before anything else counts: a collector of another program, or one that cheats, is detected here.
    if (join.ownerKey !== owner.data || join.verifierKey !== verifierKey.trim()) {
      setProblem('This collector serves another program than your keys name. Check them, or do not go on.');
      return;
    }
    await props.onTrust({
      v: 1,
      program: programIdSchema.parse(join.program),
      ownerKey: owner.data,
      verifierKey: verifierKey.trim(),
      witnesses: witnesses.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()])),
    });
  };
  return (
    <Page
      title="What you were given"
      lead="Everything you approve is checked against these keys, so they must come from people you know, not from this server. They came with your appointment letter or link."
    >
      {problem === null ? null : <Callout tone="danger">{problem}</Callout>}
      <Card title="The program’s keys">
        <div className="stack">
          <TextField label="The program owner’s key" value={ownerKey} onChange={setOwnerKey} />
          <TextField label="The ledger’s key" value={verifierKey} onChange={setVerifierKey} />
          <div className="field">
            <label htmlFor="witnesses">Keys of your witnesses, one a line</label>
            <textarea
              id="witnesses"
              rows={2}
              value={witnesses}
              spellCheck={false}
              aria-describedby="witnesses-hint"
              onChange={(event) => setWitnesses(event.currentTarget.value)}
            />
            <span id="witnesses-hint" className="soft small">
              Without a witness only this browser’s own memory notices a ledger that was rewritten.
            </span>
          </div>
          <div className="row">
            <Button kind="primary" onPress={() => void goOn().catch((error: unknown) => setProblem(explain(error)))}>
              These are the keys I was given
            </Button>
          </div>
        </div>
      </Card>
    </Page>
  );
}
