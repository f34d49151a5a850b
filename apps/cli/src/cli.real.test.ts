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

const outputSchema = z.strictObject({ text: z.string(), redactions: z.array(redactionSchema) });
const secret = 'zephyrine.plantagon@example.test';

describe('assent', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'assent-cli-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

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
});
