export { features, keptOf, makeTypists, nearestCentroidRate, rawStepsOf, seeded, type Typist } from './typists.ts';
