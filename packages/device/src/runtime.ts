import { extend } from '@assent/consent';
import { CodedError, type Instant } from '@assent/contracts';
import { serialQueue } from '@assent/spool';
import type { CommandOf, CommandResults, CommandType } from './command.ts';
import { codeOf } from './errors.ts';
import { syncCapture } from './gate/sync-capture.ts';
import { freshRunMemory, OpenDevice, type RunMemory } from './open-device.ts';
import type { DevicePorts } from './ports.ts';
import { loseIndicator, openDocument, recordTab, takeEvents } from './recording/documents.ts';
import { answerParticipant } from './requests/answer.ts';
import { pauseCap } from './requests/handle.ts';
import { takeSnapshot } from './snapshots/take.ts';
import type { Turns } from './turns.ts';
import { Upkeep } from './upkeep.ts';

/** The participant's device. */
export interface Device {
  /** Handles a command. Never rejects: what fails is in the result, or goes to the port `onFailure`. */
  handle<Type extends CommandType>(command: CommandOf<Type>): Promise<CommandResults[Type]>;
  /** Resolves when nothing is under way any more that a command has begun. Timers are not waited for. */
  idle(): Promise<void>;
}

/** One handler per command; the compiler misses none. */
type Handlers = { readonly [Type in CommandType]: (command: CommandOf<Type>) => Promise<CommandResults[Type]> };

/**
 * Makes the runtime over its ports. It holds nothing that is not stored or in the session's memory, so that it may end at
 * any moment and be made anew. Opens nothing before the first command.
 */
export function createDevice(ports: DevicePorts): Device {
  const queue = new DeviceQueue(ports);
  const upkeep = new Upkeep(queue);
  const handlers = handlersOver(queue, upkeep);
  return {
    handle: (command) => queue.track(handle(queue, handlers, command)),
    idle: () => queue.idle(),
  };
}

async function handle<Type extends CommandType>(
  queue: DeviceQueue,
  handlers: Handlers,
  command: CommandOf<Type>,
): Promise<CommandResults[Type]> {
  // Handler and command have the same type; the compiler does not follow that through the table.
  const handler = handlers[command.type] as ((of: CommandOf<Type>) => Promise<CommandResults[Type]>) | undefined;
  try {
    // Deny by default: what is no known command does nothing.
    if (handler === undefined) queue.ports.onFailure({ during: 'unknown-command', code: 'unknown-request' });
    else return await handler(command);
  } catch (error) {
    queue.ports.onFailure({ during: command.type, code: codeOf(error) });
  }
  // A request of a page has an answer whatever happens to it; every other command may have none.
  return null as CommandResults[Type];
}

function handlersOver(turns: Turns, upkeep: Upkeep): Handlers {
  const { sensor, clock } = turns.ports;
  return {
    started: async () => {
      await upkeep.sync();
      return null;
    },
    tick: async () => {
      await upkeep.tick();
      return null;
    },
    'participant-request': ({ request }) => answerParticipant(turns, upkeep, request),
    'pause-extended': async () => {
      await turns.inTurn(async (device) => {
        const minutes = pauseCap(device);
        await device.control((controls) => extend(controls, { now: device.now(), minutes, capMinutes: minutes }));
        await syncCapture(device);
      });
      return null;
    },
    'document-opened': async ({ document }) => {
      await upkeep.openerCollected(document.tab);
      upkeep.closeStepsLater();
      return turns.inTurn((device) => openDocument(turns, device, document));
    },
    events: async ({ document, batch }) => {
      await upkeep.openerCollected(document.tab);
      upkeep.closeStepsLater();
      return turns.inTurn((device) => takeEvents(device, batch, document));
    },
    'indicator-lost': ({ document, seen }) => turns.inTurn((device) => loseIndicator(device, document, seen)),
    'document-at-rest': ({ document }) => takeSnapshot(turns, document),
    'tab-opened': async ({ tab, opener }) => {
      upkeep.collectFromOpener(tab, opener);
      return null;
    },
    'tab-switched': async ({ tab, window }) => {
      const at: Instant = clock.now();
      // What was done in the tab left comes before what is done in this one; documents hold events back for a moment.
      await sensor.collect(await sensor.enabledOrigins());
      await turns.inTurn(async (device) => {
        await recordTab(device, 'switch', { tab, window, origin: await sensor.originOf(tab) }, at);
      });
      return null;
    },
    'tab-closed': async ({ tab, window }) => {
      const at: Instant = clock.now();
      upkeep.giveUpLater(new Set([tab]));
      await turns.inTurn((device) => recordTab(device, 'close', { tab, window, origin: null }, at));
      return null;
    },
  };
}

/** The one queue, the device that is open in it, and everything that runs beside it. */
class DeviceQueue implements Turns {
  readonly ports: DevicePorts;
  readonly run: RunMemory = freshRunMemory();
  readonly #queue = serialQueue();
  /** Promises that delete themselves here once what they track has settled; none of them rejects. */
  readonly #underWay = new Set<Promise<boolean>>();
  #opened: Promise<OpenDevice> | null = null;

  constructor(ports: DevicePorts) {
    this.ports = ports;
  }

  readonly inTurn: Turns['inTurn'] = (task) =>
    this.#queue(async () => {
      const device = await this.#device();
      try {
        return await task(device);
      } catch (error) {
        // Storage that failed once is opened again by the next turn; until then nothing is captured.
        if (!(error instanceof CodedError)) this.#opened = null;
        throw error;
      } finally {
        // Erased: the next turn opens what is there then.
        if (device.isErased) this.#opened = null;
      }
    });

  readonly own: Turns['own'] = (name, task) => {
    void this.track(this.#reporting(name, task));
  };

  /** Counts a promise as under way until it settles. */
  track<Result>(promise: Promise<Result>): Promise<Result> {
    const settled: Promise<boolean> = promise.then(
      () => this.#underWay.delete(settled),
      () => this.#underWay.delete(settled),
    );
    this.#underWay.add(settled);
    return promise;
  }

  async idle(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  /** The device that is open, or one that is opened now. What could not be opened is opened again by the next turn. */
  async #device(): Promise<OpenDevice> {
    this.#opened ??= OpenDevice.open(this.ports, this.run);
    try {
      return await this.#opened;
    } catch (error) {
      this.#opened = null;
      throw error;
    }
  }

  async #reporting(during: string, task: () => Promise<unknown>): Promise<void> {
    try {
      await task();
    } catch (error) {
      this.ports.onFailure({ during, code: codeOf(error) });
    }
  }
}
