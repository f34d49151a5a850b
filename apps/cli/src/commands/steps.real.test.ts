import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

interface Ended {
  readonly code: number | null;
  readonly lines: number;
  readonly err: string;
}

/** Runs `assent steps` as a process, with input and in a heap of the given size. */
async function assentSteps(args: readonly string[], input: Iterable<string> = [], heapMb = 512): Promise<Ended> {
  const child = spawn(process.execPath, [`--max-old-space-size=${heapMb}`, main, 'steps', ...args]);
  let lines = 0;
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (lines += chunk.toString('latin1').split('\n').length - 1));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  await pipeline(Readable.from(input), child.stdin);
  return { code: await ended, lines, err };
}

test('exit codes tell a recording read, a wrong call, and a recording that is none', async () => {
  const line = '{"time_stamp": 1, "action": "press", "name": "a"}\n';
  expect(await assentSteps(['--from', 'agentnet', '-'], [line])).toMatchObject({ code: 0, lines: 1 });
  expect(await assentSteps(['--from', 'screenpipe', '-'])).toMatchObject({ code: 2, lines: 0 });
  const none = await assentSteps(['--from', 'agentnet', '-'], ['{"name": "hunter2"\n']);
  expect(none).toMatchObject({ code: 3, lines: 0 });
  expect(none.err).toContain('standard input line 1: not-json');
  expect(none.err).not.toContain('hunter2');
});

test('a long recording is reduced in a heap much smaller than it', async () => {
  const total = 400_000;
  const written = { bytes: 0 };
  function* recording(): Generator<string> {
    for (let at = 0; at < total; at += 100) {
      const lines = Array.from({ length: 100 }, (_, part) => {
        const time = (at + part) / 10;
        if (part === 0) return `{"time_stamp": ${time}, "action": "press", "name": "tab", "event_idx": ${at}}`;
        return `{"time_stamp": ${time}, "action": "move", "x": ${part}, "y": ${part}, "event_idx": ${at + part}}`;
      });
      const text = `${lines.join('\n')}\n`;
      written.bytes += text.length;
      yield text;
    }
  }
  const { code, lines } = await assentSteps(['--from', 'agentnet', '-'], recording(), 24);
  expect({ code, lines }).toEqual({ code: 0, lines: total / 100 });
  expect(written.bytes).toBeGreaterThan(24_000_000);
});
