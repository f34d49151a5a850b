import { readFile } from 'node:fs/promises';
import { freshDatabase } from '@assent/testkit/shared';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { migrate, openDatabase } from './index.ts';

it('the live schema has exactly the columns that the data inventory gives a reason for', async () => {
  const text = await readFile(new URL('../../../docs/data-inventory.md', import.meta.url), 'utf8');
  const listed = [...text.matchAll(/^\| `([\w.]+)` +\| +\S.* \|$/gm)].map(([, column]) => String(column));
  const database = openDatabase({ url: await freshDatabase(), schema: 'inventory' });
  try {
    await migrate(database);
    const { rows } = await sql<{ column: string }>`
      select table_name || '.' || column_name as "column" from information_schema.columns
      where table_schema = current_schema()
    `.execute(database.kysely);
    expect([...listed].sort()).toEqual(rows.map((row) => row.column).sort());
  } finally {
    await database.close();
  }
});
