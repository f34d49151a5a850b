import { checkOfflineReceipt, readExports, type LedgerExport } from '@assent/client';
import { verifyDataset, type DatasetReport } from '@assent/dataset';
import { decodeLeaf, LedgerError } from '@assent/ledger';
import { defineCommand, defineCommands, exitCodes } from '../command.ts';
import { readText } from '../files.ts';
import {
  claimedKeyWarning,
  folderNeedsKey,
  openLedger,
  ownerKeyIn,
  trustGroup,
  trustOptions,
} from '../ledger-address.ts';
import { flag, optional, repeated, required } from '../options/declare.ts';
import { ledgerAddress, ledgerKey, path, witnessKey } from '../options/kinds.ts';

const json = flag('the report as one JSON object');

const dataset = defineCommand({
  name: 'verify dataset',
  summary: 'check a dataset against its manifest, signature, schema and the ledger',
  about: `Every file must be listed, whole and readable, the signature must hold and the rows be consistent. Without a ledger the signature
says only that the folder is consistent with itself.`,
  args: { directory: required(path('DIR'), 'the dataset’s folder') },
  options: {
    ledger: optional(
      ledgerAddress,
      'also replays this ledger, which must know the dataset: as the release of a build that both sides released to, or as a copy delivered to a registered recipient',
    ),
    ...trustOptions,
    json,
  },
  rules: [folderNeedsKey('ledger')],
  groups: [trustGroup],
  examples: ['verify dataset datasets/v1.0.0', 'verify dataset received --ledger https://collector.example'],
  finding: 'something does not check',
  async run(values, terminal) {
    const ledger = values.ledger === null ? null : await openLedger(values.ledger, values['verifier-key']);
    const report = await verifyDataset(values.directory);
    const exports = ledger === null ? null : await readExports({ ...ledger, ...ownerKeyIn(values) });
    const entry = exports?.find((each) => isThis(each, report)) ?? null;
    const ok = report.ok && (exports === null || entry !== null);
    if (values.json) {
      const found = exports === null ? {} : { ledger: { leafIndex: entry?.leafIndex ?? null } };
      terminal.out(JSON.stringify({ ...report, ok, ...found }));
      return ok ? exitCodes.ok : exitCodes.failed;
    }
    for (const { code, path: file, detail } of report.faults) terminal.out(`✗ ${code} in ${file}: ${detail}`);
    if (report.faultsLeftOut > 0) terminal.out(`  and ${report.faultsLeftOut} more of the same kinds`);
    if (exports !== null && entry === null) terminal.out('✗ the ledger knows no such release or delivery');
    const { files, steps, episodes } = report.counts;
    if (ok) terminal.out(`✓ dataset verifies: ${files} files, ${steps} steps, ${episodes} episodes`);
    if (entry !== null) {
      const how = entry.delivery === null ? 'released' : 'delivered';
      terminal.out(`${ok ? '✓' : '✗'} ledger: ${how} as leaf ${entry.leafIndex}`);
    }
    if (ledger?.claimed === true) terminal.err(claimedKeyWarning);
    return ok ? exitCodes.ok : exitCodes.failed;
  },
});

const receipt = defineCommand({
  name: 'verify receipt',
  summary: 'check a receipt that you kept, without asking anybody',
  about: 'A receipt is checked without asking anybody: it proves that its entry is in the ledger of that key.',
  args: { file: required(path(), 'the receipt') },
  options: {
    'verifier-key': required(ledgerKey, 'the ledger’s key, as the policy spells it'),
    witness: repeated(witnessKey, 'the key of a witness that must have seen the ledger which the receipt proves'),
    json,
  },
  examples: ['verify receipt consent.receipt --verifier-key KEY'],
  finding: 'the receipt proves nothing of that ledger',
  async run(values, terminal) {
    const text = await readText(values.file);
    const witnesses = values.witness;
    try {
      const { index, size, entry } = await checkOfflineReceipt(text, {
        verifierKey: values['verifier-key'],
        witnesses,
      });
      const { kind, t } = decodeLeaf(entry);
      if (values.json) terminal.out(JSON.stringify({ ok: true, index, size, kind, t, witnesses: witnesses.length }));
      else {
        terminal.out(`✓ ${kind} is in the ledger as entry ${index} of ${size}, since ${new Date(t).toISOString()}`);
        if (witnesses.length > 0) terminal.out(`✓ ${witnesses.length} witnesses have seen that ledger`);
      }
      return exitCodes.ok;
    } catch (error) {
      if (!(error instanceof LedgerError)) throw error;
      if (values.json) terminal.out(JSON.stringify({ ok: false, code: error.code }));
      else terminal.out(`✗ ${error.code}: ${error.message}`);
      return exitCodes.failed;
    }
  },
});

/** `assent verify`: everything about a dataset, or a kept receipt, that can be checked without its maker. */
export const verify = defineCommands(
  {
    name: 'verify',
    summary: 'check a dataset against its manifest, signature, schema and the ledger; check a receipt you kept',
    about: 'Everything about a dataset, or a kept receipt, that can be checked without its maker.',
  },
  [dataset, receipt],
);

function isThis({ output, builder, build }: LedgerExport, report: DatasetReport): boolean {
  return output === report.manifestDigest && builder === report.builder && build === report.build;
}
