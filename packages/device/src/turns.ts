import type { OpenDevice, RunMemory } from './open-device.ts';
import type { DevicePorts, OwnTask } from './ports.ts';

/** What a task that runs outside the queue is given: the ports, and turns in the queue. */
export interface Turns {
  readonly ports: DevicePorts;
  readonly run: RunMemory;
  /** Runs a task alone, after everything that asked for a turn before it. */
  readonly inTurn: <Result>(task: (device: OpenDevice) => Promise<Result>) => Promise<Result>;
  /** Runs a task that nobody waits for. The runtime owns it, and reports where it fails. */
  readonly own: (name: OwnTask, task: () => Promise<unknown>) => void;
}
