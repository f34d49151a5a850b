import { createClient, openCanaryNotes, readExports } from '@assent/client';
import { observeLeak, traceLeak, type Evidence } from '@assent/dataset';
import { keyFileSigner } from '@assent/sealing';
import { onlyPositional, parseArguments, pathFrom } from '../arguments.ts';
import { exitCodes, UsageError, type Command } from '../command.ts';
import { claimedKeyWarning, openLedgerPlace, ownerKeyFrom } from '../ledger-place.ts';
import { askForKeyFile } from '../local/key-files.ts';

/** `assent trace`: a custodian finds out whose copy of a dataset was leaked. */
export const trace: Command = {
  name: 'trace',
  summary: 'find out whose copy of a dataset was leaked',
  help: `Usage: assent trace FILE|DIR --collector URL --key FILE [options]

Looks for the marks of every delivered copy in what was found: Parquet tables, AgentNet JSONL, or text in which rows were
printed, whole or in part. Names the recipient and the leaf of the delivery.

  --collector URL     the program's collector
  --key FILE          a custodian's key file: to it the notes are sealed that tell the marks
  --verifier-key KEY  the ledger's key, as the policy spells it
  --owner-key KEY     the program owner's key, if you know it from elsewhere
  --json              one JSON object

A copy is named where anything but it would show so much with less than one chance in a million. Several are named where
several leaked or were mixed. It points to a copy, not to a culprit: custodians know the marks too. Exit code 1 if no
copy is named.`,
  async run(args, terminal) {
    const text = { type: 'string' } as const;
    const { values, positionals } = parseArguments(args, {
      options: { collector: text, key: text, 'verifier-key': text, 'owner-key': text, json: { type: 'boolean' } },
      allowPositionals: true,
    });
    const leak = pathFrom(terminal, onlyPositional(positionals, 'FILE or DIR'));
    const { collector, key } = values;
    if (collector === undefined || key === undefined) throw new UsageError('--collector and --key are needed');
    const keys = await askForKeyFile(pathFrom(terminal, key), terminal);
    if (keys.age === null) throw new UsageError('this key file opens nothing; a custodian’s does');
    const client = createClient({ baseUrl: collector, fetch: globalThis.fetch, now: () => Date.now() });
    const place = await openLedgerPlace(collector, terminal, values['verifier-key']);
    const exports = await readExports({ ...place, ...ownerKeyFrom(values['owner-key']) });
    const deliveries = await client.deliveries(await keyFileSigner(keys));
    const { notes, leftOut } = await openCanaryNotes({ deliveries, exports, identity: keys.age.identity });
    const reading = await observeLeak(leak);
    const suspicions = traceLeak(reading, notes);
    const named = suspicions.filter(({ evidence }) => evidence.identified);
    const { files, unread } = reading;
    if (values.json) {
      const copies = suspicions.map(({ copy: { note, card, leafIndex }, evidence }) => {
        return { recipient: note.recipient, name: card.name, build: note.build, leafIndex, evidence };
      });
      terminal.out(JSON.stringify({ files, unread, compared: notes.length, leftOut, copies }));
    } else {
      for (const { copy, evidence } of named) {
        terminal.out(`✓ the copy of ${copy.card.name}, delivered as leaf ${copy.leafIndex}`);
        terminal.out(`  recipient ${copy.note.recipient}\n  build     ${copy.note.build}\n  ${wordsOf(evidence)}`);
      }
      if (named.length === 0) terminal.out(`No copy is named. Compared with ${notes.length} delivered copies.`);
    }
    terminal.err(`${files} files, ${unread} of them neither text nor tables; ${notes.length} copies compared`);
    if (leftOut > 0)
      terminal.err(`${leftOut} deliveries could not be compared: no note for this key, or not as in the ledger`);
    if (place.claimed) terminal.err(claimedKeyWarning);
    return named.length > 0 ? exitCodes.ok : exitCodes.failed;
  },
};

function wordsOf({ names, positions, log10Chance }: Evidence): string {
  return `${names.hits} of ${names.seen} names, ${positions.hits} of ${positions.axes} coordinates; by chance: less than 1 in 10^${Math.floor(-log10Chance)}`;
}
