import { digestOf, type Digest } from '@assent/contracts';
import { rulePatterns } from './detect.ts';
import { exposurePatterns } from './exposure.ts';
import { introductionPatterns } from './introductions.ts';
import { pixelRules } from './pixel-rules.ts';
import { placePatterns } from './places.ts';
import { quantityPatterns } from './quantities.ts';
import { vocabularyData } from './vocabulary.ts';

/** The rules in force. The version changes with every change of the rules' data or meaning. */
export const ruleSet = { version: '2.2.0' } as const;

/**
 * Names the rule set: SHA-256 over the canonical JSON of its version, word lists, patterns and pixel rules. A policy
 * states it, and a device that runs another rule set captures nothing.
 */
export async function ruleSetDigest(): Promise<Digest> {
  const patterns = [...rulePatterns, ...contextPatterns];
  return digestOf({ ...ruleSet, vocabulary: vocabularyData, patterns, pixels: pixelRules });
}

const contextPatterns = [...exposurePatterns, ...introductionPatterns, ...quantityPatterns, ...placePatterns].map(
  String,
);
