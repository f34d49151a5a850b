import type { Channel } from '@assent/contracts';
import type { Locale } from './shapes.ts';

/**
 * One kind of text. `{kind}` marks a private value. The rules may be changed while looking at what leaks from
 * `development`; of `heldOut` only the counts are read. `unannounced` secrets are in texts that say nowhere that
 * one is due: no rule about texts can tell them, and they are counted apart.
 */
export interface IndependentCorpus {
  readonly name: string;
  readonly channel: Channel;
  readonly locale: Locale;
  readonly about: 'personal' | 'secret' | 'harmless' | 'unannounced';
  readonly development: readonly string[];
  readonly heldOut: readonly string[];
}

export type Part = 'development' | 'heldOut';
