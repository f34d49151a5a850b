import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { channelSchema, redactionSchema } from '@assent/contracts';
import { redact, ruleSet } from './index.ts';

const vectors = z
  .object({
    ruleSet: z.string(),
    cases: z.array(
      z.object({
        channel: channelSchema,
        text: z.string(),
        literal: z.boolean().default(false),
        interfaceWords: z.array(z.string()).default([]),
        expect: z.object({ text: z.string(), redactions: z.array(redactionSchema) }),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('../../../spec/vectors/safeguards/redact.json', import.meta.url), 'utf8')));

test('the published vectors are of the rule set in force', () => {
  expect(vectors.ruleSet).toBe(ruleSet.version);
});

test.each(vectors.cases)(
  'published vector: $channel $text',
  ({ channel, text, literal, interfaceWords, expect: expected }) => {
    const { text: out, redactions } = redact(channel, text, { literal, interfaceWords });
    expect({ text: out, redactions }).toEqual(expected);
  },
);
