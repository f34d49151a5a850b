import type { Instant } from '@assent/contracts';
import type { ParticipantRequest } from '../requests/protocol.ts';

/** What a press switches off: one site, or all of them (null). */
export interface PendingStop {
  readonly origin: string | null;
  readonly since: Instant;
}

/**
 * What the participant has just switched off, from the press until the gate can read it in the profile. Writing it down
 * waits for its turn in the queue; being off does not (P2).
 */
export class PendingStops {
  readonly #pending = new Set<PendingStop>();

  /** Holds until `end` is called with what this returns. */
  begin(origin: string | null, since: Instant): PendingStop {
    const stop: PendingStop = { origin, since };
    this.#pending.add(stop);
    return stop;
  }

  /** The gate reads it now by itself, or the request was refused. */
  end(stop: PendingStop): void {
    this.#pending.delete(stop);
  }

  /** Since when documents of an origin are off by what is still being written down; null if they are not. */
  since(origin: string): Instant | null {
    return earliest([...this.#pending].filter((stop) => stop.origin === null || stop.origin === origin));
  }

  /** Since when everything is; null if it is not. */
  sinceEverywhere(): Instant | null {
    return earliest([...this.#pending].filter(({ origin }) => origin === null));
  }
}

/** What a request switches off at once: an origin, everything (null), or nothing (undefined). */
export function switchesOff(request: ParticipantRequest): string | null | undefined {
  switch (request.type) {
    case 'pause':
    case 'pause-rest-of-day':
    case 'withdraw':
      return null;
    case 'exclude':
      return request.origin;
    case 'accept-proposal':
    case 'allow-media':
    case 'change-rules':
    case 'decisions':
    case 'delete-episode':
    case 'delete-range':
    case 'delete-step':
    case 'drop-vault':
    case 'episodes':
    case 'erase':
    case 'extend':
    case 'include':
    case 'join':
    case 'keep-vault':
    case 'last-step':
    case 'look-up':
    case 'preview-page':
    case 'preview-text':
    case 'renew':
    case 'renewal':
    case 'resume':
    case 'revoke-proposal':
    case 'send-now':
    case 'snapshot':
    case 'status':
    case 'switch-snapshots':
    case 'vault':
      return undefined;
  }
}

function earliest(stops: readonly PendingStop[]): Instant | null {
  return stops.length === 0 ? null : Math.min(...stops.map(({ since }) => since));
}
