import type { Instant } from '@assent/contracts';
import type { SessionMemory } from '../ports.ts';

/**
 * When the participant last let more be kept than before, in this session. What happened earlier and comes in later was
 * done under stricter rules, which cannot be applied to it any more: it is refused.
 */
const key = 'rules-relaxed-at';

/** Notes that more is kept from now on. */
export async function noteRulesRelaxed(session: SessionMemory, now: Instant): Promise<void> {
  await session.set({ [key]: now });
}

/** Events before this moment are refused; 0 if no rule was relaxed in this session. */
export async function rulesRelaxedAt(session: SessionMemory, now: Instant): Promise<Instant> {
  const stored = await session.get(key);
  if (typeof stored !== 'number') return 0;
  // A moment in the future was noted before the clock was set back: it was earlier than now.
  if (stored > now) await noteRulesRelaxed(session, now);
  return Math.min(stored, now);
}
