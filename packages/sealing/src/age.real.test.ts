import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { fromBase64, utf8 } from '@assent/contracts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { countsOf, makeContext, makeCustody, makeDayKey, newSigner, sampleRecords } from '../test/fixtures.ts';
import { generateIdentity, openWith, sealTo } from './age.ts';
import { ContainerDecoder } from './container.ts';
import { gunzip } from './gzip.ts';
import { unpad } from './padding.ts';
import { sealSegment } from './segment.ts';
import { vaultKeysOf } from './vault.ts';

const run = promisify(execFile);
const tool = 'age';
const found = spawnSync(tool, ['--version']);

/** The stock age tool opens what we seal, and we open what it seals: nobody needs us to check or leave. */
describe.skipIf(found.error !== undefined)(
  'with the stock age tool (skipped only where `age` is not installed)',
  () => {
    let dir = '';
    beforeAll(async () => {
      dir = await mkdtemp(join(tmpdir(), 'assent-age-'));
    });
    afterAll(() => rm(dir, { recursive: true, force: true }));

    async function ageDecrypt(
      identityFile: Uint8Array | string,
      ciphertext: Uint8Array,
    ): Promise<Uint8Array<ArrayBuffer>> {
      const [key, sealed] = [join(dir, 'key'), join(dir, 'sealed')];
      await writeFile(key, identityFile);
      await writeFile(sealed, ciphertext);
      const { stdout } = await run(tool, ['-d', '-i', key, sealed], { encoding: 'buffer' });
      return new Uint8Array(stdout);
    }

    test('what we seal opens, from nothing to several chunks', async () => {
      const { identity, recipient } = await generateIdentity();
      for (const size of [0, 1, 65_535, 65_536, 65_537, 200_000]) {
        const plaintext = new Uint8Array(size).map((_, i) => i % 251);
        const opened = await ageDecrypt(`${identity}\n`, await sealTo(recipient, plaintext));
        expect(Buffer.compare(opened, plaintext)).toBe(0);
      }
    });

    test('hybrid files open with a tool that knows them (1.3 and newer) and with no other', async () => {
      const [, major = 0, minor = 0] = /(\d+)\.(\d+)/.exec(String(found.stdout))?.map(Number) ?? [];
      const { identity, recipient } = await generateIdentity('hybrid');
      const opening = ageDecrypt(`${identity}\n`, await sealTo(recipient, utf8('for later')));
      if (major > 1 || minor >= 3) expect(await opening).toEqual(utf8('for later'));
      else await expect(opening).rejects.toThrow();
    });

    test('what it seals opens with us', async () => {
      const { identity, recipient } = await generateIdentity();
      const [plain, sealed] = [join(dir, 'plain'), join(dir, 'theirs')];
      await writeFile(plain, 'sealed by the stock tool');
      await run(tool, ['-r', recipient, '-o', sealed, plain]);
      expect(await openWith(identity, new Uint8Array(await readFile(sealed)))).toEqual(
        utf8('sealed by the stock tool'),
      );
    });

    test('a participant opens a segment from the own copy of the day key, without any software of ours', async () => {
      const device = await newSigner();
      const vault = await generateIdentity();
      const key = await makeDayKey(await makeCustody(), device, { vault: await vaultKeysOf(vault.identity) });
      const records = await sampleRecords();
      const context = makeContext(key, device);
      const { ciphertext } = await sealSegment({
        context,
        counts: countsOf(records),
        records,
        recipient: key.recipient,
        signer: device,
      });

      const dayIdentityFile = await ageDecrypt(`${vault.identity}\n`, fromBase64(key.deposit.body.vault ?? ''));
      const padded = await ageDecrypt(dayIdentityFile, ciphertext);

      const decoder = new ContainerDecoder();
      const frames = [];
      for await (const piece of gunzip(unpad(padded), 1_000_000)) frames.push(...decoder.push(piece));
      decoder.finish();
      expect(frames.map(({ type }) => type)).toEqual(['header', 'episode', 'snapshot', 'step', 'step']);
    });

    test('a key that was not meant opens nothing', async () => {
      const [right, wrong] = [await generateIdentity(), await generateIdentity()];
      await expect(ageDecrypt(`${wrong.identity}\n`, await sealTo(right.recipient, utf8('x')))).rejects.toThrow(
        /no identity matched/,
      );
    });
  },
);
