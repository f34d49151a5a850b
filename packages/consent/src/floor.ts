import type { Policy } from '@assent/contracts';
import { floorHosts, floorNames, type FloorCategory } from './floor-list.ts';

/** Why a page can never be captured, even if a policy lists it. */
export type FloorHit = FloorCategory | 'not-a-website';

/**
 * The floor category a page falls into by its origin, or null. Takes any text: what is no http(s) origin (browser pages,
 * extensions, files, data) is on the floor, because nobody can list it.
 */
export function floorCategory(origin: string): FloorHit | null {
  const url = URL.parse(origin);
  // Deny by default (P2): only websites can be listed by a policy.
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) return 'not-a-website';
  const host = url.hostname.replace(/\.$/, '');
  for (const { category, hosts } of floorHosts) {
    if (hosts.some((listed) => host === listed || host.endsWith(`.${listed}`))) return category;
  }
  // Country codes are not words: `.hr` is Croatia.
  const names = host.replace(/\.[a-z]{2}$/, '').split(/[.-]/);
  for (const { category, whole, endings } of floorNames) {
    if (names.some((name) => whole.includes(name) || endings.some((ending) => name.endsWith(ending)))) return category;
  }
  return null;
}

/** A site in a policy that is on the floor. */
export interface FloorViolation {
  readonly origin: string;
  readonly category: FloorHit;
}

/** Every site of a policy that must not be listed. A policy with any is refused as a whole. */
export function floorViolations(policy: Pick<Policy, 'sites'>): readonly FloorViolation[] {
  return policy.sites.flatMap(({ origin }) => {
    const category = floorCategory(origin);
    return category === null ? [] : [{ origin, category }];
  });
}
