import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { redactionSchema, utf8 } from '@assent/contracts';
import {
  formatVerifierKey,
  generateLogKey,
  noteSigner,
  openCosignatures,
  parseNote,
  parseVerifierKey,
} from '@assent/ledger';
import { memoryLog } from '@assent/ledger/testing';
import { generateKeyFile, openProtectedKeyFile, writeKeyFile } from '@assent/sealing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as a user would, with `input` on standard input. */
function assent(args: readonly string[], input = ''): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args]);
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.end(input);
  });
}

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
const outputSchema = z.strictObject({ text: z.string(), redactions: z.array(redactionSchema) });
const secret = 'zephyrine.plantagon@example.test';

describe('assent', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assent-cli-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

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

  it('puts a key file under a passphrase that is long enough, and opens it with that alone', async () => {
    const keys = await generateKeyFile('custodian', 'works-council');
    const [plain, under] = [join(folder, 'council.key'), join(folder, 'council.key.age')];
    await writeFile(plain, writeKeyFile(keys));
    const protect = ['custodian', 'protect', '--key', plain, '--out', under];
    expect(await assent(protect, 'short\n')).toMatchObject({ code: 2 });
    expect(await assent(protect, 'some words for a drawer\n')).toMatchObject({ code: 0 });
    const text = await readFile(under, 'utf8');
    expect(await openProtectedKeyFile(text, 'some words for a drawer')).toEqual(keys);
    // Never over a file that is there.
    expect(await assent(protect, 'some words for a drawer\n')).toMatchObject({ code: 3 });
    const build = ['0'.repeat(64), '--collector', 'http://127.0.0.1:1', '--key', under];
    const { verifierKey } = await generateLogKey('log.example');
    const trust = ['--owner-key', keys.signing.key, '--verifier-key', verifierKey];
    const act = ['custodian', 'release', ...build, ...trust];
    expect((await assent(act, 'other words\n')).err).toContain('cannot-open');
    expect((await assent(act, 'some words for a drawer\n')).err).toContain('unreachable');
  });

  it('witnesses a ledger while it goes on honestly, and says so with exit code 1 when it does not', async () => {
    const log = await noteSigner((await generateLogKey('log.example')).signerKey);
    const logOf = async (...texts: readonly string[]) => memoryLog(texts.map(utf8), log);
    let shown = await logOf('a', 'b');
    const server = createServer((request, response) => {
      const path = (request.url ?? '').replace('/ledger/', '');
      const answer = path === 'checkpoint' ? shown.checkpoint() : shown.tile(path);
      void answer.then((body) => response.end(body));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    const [key, state] = [join(folder, 'witness.key'), join(folder, 'witness.json')];
    const made = await assent(['witness', 'key', '--name', 'council.example/w', '--key', key]);
    const pull = async () =>
      assent([
        'witness',
        'pull',
        '--collector',
        `http://127.0.0.1:${port}`,
        '--key',
        key,
        '--state',
        state,
        '--verifier-key',
        formatVerifierKey(log.key),
      ]);
    try {
      const first = await pull();
      expect(first.code).toBe(0);
      expect(await openCosignatures(parseNote(first.out), [parseVerifierKey(made.out.trim())])).toHaveLength(1);
      shown = await logOf('a', 'b', 'c');
      expect((await pull()).code).toBe(0);
      shown = await logOf('a', 'x', 'c', 'd');
      expect(await pull()).toMatchObject({ code: 1, out: '' });
    } finally {
      server.close();
    }
  });

  it('redacts line by line, with offsets into the input, and prints nothing else', async () => {
    const texts = [`write to ${secret} today`, 'Save', 'the quick brown fox', '🦊 Zephyrine 🦊', ''];
    const input = texts.map((text) => `${JSON.stringify({ text })}\n`).join('');
    for (const channel of ['text', 'name', 'title', 'url', 'path']) {
      const { code, out, err } = await assent(['redact', '--channel', channel], input);
      expect({ code, err }).toEqual({ code: 0, err: '' });
      const lines = out.trimEnd().split('\n');
      expect(lines).toHaveLength(texts.length);
      for (const [i, line] of lines.entries()) {
        const { redactions, text } = outputSchema.parse(JSON.parse(line));
        for (const { start, end } of redactions) {
          expect(start).toBeLessThan(end);
          expect(end).toBeLessThanOrEqual(texts[i]!.length);
        }
        expect(text).not.toContain('plantagon');
        expect(text).not.toContain('Zephyrine');
      }
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
