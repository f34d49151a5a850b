import { gzipSync } from 'node:zlib';
import { dumpDatabase } from '@assent/cli';
import { scanBytes, scanForLeaks } from '@assent/testkit';
import { judge, type Attack } from '../attack.ts';
import { disksOf, megabytes, searchMemory } from '../reading.ts';

/** Everything the collector has, searched for what people did. */
export const searchEverything: Attack = {
  id: 'RT-01',
  attack: 'search database, objects, logs, keys and the running collector’s memory for 200 planted texts',
  async run({ collector, collectorDir, marker, canaries, policy }) {
    const needles = [marker];
    const folder = await scanForLeaks(await disksOf(collectorDir), needles);
    const dump = await dumpDatabase(collector.database ?? '');
    const rows = scanBytes('database rows', Buffer.from(dump.text), needles);
    // The policy's summary passed through the collector: a search of memory that works finds it.
    const memory = await searchMemory(collector.pid, [marker, policy.policy.summary]);
    // A search that finds nothing has to be able to find something.
    const control = scanBytes('control', gzipSync(`x${canaries[7] ?? ''}x`), needles);
    return judge(
      `${folder.files} files, ${megabytes(folder.bytes)}, ${folder.opened} compressed streams, ${dump.rows} rows, ` +
        `${memory === null ? 'memory not readable here' : `${megabytes(memory.bytes)} of memory`}: ` +
        `${folder.leaks.length + rows.length + (memory?.hits[0] ?? 0)} hits`,
      [
        { what: 'the folder holds no planted text', held: folder.leaks.length === 0 && folder.files > 0 },
        { what: 'the database’s own files were searched', held: folder.files > 500 },
        { what: 'no row holds a planted text', held: rows.length === 0 && dump.rows > 0 },
        { what: 'memory holds no planted text', held: memory === null || memory.hits[0] === 0 },
        { what: 'the search of memory finds what is there', held: memory === null || memory.hits[1] !== 0 },
        { what: 'the search finds what is there', held: control.length > 0 },
      ],
    );
  },
};
