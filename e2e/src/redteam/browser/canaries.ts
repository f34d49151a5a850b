import { randomInt } from 'node:crypto';

/**
 * Words that no list allows and nothing else on a machine contains, spoken like names: what a person would mind being
 * read. New ones with every run.
 */
export function madeUpWords(count: number): readonly string[] {
  const words = new Set<string>();
  while (words.size < count) words.add(madeUpWord());
  return [...words];
}

const openings = ['Varn', 'Thess', 'Quor', 'Zyl', 'Brenn', 'Oxl', 'Yarr', 'Klev', 'Drux', 'Wyst'] as const;
const middles = ['oqu', 'omar', 'avex', 'udwin', 'ithor', 'ezzol', 'ombry', 'akwen'] as const;
const endings = ['ilx', 'usk', 'edge', 'orf', 'ayne', 'ovic', 'unth', 'ebby'] as const;

function madeUpWord(): string {
  const pick = (parts: readonly string[]) => parts[randomInt(parts.length)] ?? '';
  return pick(openings) + pick(middles) + pick(middles) + pick(endings);
}
