import type { World } from './world/world.ts';

/**
 * How an attack ended. `held`: it was carried out and failed; `broken`: it succeeded, or could not be carried out as
 * meant, which proves nothing; `out-of-reach`: no software can hold here, and `spec/threat-model.md` says so.
 */
export interface Outcome {
  readonly outcome: 'held' | 'broken' | 'out-of-reach';
  /** Counts, codes and states. Never content. */
  readonly evidence: string;
}

/** One attack of the red-team list, carried out on a live deployment. */
export interface Attack {
  /** `RT-01` and so on; several attacks may share one. */
  readonly id: string;
  /** What the attacker does, in a few words. */
  readonly attack: string;
  run(world: World): Promise<Outcome>;
}

/** One thing that had to hold, in words. */
export interface Expectation {
  readonly what: string;
  readonly held: boolean;
}

/** Held if all expectations did; names those that did not. Deny by default: nothing expected, nothing held. */
export function judge(evidence: string, expectations: readonly Expectation[]): Outcome {
  const broken = expectations.filter(({ held }) => !held).map(({ what }) => what);
  if (broken.length > 0 || expectations.length === 0) {
    return { outcome: 'broken', evidence: `NOT HELD: ${broken.join('; ') || 'nothing was tried'} (${evidence})` };
  }
  return { outcome: 'held', evidence };
}

/**
 * The code an attempt failed with, `HTTP` problem codes among them; null when it succeeded. An error without a code is
 * no refusal but a fault of the attack, and is thrown on.
 */
export async function refusalOf(attempt: () => Promise<unknown>): Promise<string | null> {
  try {
    await attempt();
    return null;
  } catch (error) {
    if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
    throw error;
  }
}
