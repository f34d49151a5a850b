import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { generateIdentity, recipientOf } from '@assent/sealing';
import { Decrypter, Encrypter } from 'age-encryption';
import { ageIdentity, secretsIn } from '../age-identity.ts';
import { judge, type Attack } from '../attack.ts';

/** The whole server in the attacker's hands: environment, disk, keys. Every secret on it is tried as a decryption key. */
export const takeTheServer: Attack = {
  id: 'RT-03',
  attack: 'try every secret of the collector’s environment and key files on every sealed object and share',
  async run({ collector, collectorDir, people }) {
    const texts = [await readFile(`/proc/${collector.pid}/environ`, 'utf8').catch(() => ''), collector.database ?? ''];
    const keys = join(collectorDir, 'keys');
    for (const name of await readdir(keys)) texts.push(await readFile(join(keys, name), 'utf8'));
    const candidates = [...new Set(texts.flatMap(secretsIn).map(ageIdentity))];
    const sealed = people.flatMap(({ segments, deposit }) => [
      ...segments.map(({ ciphertext }) => ciphertext),
      ...deposit.body.shares.map((share) => new Uint8Array(Buffer.from(share.sealed, 'base64'))),
    ]);
    let opened = 0;
    for (const bytes of sealed) if (await opens(candidates, bytes)) opened += 1;
    return judge(`${candidates.length} candidate keys on ${sealed.length} sealed things: ${opened} opened`, [
      { what: 'nothing opens', held: opened === 0 },
      { what: 'there was something to try', held: candidates.length > 0 && sealed.length > 0 },
      { what: 'the attack opens what it has the key to', held: await control() },
    ]);
  },
};

async function opens(identities: readonly string[], bytes: Uint8Array): Promise<boolean> {
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  return decrypter.decrypt(bytes).then(
    () => true,
    () => false,
  );
}

/** A key in the form it would lie around in is found and opens what was sealed to it. */
async function control(): Promise<boolean> {
  const secret = crypto.getRandomValues(new Uint8Array(32));
  const [identity] = secretsIn(Buffer.from(secret).toString('hex')).map(ageIdentity);
  if (identity === undefined) return false;
  const encrypter = new Encrypter();
  encrypter.addRecipient(await recipientOf(identity));
  const stranger = await generateIdentity();
  return opens([stranger.identity, identity], await encrypter.encrypt('control'));
}
