import type { Attack, Outcome } from './attack.ts';
import type { World } from './world/world.ts';

/** An attack with how it ended. */
export interface Result extends Pick<Attack, 'id' | 'attack'>, Outcome {
  readonly seconds: number;
}

/** Carries out attacks one after another; one that cannot be carried out counts as broken. */
export async function carryOut(
  attacks: readonly Attack[],
  world: World,
  onResult: (result: Result) => void,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (const each of attacks) {
    const { id, attack } = each;
    const started = performance.now();
    const outcome = await each.run(world).catch(failed);
    const result = { id, attack, ...outcome, seconds: (performance.now() - started) / 1000 };
    results.push(result);
    onResult(result);
  }
  return results;
}

function failed(error: unknown): Outcome {
  const why = error instanceof Error ? `${error.name}: ${error.message}` : 'unknown';
  return { outcome: 'broken', evidence: `could not be carried out: ${why}` };
}
