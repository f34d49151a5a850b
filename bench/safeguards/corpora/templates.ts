import type { Corpus } from './corpus.ts';
import { harmlessCorpora } from './harmless.ts';
import { personalCorpora } from './personal.ts';
import { secretCorpora } from './secret.ts';

/** All of them, in the order of the table. */
export const corpora: readonly Corpus[] = [...personalCorpora, ...secretCorpora, ...harmlessCorpora];
