import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { isAlive, lockHolder, ownLockText, processIdentity } from './process-identity.ts';

const nobody = 2_147_483_646;

describe.skipIf(process.platform === 'win32')('a process', () => {
  it('is distinguished from a later one of its number by when it began', async () => {
    const own = await processIdentity(process.pid);
    expect(own).not.toBeNull();
    expect(await processIdentity(process.pid)).toBe(own);
    expect(await processIdentity(nobody)).toBeNull();
    const child = spawn('sleep', ['600'], { stdio: 'ignore' });
    await once(child, 'spawn');
    expect(await processIdentity(child.pid ?? 0)).not.toBeNull();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(await processIdentity(child.pid ?? 0)).toBeNull();
    expect(isAlive(child.pid ?? 0)).toBe(false);
  });

  it('holds its lock while it lives', async () => {
    expect(await lockHolder(await ownLockText())).toBe(process.pid);
    expect(await lockHolder(`${nobody} boot:1`)).toBeNull();
  });

  it('does not hold a lock that an earlier one of its number left', async () => {
    expect(await lockHolder(`${process.pid} another boot:12345\n`)).toBeNull();
  });

  it('is taken for the holder where the lock does not say when it began', async () => {
    expect(await lockHolder(String(process.pid))).toBe(process.pid);
    for (const text of ['', 'NaN', '-1', '0', 'x 1']) expect(await lockHolder(text)).toBeNull();
  });
});
