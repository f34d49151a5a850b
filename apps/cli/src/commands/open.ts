import { readExports } from '@assent/client';
import { archiveDigest, openArchive } from '@assent/dataset';
import { defineCommand, exitCodes } from '../command.ts';
import {
  claimedKeyWarning,
  folderNeedsKey,
  openLedger,
  ownerKeyIn,
  trustGroup,
  trustOptions,
} from '../ledger-address.ts';
import { askForOpeningKeys } from '../local/key-files.ts';
import { flag, required } from '../options/declare.ts';
import { ledgerAddress, path } from '../options/kinds.ts';

/** `assent open`: a recipient opens a dataset that was sealed to it. */
export const openCommand = defineCommand({
  name: 'open',
  summary: 'open a dataset that was sealed to you, if the ledger knows of it',
  about: `Replays the ledger, which must hold the delivery of this very archive, by the key of a build that both sides released to; then
opens it with your key and checks every byte, the signature, the attestation and the rows. DIR appears only if everything holds.`,
  args: { archive: required(path('ARCHIVE'), 'the sealed archive: v1.0.0-….tar.age') },
  options: {
    key: required(path(), 'your key file (`assent recipient card` made it)'),
    ledger: required(ledgerAddress, 'the program’s collector, or a mirror of its ledger'),
    out: required(path('DIR'), 'the folder to open into; must not exist'),
    ...trustOptions,
    json: flag('the report as one JSON object'),
  },
  rules: [folderNeedsKey('ledger')],
  groups: [trustGroup],
  examples: ['open v1.0.0-1a2b.tar.age --key research-group.key --ledger https://collector.example --out dataset'],
  finding: 'the ledger does not know of the archive',
  async run(values, terminal) {
    const { archive, json, out: outDir } = values;
    const keys = await askForOpeningKeys(values.key, terminal);
    const digest = await archiveDigest(archive);
    const ledger = await openLedger(values.ledger, values['verifier-key']);
    const exports = await readExports({ ...ledger, ...ownerKeyIn(values) });
    const entry = exports.find(({ delivery }) => delivery?.body.archive === digest);
    if (entry === undefined) {
      if (json) terminal.out(JSON.stringify({ ok: false, archive: digest }));
      else terminal.out('✗ the ledger knows of no delivery of this archive; it was not opened');
      return exitCodes.failed;
    }
    const { counts } = await openArchive({ archive, identity: keys.age.identity, expected: entry, outDir });
    const { leafIndex, build } = entry;
    if (json) terminal.out(JSON.stringify({ ok: true, archive: digest, leafIndex, build, counts }));
    else {
      terminal.out(`✓ ${counts.episodes} episodes, ${counts.steps} steps in ${outDir}; delivered as leaf ${leafIndex}`);
      terminal.out('  This copy is marked for you. Its LICENSE says what it may be used for.');
    }
    if (ledger.claimed) terminal.err(claimedKeyWarning);
    return exitCodes.ok;
  },
});
