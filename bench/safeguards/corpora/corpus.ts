import type { Channel } from '@assent/contracts';

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
