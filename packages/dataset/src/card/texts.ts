import { dateOf, datasetName, type CardFacts } from './facts.ts';

/** `LICENSE`: the one purpose, in words. */
export function licence(facts: CardFacts): string {
  return `Purpose-bound licence for ${datasetName(facts)}

The people whose work is recorded here agreed to one purpose: ${facts.policy.purpose}.

1. You may use this dataset to train and to evaluate models that use computers.
2. You may not use it to assess, monitor, rank, schedule, discipline or identify any person, nor to learn anything about
   one person's work.
3. You may not try to undo pseudonyms or redactions, nor join this dataset with another to that end.
4. You may pass it on only to people bound by these terms, and only whole, with this file and manifest.json.
5. You register every model trained on it with the program, and act on withdrawal notices: stop using a withdrawn
   version, and retrain or withdraw models as the notice says.
6. It is provided as it is, without warranty of any kind.
`;
}

/** `CHANGELOG.md`: what is new in this version. */
export function changelog({ version, builtAt, changes }: CardFacts): string {
  return `# Changelog

Removing records makes a new major version, adding a minor one, re-packaging a patch.

## ${version} (${dateOf(builtAt)})

${changes}
`;
}
