import { Client } from 'pg';

/** Every row of every table of ours as text, so that a search sees what the database's own compression would hide. */
export async function dumpDatabase(url: string): Promise<{ readonly text: string; readonly rows: number }> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    const { rows: tables } = await client.query<{ name: string }>(
      `select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
       where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'`,
    );
    const lines: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<{ line: string }>(`select row_to_json(t)::text as line from ${name} t`);
      for (const { line } of rows) lines.push(line);
    }
    return { text: lines.join('\n'), rows: lines.length };
  } finally {
    await client.end();
  }
}
