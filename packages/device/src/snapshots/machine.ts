import type { Instant } from '@assent/contracts';
import { z } from 'zod';
import type { DevicePorts, SessionMemory } from '../ports.ts';
import type { Machine } from './budget.ts';

/** How long an answer of the machine holds, ms. */
const holds = 60_000;
const key = 'machine';

const machineSchema = z.object({
  battery: z.object({ level: z.number(), charging: z.boolean() }).nullable(),
  saveData: z.boolean(),
  metered: z.boolean(),
  at: z.number(),
});
const unknown: z.infer<typeof machineSchema> = { battery: null, saveData: false, metered: false, at: 0 };

/** The machine's last answer; nothing if that is too long ago. */
export async function machineNow(session: SessionMemory, now: Instant): Promise<Machine> {
  const last = await lastAnswer(session);
  return Math.abs(now - last.at) < holds ? last : unknown;
}

/** Asks anew if the last answer is old. A machine that does not answer is as it was. */
export async function askMachine(
  { session, clock, machine }: Pick<DevicePorts, 'session' | 'clock' | 'machine'>,
  tab: number,
): Promise<Machine> {
  const before = await lastAnswer(session);
  if (Math.abs(clock.now() - before.at) < holds) return before;
  const answer = { ...before, ...(await machine.ask(tab)), at: clock.now() };
  await session.set({ [key]: answer });
  return answer;
}

async function lastAnswer(session: SessionMemory): Promise<z.infer<typeof machineSchema>> {
  const parsed = machineSchema.safeParse(await session.get(key));
  return parsed.success ? parsed.data : unknown;
}
