import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { erasureSchema, parseAs, signDocument, stepSchema, type Erasure } from '@assent/contracts';
import { generateIdentity, vaultReader, writeRecoverySheet } from '@assent/sealing';
import { step } from '@assent/testkit/step';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newSigner } from '../redteam/world/people.ts';
import { startCustodyProgram, type CustodyProgram } from './program.ts';

/** A participant reads what is theirs, with nothing but their sheet of paper, from a real collector. */

const main = fileURLToPath(new URL('../../../apps/cli/src/main.ts', import.meta.url));
let program: CustodyProgram;
let folder: string;
beforeAll(async () => {
  program = await startCustodyProgram();
  folder = await mkdtemp(join(tmpdir(), 'assent-vault-'));
});
afterAll(async () => {
  await program?.close();
  await rm(folder, { recursive: true, force: true });
});

/** `assent vault read` with a sheet of this identity. */
async function readWith(
  identity: string,
  out: string,
): Promise<{ readonly code: number | null; readonly err: string }> {
  const sheet = join(folder, `${out}.txt`);
  const { participant } = program.person;
  await writeFile(sheet, writeRecoverySheet({ collector: program.address, participant, identity }));
  const args = ['vault', 'read', '--key', sheet, '--out', join(folder, out)];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', main, ...args]);
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.on('close', (code) => resolve({ code, err }));
  });
}

async function stepsIn(out: string): Promise<readonly string[]> {
  const lines = (await readFile(join(folder, out, 'steps.jsonl'), 'utf8')).split('\n').filter((line) => line !== '');
  for (const line of lines) stepSchema.parse(JSON.parse(line));
  return lines;
}

async function erase(scope: Erasure['scope']): Promise<void> {
  const { participant, device } = program.person;
  const order = { type: 'erasure', v: 1, program: 'pilot', participant, device: device.publicKey };
  const body = parseAs(erasureSchema, 'erasure', { ...order, at: program.now(), scope });
  await program.client.erase(await signDocument(body, device));
}

describe('a participant with a recovery key', () => {
  it('reads what is theirs until they erase it, and nobody else does', { timeout: 600_000 }, async () => {
    await step('reads their own recordings', async () => {
      expect(await readWith(program.vault, 'all')).toMatchObject({ code: 0 });
      const steps = await stepsIn('all');
      expect(steps).toHaveLength(2);
      expect(steps.join()).toContain('hello');
    });

    await step(
      'is the only one who can: another vault, the device, a custodian and a stranger get nothing',
      async () => {
        const { participant, device, segments } = program.person;
        const other = await generateIdentity();
        expect(await readWith(other.identity, 'other')).toMatchObject({ code: 3 });
        const name = segments[0]?.manifest.body.ciphertext;
        if (name === undefined) throw new Error('nothing was sent');
        for (const asker of [device, program.owner, await newSigner(), await vaultReader(other.identity)]) {
          await expect(program.client.ownRecordings(participant, asker)).rejects.toMatchObject({ code: 'forbidden' });
          await expect(program.client.ownObject(participant, name, asker)).rejects.toMatchObject({ code: 'forbidden' });
        }
      },
    );

    await step('finds nothing any more of what they erased, segment by segment and day by day', async () => {
      const { segments, deposit } = program.person;
      const name = segments[0]?.manifest.body.ciphertext;
      if (name === undefined) throw new Error('nothing was sent');
      await erase({ what: 'segments', segments: [name] });
      expect(await readWith(program.vault, 'less')).toMatchObject({ code: 0 });
      expect((await stepsIn('less')).join()).not.toContain('hello');
      const reader = await vaultReader(program.vault);
      await expect(program.client.ownObject(program.person.participant, name, reader)).rejects.toMatchObject({
        code: 'not-found',
      });
      await erase({ what: 'days', days: [deposit.body.day] });
      // The copy of the day's key is gone with the shares: the collector does not even know the vault any more.
      await expect(program.client.ownRecordings(program.person.participant, reader)).rejects.toMatchObject({
        code: 'forbidden',
      });
      expect(await readWith(program.vault, 'none')).toMatchObject({ code: 3 });
    });
  });
});
