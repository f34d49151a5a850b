import {
  createClient,
  examineBuild,
  releaseToBuild,
  type Client,
  type Examination,
  type ReleaseInput,
  type ReleaseOutcome,
  type Seat,
  type WitnessTrust,
} from '@assent/client';
import { digestOf, type BuildId, type BuildRefusal, type BuildStatus, type Digest } from '@assent/contracts';
import type { Memory, Trust } from './memory.ts';

/** The requests of a custodian: those that wait for an answer, each examined, and those that are over. */
export interface Requests {
  readonly open: readonly Examination[];
  readonly over: readonly BuildStatus[];
  /** Who would get copies, by the digest of their card; a card is proven by that digest. */
  readonly names: ReadonlyMap<Digest, string>;
}

/** A custodian at work. Every act checks the request anew with this browser's own eyes. */
export interface Desk {
  look(): Promise<Requests>;
  release(build: BuildId): Promise<ReleaseOutcome>;
  refuse(build: BuildId, reason: BuildRefusal['reason']): Promise<ReleaseOutcome>;
}

/** The collector this page came from. */
export function ownCollector(): Client {
  return createClient({ baseUrl: location.origin, fetch: (url, init) => fetch(url, init), now: () => Date.now() });
}

/** Opens the desk of a custodian. `shown` are checkpoints that witnesses gave the custodian by hand. */
export function openDesk(
  memory: Memory,
  trust: Trust,
  seat: Seat,
  shown: () => readonly string[],
  client: Client = withTileMemory(ownCollector()),
): Desk {
  const inputFor = async (build: BuildId): Promise<ReleaseInput> => {
    const remembered = await memory.checkpoint();
    return {
      client,
      trust: { program: trust.program, ownerKey: trust.ownerKey, verifierKey: trust.verifierKey },
      seat,
      build,
      now: Date.now(),
      ...(remembered === null ? {} : { remembered }),
      ...(trust.witnesses.length === 0 ? {} : { witnesses: await witnessesOf(client, trust, shown()) }),
    };
  };
  const act = async (input: ReleaseInput): Promise<ReleaseOutcome> => {
    const outcome = await releaseToBuild(input);
    if (outcome.checkpoint !== null) await memory.keepCheckpoint(outcome.checkpoint);
    return outcome;
  };
  return {
    look: async () => {
      const builds = await client.builds();
      const open: Examination[] = [];
      for (const { build } of builds.filter(isOpen)) {
        const examination = await examineBuild(await inputFor(build));
        if (examination.checkpoint !== null) await memory.keepCheckpoint(examination.checkpoint);
        open.push(examination);
      }
      const delivers = open.some(({ request }) => request?.deliverTo !== undefined);
      const names = delivers ? await namesOf(client, seat) : new Map<Digest, string>();
      return { open, over: builds.filter((status) => !isOpen(status)), names };
    },
    release: async (build) => act(await inputFor(build)),
    refuse: async (build, reason) => act({ ...(await inputFor(build)), refuse: reason }),
  };
}

function isOpen({ state }: BuildStatus): boolean {
  return state !== 'finished' && state !== 'refused';
}

/** Cosignatures count wherever they come from: with the collector's checkpoint, or from the custodian's own hand. */
async function witnessesOf(client: Client, trust: Trust, shown: readonly string[]): Promise<WitnessTrust> {
  const checkpoints = [await client.ledger.checkpoint(), ...shown];
  return { keys: trust.witnesses, quorum: trust.witnesses.length, checkpoints };
}

/** Names of recipients. Empty if the collector does not list them: then only the digests can be shown. */
async function namesOf(client: Client, seat: Seat): Promise<ReadonlyMap<Digest, string>> {
  const cards = await client.recipients(seat.signer).catch(() => []);
  return new Map(await Promise.all(cards.map(async ({ body }) => [await digestOf(body), body.name] as const)));
}

/** Full tiles never change, so that each is fetched once. What reads them checks them each time. */
function withTileMemory(client: Client): Client {
  const tiles = new Map<string, Promise<Uint8Array>>();
  const tile = async (path: string): Promise<Uint8Array> => {
    if (path.includes('.p/')) return client.ledger.tile(path);
    const known = tiles.get(path) ?? client.ledger.tile(path);
    tiles.set(path, known);
    // A failure must not stick.
    known.catch(() => tiles.delete(path));
    return known;
  };
  return { ...client, ledger: { ...client.ledger, tile } };
}
