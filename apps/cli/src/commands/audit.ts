import { auditSource, type AuditReport, type LedgerSource } from '@assent/ledger';
import { defineCommand, exitCodes, type Terminal } from '../command.ts';
import { readText, writeFileAtomic } from '../files.ts';
import {
  claimedKeyWarning,
  folderNeedsKey,
  openLedger,
  ownerKeyIn,
  trustGroup,
  trustOptions,
} from '../ledger-address.ts';
import { flag, optional, repeated, required } from '../options/declare.ts';
import { ledgerAddress, path, witnessKey } from '../options/kinds.ts';

/** `assent audit`: replays a whole ledger and reports everything that is wrong with it. */
export const audit = defineCommand({
  name: 'audit',
  summary: 'replay a ledger and name everything that is wrong with it',
  about: `Reads every entry of a collector's ledger (or of a mirror in DIR), recomputes the tree and replays the rules: every build has a
request, an elapsed window, releases from both sides and a result by the right key. Needs nobody's cooperation.`,
  args: { ledger: required(ledgerAddress, 'a collector, or a folder that mirrors its ledger') },
  options: {
    ...trustOptions,
    'witness-key': repeated(witnessKey, 'a witness’s key; cosignatures on the checkpoints bound the leaves’ times'),
    earlier: optional(path(), 'a checkpoint kept from an earlier audit: shows rollback, fork and rewriting'),
    save: optional(path(), 'keeps this checkpoint for the next audit'),
    json: flag('the report as one JSON object'),
  },
  rules: [folderNeedsKey('ledger')],
  groups: [{ ...trustGroup, names: [...trustGroup.names, 'witness-key', 'earlier'] }],
  examples: ['audit https://collector.example --save last.checkpoint', 'audit mirror --verifier-key KEY'],
  finding: 'something does not check',
  async run(values, terminal) {
    const earlier = values.earlier === null ? {} : { earlier: await readText(values.earlier) };
    const { source, verifierKey, claimed } = await openLedger(values.ledger, values['verifier-key']);
    const kept = keeping(source);
    const report = await auditSource(kept, {
      verifierKey,
      ...ownerKeyIn(values),
      ...(values['witness-key'].length === 0 ? {} : { witnesses: values['witness-key'] }),
      ...earlier,
    });
    const ok = report.findings.length === 0;
    if (ok && values.save !== null) await writeFileAtomic(values.save, kept.note());
    if (values.json) terminal.out(JSON.stringify({ ok, ...report }));
    else print(report, terminal, claimed);
    return ok ? exitCodes.ok : exitCodes.failed;
  },
});

/** Passes a source through and remembers the checkpoint that was audited. */
function keeping(source: LedgerSource): LedgerSource & { note(): string } {
  let note = '';
  return {
    tile: (path) => source.tile(path),
    checkpoint: async () => (note = await source.checkpoint()),
    note: () => note,
  };
}

function print(report: AuditReport, terminal: Terminal, keyWasClaimed: boolean): void {
  for (const { code, leafIndex, message } of report.findings) {
    terminal.out(`✗ ${code}${leafIndex === undefined ? '' : ` at leaf ${leafIndex}`}: ${message}`);
  }
  if (report.attacks.length > 0) terminal.out(`This looks like: ${report.attacks.join(', ')}.`);
  const kinds = Object.entries(report.counts).filter(([, count]) => count > 0);
  terminal.out(
    `${report.findings.length === 0 ? '✓ ledger replays' : '✗ ledger does not check out'}: ${report.size} leaves, root ${report.root}`,
  );
  for (const [kind, count] of kinds) terminal.out(`  ${kind}: ${count}`);
  if (keyWasClaimed) terminal.out(claimedKeyWarning);
}
