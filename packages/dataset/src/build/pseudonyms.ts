import { concatBytes, hmacSha256Hex, utf8 } from '@assent/contracts';
import type { ParticipantId, SessionId, SigningKey } from '@assent/contracts';

/** Names that hold within one build only. Two builds cannot be joined, because each has its own key and forgets it (P7). */
export interface Pseudonyms {
  participant(id: ParticipantId): Promise<string>;
  /** A device's place in the order of work; not written anywhere. */
  device(key: SigningKey): Promise<string>;
  episode(participant: ParticipantId, session: SessionId, episode: number): Promise<string>;
  /** Overwrites the key. Names cannot be made afterwards. */
  destroy(): void;
}

/** Pseudonyms by HMAC-SHA-256 under a 32-byte key. The key is taken over: `destroy` overwrites it. */
export function createPseudonyms(key: Uint8Array<ArrayBuffer>): Pseudonyms {
  let alive = true;
  const name = async (kind: string, ...parts: readonly string[]): Promise<string> => {
    if (!alive) throw new TypeError('the key of these pseudonyms is destroyed');
    // Zero bytes between the parts: no two lists of parts read alike.
    const hex = await hmacSha256Hex(key, concatBytes(...[kind, ...parts].map((part) => utf8(`${part}\0`))));
    return hex.slice(0, 32);
  };
  return {
    participant: async (id) => `p_${await name('participant', id)}`,
    device: (deviceKey) => name('device', deviceKey),
    episode: async (participant, session, episode) =>
      `e_${await name('episode', participant, session, String(episode))}`,
    destroy() {
      alive = false;
      key.fill(0);
    },
  };
}
