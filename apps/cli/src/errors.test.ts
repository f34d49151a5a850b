import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodedError } from '@assent/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CliError, describeError, explainSystemError } from './errors.ts';
import { readJson, readText, writeFileAtomic, writeNew } from './files.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assent-errors-'));
});
afterAll(() => rm(folder, { recursive: true }));

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

describe('an error', () => {
  it('of a file names the file and the remedy', async () => {
    const missing = join(folder, 'nothing');
    expect(describeError(await failure(readText(missing)))).toEqual([
      `${missing}: there is no such file or folder (missing); check the path`,
    ]);
    expect(await failure(readText(folder))).toMatchObject({
      code: 'is-a-folder',
      message: expect.stringContaining(folder),
    });
    const file = join(folder, 'file');
    await writeNew(file, '{ nonsense zephyrine');
    expect(await failure(writeNew(file, ''))).toMatchObject({ code: 'exists' });
    expect(await failure(readText(join(file, 'below')))).toMatchObject({ code: 'not-a-folder' });
    expect(await failure(writeFileAtomic(join(missing, 'x'), ''))).toMatchObject({ code: 'missing' });
    const broken = await failure(readJson(file, 'a card'));
    expect(describeError(broken).join(' ')).toContain(`${file}: is not JSON (not-json); name a file that holds a card`);
    expect(describeError(broken).join(' ')).not.toContain('zephyrine');
  });

  it('of a port names the port, and one of a connection the address', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const second = createServer().listen(port, '127.0.0.1');
    const [taken] = (await once(second, 'error')) as [unknown];
    expect(describeError(taken)).toEqual([
      `port ${port} is taken by another program (port-taken); end that program or choose another port`,
    ]);
    server.close();
    await once(server, 'close');
    const refused = await failure(fetch(`http://127.0.0.1:${port}`));
    class Failed extends CodedError<'unreachable'> {}
    const lines = describeError(new Failed('unreachable', 'collector gave no answer', { cause: refused }));
    expect(lines).toHaveLength(2);
    expect(lines[1]).toContain(`nothing listens at 127.0.0.1:${port} (unreachable)`);
  });

  it.each([
    ['EACCES', 'denied'],
    ['EPERM', 'denied'],
    ['ENOSPC', 'no-space'],
    ['EROFS', 'denied'],
    ['ENAMETOOLONG', 'missing'],
    ['ENOTFOUND', 'unknown-host'],
    ['ETIMEDOUT', 'unreachable'],
    ['EXDEV', 'system'],
  ])('of the kind %s has a remedy and keeps its cause', (code, expected) => {
    const cause = Object.assign(new Error('x'), { code, path: '/a/file' });
    const explained = explainSystemError(cause);
    expect(explained).toMatchObject({ code: expected, cause });
    expect(explained).toBeInstanceOf(CliError);
    expect((explained as CliError).remedy).not.toBeNull();
  });

  it('of any other kind is not quoted: its message may hold what was read', () => {
    expect(describeError(new SyntaxError('Unexpected token z, "zephyrine" is not JSON')).join(' ')).not.toContain(
      'zephyrine',
    );
    expect(describeError('zephyrine')).toEqual(['unforeseen failure']);
  });
});
