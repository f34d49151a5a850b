import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { migrate, openDatabase, startEmbeddedPostgres } from './index.ts';

it('the live schema has exactly the columns that the data inventory gives a reason for', async () => {
  const text = await readFile(new URL('../../../docs/data-inventory.md', import.meta.url), 'utf8');
  const listed = [...text.matchAll(/^\| `([\w.]+)` +\| +\S.* \|$/gm)].map(([, column]) => String(column));
  const folder = await mkdtemp(join(tmpdir(), 'assent-inventory-'));
  const server = await startEmbeddedPostgres(folder);
  const database = openDatabase({ url: server.url, schema: 'inventory' });
  try {
    await migrate(database);
    const { rows } = await sql<{ column: string }>`
      select table_name || '.' || column_name as "column" from information_schema.columns
      where table_schema = current_schema()
    `.execute(database.kysely);
    expect([...listed].sort()).toEqual(rows.map((row) => row.column).sort());
  } finally {
    await database.close();
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
});
