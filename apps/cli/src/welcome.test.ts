import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { welcome } from './welcome.ts';

const root = mkdtempSync(join(tmpdir(), 'assent-welcome-'));
afterAll(() => rmSync(root, { recursive: true }));

test('the commands it prints can be pasted into a shell in a folder with spaces and an apostrophe', () => {
  const folder = join(root, "somebody's own $(touch owned) folder");
  const keys = join(folder, 'keys');
  mkdirSync(keys, { recursive: true });
  for (const name of ['owner', 'program-owner', 'privacy-officer', 'works-council']) {
    writeFileSync(join(keys, `${name}.key`), '');
  }
  const ownerKey = '-oc7YZpvrYtRaFXjmgK6FbQrkp9VJVCZhnGcAQNr-ag';
  const text = welcome({
    collector: 'http://127.0.0.1:4600',
    log: join(folder, 'collector.log'),
    practice: ['http://localhost:4601'],
    trust: { ownerKey, verifierKey: "assent/a program's+65906e9d+Ad+pnC6/==" },
    enrolmentCode: 'code',
    fingerprint: 'FING-ERPR',
    keys,
    extension: join(folder, 'extension'),
  });
  const commands = text.split('\n').filter((line) => line.startsWith('  npm '));
  expect(commands).toHaveLength(5);
  for (const command of commands) {
    // In the place of npm, something that says which words arrived.
    const script = `npm() { printf '%s\\0' "$@"; }\n${command}`;
    const words = execFileSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' }).split('\0').slice(0, -1);
    expect(words.slice(0, 4)).toEqual(['run', '-s', 'assent', '--']);
    const after = (option: string) => words[words.indexOf(option) + 1] ?? '';
    if (words.includes('--key')) expect(() => execFileSync('test', ['-f', after('--key')])).not.toThrow();
    if (words.includes('--owner-key')) {
      expect(after('--owner-key')).toBe(ownerKey);
      expect(after('--verifier-key')).toBe("assent/a program's+65906e9d+Ad+pnC6/==");
    }
  }
});
