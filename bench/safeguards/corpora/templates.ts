import type { Channel } from '@assent/contracts';
import { harmlessCorpora } from './harmless.ts';
import { personalCorpora } from './personal.ts';
import { secretCorpora } from './secret.ts';

/**
 * What the bench draws its texts from. `{kind}` marks a private value. A corpus is one kind of text in one channel and
 * one language.
 */
export interface Corpus {
  readonly name: string;
  readonly channel: Channel;
  readonly language: 'en' | 'de' | 'fr' | 'es' | 'pt' | 'any';
  readonly about: 'personal' | 'secret' | 'harmless';
  readonly templates: readonly string[];
}

export const corpora: readonly Corpus[] = [...personalCorpora, ...secretCorpora, ...harmlessCorpora];
