import { join } from 'node:path';
import { createWitness, openStateFile, serveWitness } from '@assent/cli';
import { digestOf, type Leaf } from '@assent/contracts';
import {
  addCheckpointRequest,
  auditSource,
  formatAddCheckpoint,
  formatVerifierKey,
  generateLogKey,
  noteSigner,
  parseVerifierKey,
} from '@assent/ledger';
import type { MemoryLog } from '@assent/ledger/testing';
import { judge, refusalOf, type Attack } from '../attack.ts';
import { answer, askForBuild, raise, custodianNamed } from '../world/builds.ts';
import { forgedLedger, realLeaves, showing } from '../world/ledgers.ts';

/** The operator has the ledger's key and signs whatever helps. */
export const forgeTheLedger: Attack = {
  id: 'RT-12',
  attack:
    'rewrite, fork, roll back and back-date the ledger with its own key, before a witness, an auditor and a custodian',
  async run(world) {
    const wanted = await askForBuild(world);
    const log = parseVerifierKey(world.trust.verifierKey);
    const signer = await noteSigner((await generateLogKey('auditor.example/witness', 'cosignature')).signerKey);
    const state = await openStateFile(join(world.scratch, 'witness.json'));
    const witness = createWitness({ state, signer, logs: [log], now: () => Date.now() });
    const server = await serveWitness(witness, [log], { host: '127.0.0.1', port: 0 });
    try {
      const honest = await witness.pull(world.client.ledger, log);
      const earlier = witness.latest(log.name) ?? raise('the witness has not cosigned');
      const leaves = await realLeaves(world);
      const forged = await forgeries(world, leaves);
      const notes: string[] = [];
      const checks = [];
      for (const { how, ledger, oldSize, seenByWitness } of forged) {
        const body = formatAddCheckpoint(await addCheckpointRequest(ledger, log, oldSize));
        const { status } = await fetch(`${server.address}/add-checkpoint`, { method: 'POST', body });
        const report = await auditSource(ledger, {
          verifierKey: world.trust.verifierKey,
          earlier,
          witnesses: [formatVerifierKey(signer.key)],
        });
        const worker = custodianNamed(world, 'works-council');
        const custodian = await refusalOf(async () => {
          const outcome = await answer(world, worker, wanted.build, {
            client: showing(world, ledger),
            remembered: earlier,
          });
          throw Object.assign(new Error('answered'), { code: outcome.outcome });
        });
        const codes = [...new Set(report.findings.map(({ code }) => code))];
        notes.push(`${how}: witness ${status}, auditor ${codes.join('+') || 'nothing'}, custodian ${custodian}`);
        checks.push({ what: `the auditor sees it (${how})`, held: codes.length > 0 });
        checks.push({
          what: `the custodian’s client stops (${how})`,
          held: custodian === (seenByWitness ? 'ledger-diverged' : 'refused'),
        });
        if (seenByWitness)
          checks.push({ what: `the witness refuses it (${how})`, held: status === 409 || status === 422 });
      }
      // The same lie to a custodian without memory, whose witness saw the truth.
      const { ledger } = forged[0] ?? raise('nothing was forged');
      const byWitness = await refusalOf(() =>
        answer(world, custodianNamed(world, 'delegates'), wanted.build, {
          client: showing(world, ledger),
          witnesses: { keys: [formatVerifierKey(signer.key)], quorum: 1, checkpoints: [earlier] },
        }),
      );
      return judge(`${notes.join('; ')}; a custodian without memory, by its witness: ${byWitness}`, [
        { what: 'the honest ledger is cosigned', held: honest.status === 200 },
        ...checks,
        { what: 'a witness protects a custodian without memory', held: byWitness === 'ledger-diverged' },
      ]);
    } finally {
      await server.close();
      await state.close();
    }
  },
};

interface Forgery {
  readonly how: string;
  readonly ledger: MemoryLog;
  readonly oldSize: number;
  /** A witness compares trees and reads no leaf: dates are for the auditor. */
  readonly seenByWitness: boolean;
}

async function forgeries(world: Parameters<Attack['run']>[0], leaves: readonly Leaf[]): Promise<readonly Forgery[]> {
  const size = leaves.length;
  const last = leaves.at(-1) ?? raise('the ledger is empty');
  const t = last.t;
  const other: Leaf = { v: 1, t, kind: 'consent.recorded', commitment: await digestOf('never given') };
  const middle = leaves.findIndex(({ kind }) => kind === 'segment.sealed');
  const rewritten = leaves.map((leaf, i) => (i === middle ? { ...other, t: leaf.t } : leaf));
  const backDated: Leaf = { ...other, t: t - 3_600_000 };
  return [
    {
      how: 'fork',
      ledger: await forgedLedger(world, [...leaves.slice(0, -1), other]),
      oldSize: size,
      seenByWitness: true,
    },
    { how: 'rewrite', ledger: await forgedLedger(world, [...rewritten, other]), oldSize: size, seenByWitness: true },
    { how: 'rollback', ledger: await forgedLedger(world, leaves.slice(0, -1)), oldSize: size - 1, seenByWitness: true },
    {
      how: 'back-date',
      ledger: await forgedLedger(world, [...leaves, backDated]),
      oldSize: size,
      seenByWitness: false,
    },
  ];
}
