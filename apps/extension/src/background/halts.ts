import type { Instant } from '@assent/contracts';
import type { PanelRequest } from '../panel.ts';

/** What a press switches off: one site, or all of them (null). */
export interface Halt {
  readonly origin: string | null;
  readonly since: Instant;
}

/**
 * What the participant has just switched off, from the press until it stands where the gate reads it. Writing it down
 * waits its turn behind whatever the background is busy with; being off does not (P2).
 */
export class Halts {
  readonly #running = new Set<Halt>();

  /** Holds until `end` is called with what this returns. */
  begin(origin: string | null, since: Instant): Halt {
    const halt: Halt = { origin, since };
    this.#running.add(halt);
    return halt;
  }

  /** It stands where the gate reads it, or came to nothing. */
  end(halt: Halt): void {
    this.#running.delete(halt);
  }

  /** Since when pages of an origin are off by what is still being written down; null if they are not. */
  since(origin: string): Instant | null {
    return earliest([...this.#running].filter((halt) => halt.origin === null || halt.origin === origin));
  }

  /** Since when everything is; null if it is not. */
  sinceEverywhere(): Instant | null {
    return earliest([...this.#running].filter(({ origin }) => origin === null));
  }
}

/** What a request switches off at once: an origin, everything (null), or nothing (undefined). */
export function switchesOff(request: PanelRequest): string | null | undefined {
  switch (request.ask) {
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
    case 'pictures':
    case 'preview-page':
    case 'preview-text':
    case 'renew':
    case 'renewal':
    case 'resume':
    case 'revoke-proposal':
    case 'send-now':
    case 'snapshot':
    case 'status':
    case 'vault':
      return undefined;
  }
}

function earliest(halts: readonly Halt[]): Instant | null {
  return halts.length === 0 ? null : Math.min(...halts.map(({ since }) => since));
}
