import { readExports, type LedgerExport } from '@assent/client';
import { verifyDataset, type DatasetReport } from '@assent/dataset';
import { onlyPositional, parseArguments, pathFrom } from '../arguments.ts';
import { exitCodes, UsageError, type Command } from '../command.ts';
import { verifyReceiptFile } from './verify-receipt.ts';
import { claimedKeyWarning, openLedgerPlace, ownerKeyFrom } from '../ledger-place.ts';

/** `assent verify`: everything about a dataset, or a kept receipt, that can be checked without its maker. */
export const verify: Command = {
  name: 'verify',
  summary: 'check a dataset against its manifest, signature, schema and the ledger; check a receipt you kept',
  help: `Usage: assent verify dataset DIR [--ledger URL|DIR [--verifier-key KEY] [--owner-key KEY]] [--json]
       assent verify receipt FILE --verifier-key KEY [--witness KEY …] [--json]

Exit code 0 only if every file is listed, whole and readable, the signature holds and the rows are consistent. Without a
ledger the signature says only that the folder is consistent with itself.

  --ledger URL|DIR    also replays this ledger, in which the dataset must stand: as the release of a build that both sides
                      released to, or as a copy delivered to a registered recipient
  --verifier-key KEY  the ledger's key, as the policy spells it
  --owner-key KEY     the program owner's key, if you know it from elsewhere
  --witness KEY       a witness that must have seen the ledger which the receipt proves; may be repeated
  --json              the report as one JSON object

A receipt is checked without asking anybody: it proves that its entry stood in the ledger of that key.`,
  async run(args, terminal) {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArguments(args, {
      options: {
        ledger: text,
        'verifier-key': text,
        'owner-key': text,
        witness: { type: 'string', multiple: true },
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    });
    if (positionals[0] === 'receipt') {
      const verifierKey = values['verifier-key'];
      if (verifierKey === undefined) throw new UsageError('a receipt is checked against --verifier-key');
      const trust = { verifierKey, witnesses: values.witness ?? [] };
      const file = pathFrom(terminal, onlyPositional(positionals.slice(1), 'FILE'));
      return verifyReceiptFile(file, trust, terminal, values.json ?? false);
    }
    if (positionals[0] !== 'dataset') throw new UsageError('say what to verify: dataset DIR, or receipt FILE');
    const directory = pathFrom(terminal, onlyPositional(positionals.slice(1), 'DIR'));
    const place =
      values.ledger === undefined ? null : await openLedgerPlace(values.ledger, terminal, values['verifier-key']);
    const owner = ownerKeyFrom(values['owner-key']);
    const report = await verifyDataset(directory);
    const exports = place === null ? null : await readExports({ ...place, ...owner });
    const standing = exports === null ? null : (exports.find((each) => isThis(each, report)) ?? null);
    const ok = report.ok && (exports === null || standing !== null);
    if (values.json) {
      const ledger = exports === null ? {} : { ledger: { leafIndex: standing?.leafIndex ?? null } };
      terminal.out(JSON.stringify({ ...report, ok, ...ledger }));
    } else {
      for (const { code, path, detail } of report.faults) terminal.out(`✗ ${code} in ${path}: ${detail}`);
      if (report.faultsLeftOut > 0) terminal.out(`  and ${report.faultsLeftOut} more of the same kinds`);
      if (exports !== null && standing === null) terminal.out('✗ the ledger knows no such release or delivery');
      if (ok)
        terminal.out(
          `✓ dataset verifies: ${report.counts.files} files, ${report.counts.steps} steps, ${report.counts.episodes} episodes`,
        );
      if (standing !== null)
        terminal.out(
          `${ok ? '✓' : '✗'} ledger: ${standing.delivery === null ? 'released' : 'delivered'} as leaf ${standing.leafIndex}`,
        );
      if (place?.claimed === true) terminal.err(claimedKeyWarning);
    }
    return ok ? exitCodes.ok : exitCodes.failed;
  },
};

function isThis({ output, builder, build }: LedgerExport, report: DatasetReport): boolean {
  return output === report.manifestDigest && builder === report.builder && build === report.build;
}
