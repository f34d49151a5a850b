import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryContract } from '@assent/service/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  createPostgresRepository,
  migrate,
  openDatabase,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from './index.ts';
import { lockHolder } from './process-identity.ts';
import { systemPostgres } from './postgres-binaries.ts';

const system = systemPostgres('/usr/lib/postgresql/15');
const servers = [
  { name: 'PostgreSQL 18 from npm', options: {} },
  ...(system === null ? [] : [{ name: 'PostgreSQL 15 of the system', options: { binaries: system } }]),
];

describe.each(servers)('the repository over $name', ({ options }) => {
  let folder: string;
  let server: EmbeddedPostgres;
  let schemas = 0;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assent-store-'));
    server = await startEmbeddedPostgres(folder, options);
  });

  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it.each(repositoryContract)('$name', async ({ run }) => {
    const database = openDatabase({ url: server.url, schema: `case_${schemas++}` });
    try {
      expect(await migrate(database)).not.toHaveLength(0);
      expect(await migrate(database)).toEqual([]);
      await run(createPostgresRepository(database));
    } finally {
      await database.close();
    }
  });

  it('refuses a second user of its folder while the first lives', async () => {
    await expect(startEmbeddedPostgres(folder, options)).rejects.toMatchObject({ code: 'in-use' });
    const owner = join(folder, 'owner.pid');
    const own = await readFile(owner, 'utf8');
    expect(await lockHolder(own)).toBe(process.pid);
    // The parent is a process that lives and is not this one.
    const other = await mkdtemp(join(tmpdir(), 'assent-store-'));
    await writeFile(join(other, 'owner.pid'), String(process.ppid));
    await expect(startEmbeddedPostgres(other, options)).rejects.toMatchObject({ code: 'in-use' });
    await rm(other, { recursive: true, force: true });
  });

  it('finds its data again after a restart', async () => {
    const before = openDatabase({ url: server.url, schema: 'kept' });
    expect(await migrate(before)).not.toHaveLength(0);
    await before.close();
    await server.stop();
    server = await startEmbeddedPostgres(folder, options);
    const after = openDatabase({ url: server.url, schema: 'kept' });
    expect(await migrate(after)).toEqual([]);
    await after.close();
  });
});
