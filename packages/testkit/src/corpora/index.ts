export type { IndependentCorpus, Part } from './corpus.ts';
export { drawIndependent, independentCorpora, type PlantedText } from './draw.ts';
export { drawValue, seedAll } from './values.ts';
