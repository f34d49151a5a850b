import { readExports } from '@assent/client';
import { archiveDigest, openArchive } from '@assent/dataset';
import { onlyPositional, parseArguments, pathFrom } from '../arguments.ts';
import { exitCodes, UsageError, type Command } from '../command.ts';
import { claimedKeyWarning, openLedgerPlace, ownerKeyFrom } from '../ledger-place.ts';
import { askForKeyFile } from '../local/key-files.ts';

/** `assent open`: a recipient opens a dataset that was sealed to it. */
export const openCommand: Command = {
  name: 'open',
  summary: 'open a dataset that was sealed to you, if the ledger knows of it',
  help: `Usage: assent open ARCHIVE --key FILE --ledger URL|DIR --out DIR [options]

Replays the ledger, in which the delivery of this very archive must stand, by the key of a build that both sides released
to; then opens it with your key and checks every byte, the signature, the attestation and the rows. DIR appears only if
everything holds.

  --key FILE          your key file (\`assent recipient card\` made it)
  --ledger URL|DIR    the program's collector, or a mirror of its ledger
  --out DIR           the folder to open into; must not exist
  --verifier-key KEY  the ledger's key, as the policy spells it
  --owner-key KEY     the program owner's key, if you know it from elsewhere
  --json              the report as one JSON object

Exit code 1 if the ledger does not know of the archive.`,
  async run(args, terminal) {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArguments(args, {
      options: {
        key: text,
        ledger: text,
        out: text,
        'verifier-key': text,
        'owner-key': text,
        json: { type: 'boolean' },
      },
      allowPositionals: true,
    });
    const archive = pathFrom(terminal, onlyPositional(positionals, 'ARCHIVE'));
    const { key, ledger, out } = values;
    if (key === undefined || ledger === undefined || out === undefined) {
      throw new UsageError('--key, --ledger and --out are needed');
    }
    const keys = await askForKeyFile(pathFrom(terminal, key), terminal);
    if (keys.age === null) throw new UsageError('this key file opens nothing');
    const place = await openLedgerPlace(ledger, terminal, values['verifier-key']);
    const exports = await readExports({ ...place, ...ownerKeyFrom(values['owner-key']) });
    const digest = await archiveDigest(archive);
    const standing = exports.find(({ delivery }) => delivery?.body.archive === digest);
    if (standing === undefined) {
      if (values.json) terminal.out(JSON.stringify({ ok: false, archive: digest }));
      else terminal.out('✗ the ledger knows of no delivery of this archive; it was not opened');
      return exitCodes.failed;
    }
    const outDir = pathFrom(terminal, out);
    const { counts } = await openArchive({ archive, identity: keys.age.identity, expected: standing, outDir });
    const { leafIndex, build } = standing;
    if (values.json) terminal.out(JSON.stringify({ ok: true, archive: digest, leafIndex, build, counts }));
    else {
      terminal.out(`✓ ${counts.episodes} episodes, ${counts.steps} steps in ${outDir}; delivered as leaf ${leafIndex}`);
      terminal.out('  This copy is marked for you. What it may be used for stands in its LICENSE.');
    }
    if (place.claimed) terminal.err(claimedKeyWarning);
    return exitCodes.ok;
  },
};
