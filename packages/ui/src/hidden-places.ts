import type { Step } from '@assent/contracts';

/** Where in a step something was hidden, in words, and why. */
export interface HiddenPlace {
  readonly where: string;
  readonly reason: Step['redactions'][number]['reason'];
}

/** Places of a step by JSON pointer; the first that fits counts. `seen` is what its sentence or snapshot shows. */
const places: readonly { readonly at: RegExp; readonly where: string; readonly seen: boolean }[] = [
  { at: /^\/action\b/, where: 'What you entered or chose', seen: true },
  { at: /^\/target\/name\b/, where: 'What the control is called', seen: true },
  { at: /^\/observation\b/, where: 'The snapshot', seen: true },
  { at: /^\/page\/title\b/, where: 'The title of the page', seen: true },
  { at: /^\/page\b/, where: 'The address of the page', seen: true },
  { at: /^\/target\/context\b/, where: 'What stands around the control', seen: false },
  { at: /^\/target\b/, where: 'What the control is called inside the page', seen: false },
  { at: /^\/frame\b/, where: 'A page within the page', seen: false },
  { at: /(?:)/, where: 'Elsewhere in the step', seen: false },
];

/**
 * Everything that was hidden in a step, each place and reason once; `unseen` is what no sentence or snapshot shows, `kept`
 * what was not hidden because it was allowed to stay.
 */
export function hiddenPlaces(redactions: Step['redactions']): {
  readonly seen: readonly HiddenPlace[];
  readonly unseen: readonly HiddenPlace[];
  readonly kept: readonly HiddenPlace[];
} {
  const found = {
    seen: new Map<string, HiddenPlace>(),
    unseen: new Map<string, HiddenPlace>(),
    kept: new Map<string, HiddenPlace>(),
  };
  for (const { at, reason } of redactions) {
    const place = places.find((each) => each.at.test(at));
    // The last place fits everything.
    if (place === undefined) continue;
    const { where } = place;
    const list = reason.startsWith('kept.') ? 'kept' : place.seen ? 'seen' : 'unseen';
    found[list].set(`${where} ${reason}`, { where, reason });
  }
  return { seen: [...found.seen.values()], unseen: [...found.unseen.values()], kept: [...found.kept.values()] };
}
