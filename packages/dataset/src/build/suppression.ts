import type { ParticipantId, Step } from '@assent/contracts';
import type { StepRow } from '../table/steps.ts';

/**
 * k-suppression: a site that fewer than `minParticipants` people used could tell one person's work from another's.
 *
 * A step on such a site keeps its place, kind, geometry and role, so that episodes stay whole; what names the site
 * (origin, path, title, names, selectors, texts, the snapshot) is taken out.
 */
export interface SuppressionPlan {
  readonly minParticipants: number;
  /** Origins that may be named. */
  readonly published: ReadonlySet<string>;
  /** How many origins may not. */
  readonly suppressedOrigins: number;
}

/** Counts who used which site, over a first pass. */
export function createSiteCounter(): {
  add(participant: ParticipantId, step: Step): void;
  plan(minParticipants: number): SuppressionPlan;
} {
  const users = new Map<string, Set<ParticipantId>>();
  return {
    add(participant, step) {
      const known = users.get(step.page.origin);
      if (known === undefined) users.set(step.page.origin, new Set([participant]));
      else known.add(participant);
    },
    plan(minParticipants) {
      const published = [...users].filter(([, people]) => people.size >= minParticipants).map(([origin]) => origin);
      return {
        minParticipants,
        published: new Set(published),
        suppressedOrigins: users.size - published.length,
      };
    },
  };
}

/** Takes out of a row what would name its site. */
export function suppressRow(row: StepRow): StepRow {
  return {
    ...row,
    suppressed: true,
    page: { origin: null, path: null, query_keys: [], title: null },
    frame: { ...row.frame, origin: null },
    action: { ...row.action, text: null, option: null, container: null, extensions: [] },
    target:
      row.target === null
        ? null
        : {
            ...row.target,
            ref: '',
            name: null,
            selector_test_id: null,
            selector_id: null,
            selector_css: null,
            context: [],
          },
    screenshot: null,
    screenshot_width: null,
    screenshot_height: null,
  };
}
