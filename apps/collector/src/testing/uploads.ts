import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { manifestHeader, paths, toBase64Url, utf8, type Digest, type Policy } from '@assent/contracts';
import { auditLedger, decodeLeaf, parseVerifierKey, readLedger, type LedgerSource } from '@assent/ledger';
import { createParticipant, makePolicy, type createWorld } from '@assent/service/testing';

type World = Awaited<ReturnType<typeof createWorld>>;
type Sealed = Awaited<ReturnType<Awaited<ReturnType<typeof createParticipant>>['segment']>>;
type At = { readonly address: string; readonly verifierKey: string };

/** Devices that upload chains of segments to a collector that may fail them at any moment. */
export interface Uploads {
  /** All segments of all devices, by the name of their ciphertext. */
  readonly sent: readonly string[];
  readonly receipts: ReadonlyMap<string, unknown>;
  /**
   * Uploads every chain from its head until its end or until an answer is none, all devices at once. Each device
   * waits for `onAcknowledged` before its next. Returns the statuses of answers that were no receipt.
   */
  upload(to: At, onAcknowledged?: () => void | Promise<void>): Promise<readonly number[]>;
  /** Uploads the first of each chain again; whether each gets the receipt that it had. */
  sameReceiptsAgain(to: At): Promise<boolean>;
}

/** Publishes a policy and prepares the chains. */
export async function prepareUploads(
  world: World,
  to: At,
  size: { readonly devices: number; readonly chainLength: number },
): Promise<Uploads> {
  const post = async (path: string, body: unknown) => {
    const response = await fetch(to.address + path, { method: 'POST', body: JSON.stringify(body) });
    if (response.status !== 201) throw new Error(`${path} answered ${response.status}`);
    return response.json() as Promise<{ policy: Digest; consent: Digest }>; // as the routes answer
  };
  const ledger: Partial<Policy> = { ledger: { verifierKey: to.verifierKey } };
  const { policy } = await post(paths.policies, await makePolicy(world, ledger));
  const chains: Sealed[][] = [];
  for (let device = 0; device < size.devices; device++) {
    const who = await createParticipant(world);
    const { consent } = await post(paths.consents, await who.consent(policy));
    const dayKey = await who.dayKey(policy);
    await post(paths.dayKeys, dayKey);
    const chain = [];
    for (let seq = 0; seq < size.chainLength; seq++) {
      chain.push(await who.segment({ policy, consent, dayKey: dayKey.body }));
    }
    chains.push(chain);
  }
  const receipts = new Map<string, unknown>();
  const next = chains.map(() => 0);

  return {
    sent: chains.flat().map(({ manifest }) => manifest.body.ciphertext),
    receipts,
    upload: async ({ address }, onAcknowledged = () => undefined) => {
      const refused: number[] = [];
      await Promise.all(
        chains.map(async (chain, device) => {
          for (;;) {
            const segment = chain[next[device] ?? 0];
            if (segment === undefined) return;
            const answer = await put(address, segment);
            if (answer === null) return;
            if (answer.status !== 200) {
              refused.push(answer.status);
              return;
            }
            receipts.set(segment.manifest.body.ciphertext, answer.body);
            next[device] = (next[device] ?? 0) + 1;
            await onAcknowledged();
          }
        }),
      );
      return refused;
    },
    sameReceiptsAgain: async ({ address }) => {
      const firsts = chains.flatMap((chain) => chain.slice(0, 1));
      const answers = await Promise.all(
        firsts.map(async (segment) => {
          const answer = await put(address, segment);
          return JSON.stringify(answer?.body) === JSON.stringify(receipts.get(segment.manifest.body.ciphertext));
        }),
      );
      return answers.length > 0 && answers.every(Boolean);
    },
  };
}

async function put(address: string, { manifest, bytes }: Sealed) {
  return fetch(address + paths.segment(manifest.body.ciphertext), {
    method: 'PUT',
    body: bytes,
    headers: { [manifestHeader]: toBase64Url(utf8(JSON.stringify(manifest))) },
  })
    .then(async (answer) => ({ status: answer.status, body: (await answer.json()) as unknown }))
    .catch(() => null);
}

/** The signed tree head that a collector shows now. */
export async function checkpointOf({ address }: At): Promise<string> {
  return sourceAt(address).checkpoint();
}

/** Audits a collector's whole ledger against an earlier checkpoint. */
export async function auditOf({ address, verifierKey }: At, earlier: string) {
  const reading = await readLedger(sourceAt(address), parseVerifierKey(verifierKey));
  const entries = [];
  for await (const entry of reading.entries()) entries.push(entry);
  const { findings } = await auditLedger({ checkpoint: reading.note, entries, verifierKey, earlier });
  const leaves = entries.map((entry) => decodeLeaf(entry));
  const sealed = leaves.flatMap((leaf) => (leaf.kind === 'segment.sealed' ? [leaf.ciphertext] : []));
  return { findings, sealed, note: reading.note };
}

/** The names of all objects in a collector's folder. */
export async function objectsIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(join(folder, 'objects'), { recursive: true });
  return names.flatMap((name) => /[/\\]([0-9a-f]{64})$/.exec(name)?.[1] ?? []);
}

function sourceAt(address: string): LedgerSource {
  return {
    checkpoint: async () => (await fetch(`${address}/ledger/checkpoint`)).text(),
    tile: async (path) => new Uint8Array(await (await fetch(`${address}/ledger/${path}`)).arrayBuffer()),
  };
}
