import {
  features,
  keptOf,
  makeTypists,
  nearestCentroidRate,
  rawStepsOf,
  seeded,
  type Typist,
} from '@assent/safeguards/testing';
import { judge, type Attack } from '../attack.ts';

const people = 50;
const sessionsEach = 6;
const words = 'please send the order to customer and save new date for next list open this page again with name'.split(
  ' ',
);

type Seen = Parameters<typeof features>[0];

/** Tells people apart by how they type: first from what they did, then from what leaves their devices. */
export const whoTypes: Attack = {
  id: 'RT-22',
  attack: 'tell 50 people apart by the rhythm of their typing, learnt from earlier sessions',
  run() {
    const typists = makeTypists(people, 7);
    const raw = rate(typists, (steps) => steps);
    const kept = rate(typists, keptOf);
    const chance = 1 / people;
    const probes = people * sessionsEach;
    // Twice chance, and what luck may add in so few probes.
    const limit = 2 * chance + 2 * Math.sqrt((2 * chance * (1 - 2 * chance)) / probes);
    const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
    const outcome = judge(
      `${people} people, ${probes} probes: ${percent(raw)} recognised by what they did, ${percent(kept)} by what is kept, chance ${percent(chance)}`,
      [
        { what: 'at most twice chance', held: kept <= limit },
        { what: 'the attack works where nothing is taken away', held: raw > 5 * chance },
      ],
    );
    return Promise.resolve(outcome);
  },
};

function rate(typists: readonly Typist[], see: (raw: ReturnType<typeof rawStepsOf>) => Seen): number {
  const sessions = (who: Typist, seed: number) => {
    const random = seeded(seed);
    return Array.from({ length: sessionsEach }, () =>
      features(
        see(
          rawStepsOf(
            who,
            Array.from({ length: 4 }, () => sentence(random)),
            random,
          ),
        ),
      ),
    );
  };
  return nearestCentroidRate(
    typists.map((who, i) => sessions(who, 1000 + i)),
    typists.map((who, i) => sessions(who, 9000 + i)),
  );
}

function sentence(random: () => number): string {
  return Array.from({ length: 4 + Math.floor(random() * 6) }, () => words[Math.floor(random() * words.length)]).join(
    ' ',
  );
}
