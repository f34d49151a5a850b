import { readFile } from 'node:fs/promises';
import { scanBytes } from '@assent/testkit';
import pg from 'pg';
import { judge, type Attack } from '../attack.ts';
import { disksOf, filesBelow } from '../reading.ts';

/** What somebody with an account on the collector's machine, or a misconfigured grant, gets. */
export const openDoors: Attack = {
  id: 'RT-02',
  attack: 'read what files and tables are open to everyone; look for an age identity on the server',
  async run({ collector, collectorDir, marker }) {
    const files = (await Promise.all((await disksOf(collectorDir)).map(filesBelow))).flat();
    const open = files.filter(({ mode }) => (mode & 0o044) !== 0);
    const openKeys = files.filter(({ path, mode }) => path.includes('/keys/') && (mode & 0o077) !== 0);
    const openObjects = open.filter(({ path }) => path.includes('/objects/'));
    let plain = 0;
    for (const { path } of open) plain += scanBytes(path, await readFile(path), [marker]).length;
    let identities = 0;
    for (const { path } of files) {
      const bytes = await readFile(path).catch(() => null);
      // Lower-case is what an age *recipient* or a file header says; an identity is spelled so.
      if (bytes?.includes('AGE-SECRET-KEY-')) identities += 1;
    }
    const grants = await publicGrants(collector.database ?? '');
    return judge(
      `${files.length} files, ${open.length} readable by others, ${grants} tables granted to PUBLIC, ${identities} files with an age identity`,
      [
        {
          what: 'key files are their owner’s alone',
          held: openKeys.length === 0 && files.some(({ path }) => path.includes('/keys/')),
        },
        { what: 'objects are their owner’s alone', held: openObjects.length === 0 },
        { what: 'what others can read holds no planted text', held: plain === 0 },
        { what: 'no table is granted to everyone', held: grants === 0 },
        { what: 'no age identity is on the server', held: identities === 0 },
      ],
    );
  },
};

async function publicGrants(url: string): Promise<number> {
  const database = new pg.Client({ connectionString: url });
  await database.connect();
  try {
    const { rows } = await database.query(
      `select 1 from information_schema.table_privileges
       where grantee = 'PUBLIC' and table_schema not in ('pg_catalog', 'information_schema')`,
    );
    return rows.length;
  } finally {
    await database.end();
  }
}
