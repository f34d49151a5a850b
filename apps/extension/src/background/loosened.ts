/**
 * When the participant last let more be kept than before, in this browser session. What happened earlier and comes in
 * later was meant for stricter rules, which nobody can apply to it any more: it is not taken.
 */
const key = 'loosened';

/** Notes that more is kept from now on. */
export async function noteLoosened(now: number): Promise<void> {
  await chrome.storage.session.set({ [key]: now });
}

/** Events before this moment are not taken any more; 0 if nothing was loosened in this session. */
export async function loosenedAt(now: number): Promise<number> {
  const stored: unknown = (await chrome.storage.session.get(key))[key];
  if (typeof stored !== 'number') return 0;
  // A moment that is yet to come was noted before the clock was set back: it was earlier than now.
  if (stored > now) await noteLoosened(now);
  return Math.min(stored, now);
}
