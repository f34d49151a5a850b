import { readFile } from 'node:fs/promises';
import { dumpDatabase } from '@assent/cli';
import { segmentBuckets } from '@assent/contracts';
import { scanBytes } from '@assent/testkit';
import pg from 'pg';
import { judge, type Attack } from '../attack.ts';
import { filesBelow } from '../reading.ts';

/** The database's plain columns, read with a staff list at hand. */
export const namesAndSizes: Attack = {
  id: 'RT-04',
  attack: 'read every plain column and the log with a staff list; measure sealed sizes',
  async run({ collector, collectorDir, people }) {
    const dump = Buffer.from((await dumpDatabase(collector.database ?? '')).text);
    const log = await readFile(collector.log);
    const staff = people.flatMap(({ name, mail }) =>
      [name, mail, ...name.split(' ')].filter((text) => text.length > 4),
    );
    const named = scanBytes('rows', dump, staff).length + scanBytes('log', log, staff).length;
    const pseudonyms = people.flatMap(({ participant, device }) => [participant, device.publicKey]);
    const logged = scanBytes('log', log, pseudonyms).length;
    const listed = new Set(
      [
        ...(await readFile(new URL('../../../../docs/data-inventory.md', import.meta.url), 'utf8')).matchAll(
          /^\| `([\w.]+)`/gm,
        ),
      ].map(([, column]) => column),
    );
    const columns = await liveColumns(collector.database ?? '');
    const unlisted = columns.filter((column) => !listed.has(column));
    const objects = (await filesBelow(`${collectorDir}/objects`)).map(({ size }) => size);
    const odd = objects.filter((size) => !segmentBuckets.some((bucket) => bucket === size));
    return judge(
      `${columns.length} columns, ${unlisted.length} not in the inventory; ${named} staff names; ${logged} pseudonyms in the log; ${objects.length} objects of ${new Set(objects).size} sizes`,
      [
        { what: 'no name of the staff list is in rows or log', held: named === 0 },
        { what: 'the log names no pseudonym or device', held: logged === 0 && log.length > 0 },
        {
          what: 'every column is in the inventory with its reason',
          held: unlisted.length === 0 && columns.length > 0,
        },
        { what: 'sealed objects have bucket sizes only', held: odd.length === 0 && objects.length > 0 },
        { what: 'the search finds pseudonyms where they are', held: scanBytes('rows', dump, pseudonyms).length > 0 },
      ],
    );
  },
};

async function liveColumns(url: string): Promise<readonly string[]> {
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  try {
    const { rows } = await database.query<{ column: string }>(
      `select table_name || '.' || column_name as "column" from information_schema.columns
       where table_schema not in ('pg_catalog', 'information_schema')`,
    );
    return rows.map(({ column }) => column);
  } finally {
    await database.end();
  }
}
