import { createCosigner, type Cosigner, type Ports, type WitnessPort } from '@assent/service';
import { parseVerifierKey } from '@assent/ledger';
import type { Log } from './log.ts';

/** A witness of this ledger: where it listens (C2SP tlog-witness), and the key its cosignatures must be by. */
export interface WitnessAddress {
  readonly url: string;
  readonly verifierKey: string;
}

/** How long the ledger's newest checkpoint may be without a witness having been asked, ms. */
const roundMs = 1000;
const timeoutMs = 5000;
/** Longest answer that the specification allows for: signature lines. */
const longestAnswer = 65_536;

/** Asks witnesses for as long as the collector runs. */
export interface Witnessing {
  readonly cosigner: Cosigner;
  /** Resolves when the round under way is over. */
  stop(): Promise<void>;
}

/** Begins to ask. With no witnesses it does nothing at all. */
export function startWitnessing(ports: Ports, addresses: readonly WitnessAddress[], log: Log): Witnessing {
  const cosigner = createCosigner(ports, addresses.map(reach));
  const stopped = Promise.withResolvers<void>();
  const stopping = new AbortController();
  const run = async (): Promise<void> => {
    let reported = '';
    while (!stopping.signal.aborted) {
      const outcome = await roundOf(cosigner);
      // Logged when it changes, not every second. Outcomes name no witness: their order is that of the setting.
      if (outcome !== reported && !outcome.includes('resting')) {
        log.info({ witnesses: outcome }, 'witnesses asked');
        reported = outcome;
      }
      await Promise.race([stopped.promise, pause()]);
    }
  };
  const running = addresses.length === 0 ? Promise.resolve() : run();
  return {
    cosigner,
    stop: async () => {
      stopping.abort();
      stopped.resolve();
      await running;
    },
  };
}

async function roundOf(cosigner: Cosigner): Promise<string> {
  try {
    return (await cosigner.round()).map((outcome) => (outcome === 'up-to-date' ? 'cosigned' : outcome)).join(' ');
  } catch {
    // The database gave no answer; whatever writes to it reports that. The next round asks again.
    return 'no-ledger';
  }
}

async function pause(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  // It must not keep a process alive that has nothing else to do.
  setTimeout(resolve, roundMs).unref();
  await promise;
}

function reach({ url, verifierKey }: WitnessAddress): WitnessPort {
  const endpoint = `${url.replace(/\/+$/, '')}/add-checkpoint`;
  return {
    key: parseVerifierKey(verifierKey),
    addCheckpoint: async (body) => {
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await fetch(endpoint, { method: 'POST', body, signal, redirect: 'error' });
      const text = await response.text();
      if (text.length > longestAnswer) throw new RangeError('the answer is too long');
      return { status: response.status, body: text };
    },
  };
}
