import { fromUtf8, generateSigningKeyPair, signerFromKeyPair, utf8, type Signer } from '@assent/contracts';
import { generateLocalKey, localCipher } from '@assent/sealing';
import type { SpoolCipher } from '@assent/spool';
import { memoryStore } from '@assent/spool/testing';
import type { DeviceStore, SessionMemory } from '../ports.ts';

/** A session's memory in a map. Like a real one, it keeps copies of plain JSON. */
export class TestSessionMemory implements SessionMemory {
  readonly #values = new Map<string, string>();

  async get(key: string): Promise<unknown> {
    const text = this.#values.get(key);
    return text === undefined ? undefined : JSON.parse(text);
  }

  async set(values: Readonly<Record<string, unknown>>): Promise<void> {
    for (const [key, value] of Object.entries(values)) this.#values.set(key, JSON.stringify(value));
  }

  async remove(keys: readonly string[]): Promise<void> {
    for (const key of keys) this.#values.delete(key);
  }

  /** The session ends. */
  clear(): void {
    this.#values.clear();
  }
}

interface TestKeys {
  readonly signer: Signer;
  readonly cipher: SpoolCipher;
}

/** A device's store in memory, which outlives any number of runs over it. */
export class TestDeviceStore implements DeviceStore {
  /** The queue's items: ciphertext. */
  readonly items = new Map<string, Uint8Array<ArrayBuffer>>();
  /** The profile as written; undefined where there is none. */
  profileText: string | undefined;
  /** Whether nothing can be written to the queue's store. */
  isFull = false;
  /** Whether opening fails. */
  unreadable = false;
  /** What a written profile waits for: until it resolves, nothing gets a turn. */
  gate: Promise<void> = Promise.resolve();
  #keys: Promise<TestKeys> | null = null;

  /** Changes what the queue has written down about itself, under the device's own key. */
  async rewriteState(change: (state: Readonly<Record<string, unknown>>) => object): Promise<void> {
    const sealed = this.items.get('state');
    if (sealed === undefined || this.#keys === null) throw new TypeError('the queue has no state yet');
    const { cipher } = await this.#keys;
    const state = JSON.parse(fromUtf8(await cipher.decrypt(sealed)));
    this.items.set('state', await cipher.encrypt(utf8(JSON.stringify(change(state)))));
  }

  async open() {
    if (this.unreadable) throw new TypeError('no storage');
    this.#keys ??= freshKeys();
    const { signer, cipher } = await this.#keys;
    const spool = memoryStore(this.items);
    return {
      spool: {
        ...spool,
        commit: async (batch: Parameters<typeof spool.commit>[0]) => {
          if (this.isFull) throw new TypeError('no space left');
          await spool.commit(batch);
        },
      },
      signer,
      cipher,
      readProfile: async (): Promise<unknown> =>
        this.profileText === undefined ? undefined : JSON.parse(this.profileText),
      writeProfile: async (profile: object) => {
        await this.gate;
        this.profileText = JSON.stringify(profile);
      },
      erase: async () => {
        this.items.clear();
        this.profileText = undefined;
        this.#keys = null;
      },
    };
  }
}

async function freshKeys(): Promise<TestKeys> {
  return {
    signer: await signerFromKeyPair(await generateSigningKeyPair()),
    cipher: localCipher(await generateLocalKey()),
  };
}
