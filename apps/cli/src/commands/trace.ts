import { createClient, openCanaryNotes, readExports } from '@assent/client';
import { observeLeak, traceLeak, type Evidence } from '@assent/dataset';
import { keyFileSigner } from '@assent/sealing';
import { defineCommand, exitCodes } from '../command.ts';
import { claimedKeyWarning, openLedger, ownerKeyIn, trustGroup, trustOptions } from '../ledger-address.ts';
import { askForOpeningKeys } from '../local/key-files.ts';
import { flag, required } from '../options/declare.ts';
import { path, url } from '../options/kinds.ts';

/** `assent trace`: a custodian finds out whose copy of a dataset was leaked. */
export const trace = defineCommand({
  name: 'trace',
  summary: 'find out whose copy of a dataset was leaked',
  about: `Compares what was found (Parquet tables, AgentNet JSONL, or text in which rows were printed, whole or in part) with the
watermark of every delivered copy. Names the recipient and the leaf of the delivery.

A copy is named where anything but it would show so much with less than one chance in a million. Several are named where
several leaked or were mixed. It points to a copy, not to a culprit: custodians know the watermarks too.`,
  args: { leak: required(path('FILE|DIR'), 'what was found') },
  options: {
    collector: required(url, 'the program’s collector'),
    key: required(path(), 'a custodian’s key file: the notes that hold the watermarks are sealed to it'),
    ...trustOptions,
    json: flag('one JSON object'),
  },
  groups: [trustGroup],
  examples: ['trace found.jsonl --collector https://collector.example --key works-council.key'],
  finding: 'no copy is named',
  async run(values, terminal) {
    const { collector } = values;
    const keys = await askForOpeningKeys(values.key, terminal);
    const reading = await observeLeak(values.leak);
    const client = createClient({ baseUrl: collector, fetch: globalThis.fetch, now: () => Date.now() });
    const ledger = await openLedger({ at: 'collector', url: collector }, values['verifier-key']);
    const exports = await readExports({ ...ledger, ...ownerKeyIn(values) });
    const deliveries = await client.deliveries(await keyFileSigner(keys));
    const { notes, leftOut } = await openCanaryNotes({ deliveries, exports, identity: keys.age.identity });
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
    if (ledger.claimed) terminal.err(claimedKeyWarning);
    return named.length > 0 ? exitCodes.ok : exitCodes.failed;
  },
});

function wordsOf({ names, positions, log10Chance }: Evidence): string {
  return `${names.hits} of ${names.seen} names, ${positions.hits} of ${positions.axes} coordinates; by chance: less than 1 in 10^${Math.floor(-log10Chance)}`;
}
