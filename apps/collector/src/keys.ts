import { link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { generateSigningKeyPair, signerFromKeyPair, type Signer } from '@assent/contracts';
import { formatVerifierKey, generateLogKey, noteSigner, signCheckpoint } from '@assent/ledger';
import type { LogKey } from '@assent/service';

/** The collector's own keys. Neither opens anything: one signs the ledger, the other receipts. */
export interface CollectorKeys {
  readonly logKey: LogKey;
  readonly signer: Signer;
}

/**
 * Reads the keys from a folder that only we may read, and makes them the first time. Collectors that share a database
 * must share this folder's content.
 */
export async function loadKeys(folder: string, ledgerName: string): Promise<CollectorKeys> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const signerKey = await readOrMake(join(folder, 'ledger.key'), async () => {
    return (await generateLogKey(ledgerName)).signerKey;
  });
  const logSigner = await noteSigner(signerKey);
  const receiptKey = await readOrMake(join(folder, 'receipts.jwk'), async () => {
    const pair = await generateSigningKeyPair({ extractable: true });
    return JSON.stringify(await crypto.subtle.exportKey('jwk', pair.privateKey));
  });
  return {
    logKey: {
      verifierKey: formatVerifierKey(logSigner.key),
      checkpoint: (size, root) => signCheckpoint({ size, root }, logSigner),
    },
    signer: await signerFromJwk(receiptKey),
  };
}

async function signerFromJwk(text: string): Promise<Signer> {
  // Written by us above, readable by us only.
  const { d, x, kty, crv } = JSON.parse(text) as JsonWebKey;
  const half = async (jwk: JsonWebKey, usage: 'sign' | 'verify') =>
    crypto.subtle.importKey('jwk', jwk, 'Ed25519', usage === 'verify', [usage]);
  const common = { ...(kty ? { kty } : {}), ...(crv ? { crv } : {}), ...(x ? { x } : {}) };
  return signerFromKeyPair({
    publicKey: await half(common, 'verify'),
    privateKey: await half({ ...common, ...(d ? { d } : {}) }, 'sign'),
  });
}

async function readOrMake(path: string, make: () => Promise<string>): Promise<string> {
  const existing = await readFile(path, 'utf8').catch(() => null);
  if (existing !== null) return existing.trim();
  const aside = `${path}.${crypto.randomUUID()}`;
  const file = await open(aside, 'wx', 0o600);
  await file.writeFile(`${await make()}\n`);
  await file.sync();
  await file.close();
  // A link never replaces: of two collectors that start together, one's key wins for both.
  await link(aside, path).catch(ignoreExisting);
  await unlink(aside);
  return (await readFile(path, 'utf8')).trim();
}

function ignoreExisting(cause: unknown): void {
  if (!(cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')) throw cause;
}
