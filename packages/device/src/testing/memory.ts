import { generateSigningKeyPair, signerFromKeyPair, type Signer } from '@assent/contracts';
import { generateLocalKey, localCipher } from '@assent/sealing';
import type { SpoolCipher } from '@assent/spool';
import { faultyStore, memoryStore, type Fault } from '@assent/spool/testing';
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
  /** When the queue's store fails, for the run that opens it next. */
  fault: Fault | null = null;
  /** Whether opening fails. */
  unreadable = false;
  /** What a written profile waits for: until it resolves, nothing gets a turn. */
  gate: Promise<void> = Promise.resolve();
  #keys: Promise<TestKeys> | null = null;

  async open() {
    if (this.unreadable) throw new TypeError('no storage');
    this.#keys ??= freshKeys();
    const { signer, cipher } = await this.#keys;
    const { fault } = this;
    this.fault = null;
    return {
      spool: faultyStore(memoryStore(this.items), fault),
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
