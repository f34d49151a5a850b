import type { EpisodeNote, Policy, Site } from '@assent/contracts';
import type { SegmentRecord } from '@assent/sealing';

/**
 * The site by whose rules a note is passed again. A note describes a whole episode, so it may use the interface words of
 * every listed site. Deny by default: only where all of the episode's steps in this segment are on task sites does it
 * count as an assigned task, whose instruction stays as the program wrote it.
 */
export function noteSite(note: EpisodeNote, records: readonly SegmentRecord[], policy: Policy): Site {
  const origins = new Set(
    records.flatMap((record) =>
      record.kind === 'step' && record.step.session === note.session && record.step.episode === note.episode
        ? [record.step.page.origin]
        : [],
    ),
  );
  const visited = policy.sites.filter((site) => origins.has(site.origin));
  const isTask = visited.length > 0 && visited.every((site) => site.mode === 'task');
  // A policy lists at least one site.
  const first = visited[0] ?? policy.sites[0];
  if (first === undefined) throw new TypeError('a policy without sites');
  return {
    ...first,
    mode: isTask ? 'task' : 'ambient',
    interfaceWords: policy.sites.flatMap((site) => site.interfaceWords),
  };
}
