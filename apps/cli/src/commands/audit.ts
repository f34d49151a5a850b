import { readFile, writeFile } from 'node:fs/promises';
import { auditSource, type AuditReport, type LedgerSource } from '@assent/ledger';
import { onlyPositional, parseArguments, pathFrom } from '../arguments.ts';
import { exitCodes, type Command, type Terminal } from '../command.ts';
import { claimedKeyWarning, openLedgerPlace, ownerKeyFrom } from '../ledger-place.ts';

/** `assent audit`: replays a whole ledger and tells everything that is wrong with it. */
export const audit: Command = {
  name: 'audit',
  summary: 'replay a ledger and name everything that is wrong with it',
  help: `Usage: assent audit URL|DIR [options]

Reads every entry of a collector's ledger (or of a mirror in DIR), recomputes the tree and replays the rules: every build
has a request, an elapsed window, releases from both sides and a result by the right key. Needs nobody's cooperation.

  --verifier-key KEY  the ledger's key, as the policy spells it. Without it the key is taken from the collector itself,
                      and the report says so.
  --owner-key KEY     the program owner's key, if you know it from elsewhere
  --witness-key KEY   a witness's key; may be repeated. Their cosignatures on the checkpoints bound the leaves' times
  --earlier FILE      a checkpoint kept from an earlier audit: shows rollback, fork and rewriting
  --save FILE         keeps this checkpoint for the next audit
  --json              the report as one JSON object

Exit code 0 only if everything checks.`,
  async run(args, terminal) {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArguments(args, {
      options: {
        'verifier-key': text,
        'owner-key': text,
        'witness-key': { type: 'string', multiple: true },
        earlier: text,
        save: text,
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    });
    const place = onlyPositional(positionals, 'URL or DIR');
    const { source, verifierKey, claimed } = await openLedgerPlace(place, terminal, values['verifier-key']);
    const { save } = values;
    const kept = keeping(source);
    const report = await auditSource(kept, {
      verifierKey,
      ...ownerKeyFrom(values['owner-key']),
      ...(values['witness-key'] === undefined ? {} : { witnesses: values['witness-key'] }),
      ...(values.earlier === undefined ? {} : { earlier: await readFile(pathFrom(terminal, values.earlier), 'utf8') }),
    });
    const ok = report.findings.length === 0;
    if (ok && save !== undefined) await writeFile(pathFrom(terminal, save), kept.note());
    if (values.json) terminal.out(JSON.stringify({ ok, ...report }));
    else tell(report, terminal, claimed);
    return ok ? exitCodes.ok : exitCodes.failed;
  },
};

/** Passes a source through and remembers the checkpoint that was audited. */
function keeping(source: LedgerSource): LedgerSource & { note(): string } {
  let note = '';
  return {
    tile: (path) => source.tile(path),
    checkpoint: async () => (note = await source.checkpoint()),
    note: () => note,
  };
}

function tell(report: AuditReport, terminal: Terminal, keyWasClaimed: boolean): void {
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
