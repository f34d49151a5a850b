import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { generateLogKey } from '@assent/ledger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assent as run } from './assent.ts';

const commands = [
  'up',
  'demo',
  'redact',
  'steps',
  'custodian',
  'recipient',
  'build',
  'open',
  'trace',
  'export',
  'verify',
  'audit',
  'witness',
  'vault',
  'doctor',
];
const secret = 'zephyrine.plantagon@example.test';

describe('assent', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assent-cli-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  /** Runs the command as a user would, with `input` on standard input. */
  async function assent(args: readonly string[], input = '') {
    let out = '';
    let err = '';
    const code = await run(args, {
      out: (text) => {
        out += `${text}\n`;
      },
      err: (text) => {
        err += `${text}\n`;
      },
      lines: () => createInterface({ input: Readable.from([input]), crlfDelay: Infinity }),
      cwd: folder,
      signal: new AbortController().signal,
    });
    return { code, out, err };
  }

  it('lists every command, and each explains itself', async () => {
    const { code, out } = await assent(['--help']);
    expect(code).toBe(0);
    for (const command of commands) {
      expect(out).toContain(`  ${command} `);
      const help = await assent([command, '--help']);
      expect(help).toMatchObject({ code: 0, err: '' });
      expect(help.out).toMatch(new RegExp(`^Usage: assent ${command}`));
    }
  });

  it('answers a wrong call with a sentence for each fault, where to read on, and exit code 2', async () => {
    for (const args of [
      ['bogus'],
      ['redact', '--channel', 'smell'],
      ['redact', '--nonsense'],
      ['steps', 'x'],
      ['verify', 'ledger', 'x'],
      ['export', 'csv', 'a', 'b'],
      ['build'],
      ['build', '--collector', 'http://127.0.0.1:1', '--key', 'k', '--out', 'o'],
      ['recipient', 'sleep'],
      ['open', 'x'],
      ['trace'],
      ['custodian', 'sleep', '--collector', 'http://127.0.0.1:1'],
      ['vault', 'write'],
      ['witness', 'pull', '--key', 'x'],
      ['witness', 'sleep', '--key', 'x', '--state', 'y'],
    ]) {
      const { code, out, err } = await assent(args);
      expect({ args, code, out }).toEqual({ args, code: 2, out: '' });
      const lines = err.trim().split('\n');
      const last = lines.length > 1 ? lines.pop() : undefined;
      for (const line of lines) expect(line).toMatch(/^assent( [a-z]+)*: /);
      expect(last ?? 'See `assent').toMatch(/^See `assent/);
    }
  });

  it('says which line is wrong and never what it held', async () => {
    const broken = await assent(['redact'], `{"text":"ok"}\n{"text":"${secret}"\n`);
    expect(broken.code).toBe(2);
    expect(broken.err).toContain('line 2');
    expect(broken.err).not.toContain('zephyrine');
    const wrong = await assent(['redact'], `{"words":"${secret}"}\n`);
    expect(wrong.code).toBe(3);
    expect(wrong.err).toContain('line 1');
    expect(wrong.err).not.toContain('zephyrine');
    const file = join(folder, 'events.jsonl');
    await writeFile(file, `{"v":1,"kind":"press","title":"${secret}"}\n`);
    const events = await assent(['steps', '--from', 'events', file]);
    expect(events.code).toBe(3);
    expect(events.err).toContain('line 1');
    expect(events.err).not.toContain('zephyrine');
  });

  it('reports what cannot be read with exit code 3, and names the file or the address', async () => {
    const nothing = join(folder, 'nothing');
    const { verifierKey } = await generateLogKey('log.example');
    for (const args of [
      ['audit', nothing, '--verifier-key', verifierKey],
      ['redact', nothing],
      ['redact', '--site', nothing],
      ['steps', '--from', 'events', nothing],
      ['steps', '--from', 'agentnet', nothing],
      ['custodian', 'protect', '--key', nothing, '--out', join(folder, 'out')],
      ['vault', 'read', '--key', nothing, '--out', join(folder, 'out')],
      ['recipient', 'register', nothing, '--key', nothing, '--collector', 'http://127.0.0.1:9'],
      ['witness', 'pull', '--collector', 'http://127.0.0.1:9', '--key', nothing, '--state', join(folder, 's')],
      ['verify', 'receipt', nothing, '--verifier-key', verifierKey],
    ]) {
      const { code, err } = await assent(args);
      expect({ args, code }).toEqual({ args, code: 3 });
      expect(err).toContain(nothing);
      expect(err).toContain('(missing)');
      expect(err).not.toMatch(/ENOENT|^ {4}at /m);
    }
    expect((await assent(['verify', 'dataset', nothing])).code).toBe(3);
    const refused = await assent(['audit', 'http://127.0.0.1:9']);
    expect(refused.code).toBe(3);
    expect(refused.err).toContain('check the address');
    const isFolder = await assent(['redact', folder]);
    expect(isFolder.err).toContain(`${folder}: is a folder`);
  });

  it('takes plain text as well as records, with a byte order mark, CRLF, and no newline at the end', async () => {
    const text = await assent(['redact'], `\uFEFFwrite to ${secret}\r\n\r\nSave`);
    expect(text).toEqual({ code: 0, out: 'write to \u27E6email:1\u27E7\n\nSave\n', err: '' });
    const file = join(folder, 'notes.txt');
    await writeFile(file, `\uFEFF{"text":"Save"}\r\n{ not a record, ${secret}`);
    // All before were records: this one is broken.
    expect(await assent(['redact', file])).toMatchObject({ code: 2 });
    await writeFile(file, `{ not a record, ${secret}\n{"text":"Save"}`);
    const mixed = await assent(['redact', file]);
    expect(mixed.out.split('\n')).toEqual([
      expect.stringContaining('\u27E6email:'),
      '{"text":"Save","redactions":[]}',
      '',
    ]);
    expect(mixed.out).not.toContain('zephyrine');
  });

  it('explains plain text with a legend, without colours in a pipe unless they are asked for', async () => {
    const plain = await assent(['redact', '--explain'], `write to ${secret}\n`);
    expect(plain.out).toMatch(/\nWhy\n {2}found\.email +.+ \(once\)\n$/);
    expect(plain.out).not.toContain('\u001B');
    expect((await assent(['redact', '--explain', '--color', 'always'], `write to ${secret}\n`)).out).toContain(
      '\u001B[1;',
    );
  });
});
