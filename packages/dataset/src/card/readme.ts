import { canonicalJson } from '@assent/contracts';
import { datasetName, dateOf, type CardFacts } from './facts.ts';

/** `README.md`: the card, with the front matter by which dataset loaders find the tables. */
export function readme(facts: CardFacts): string {
  const { quality, policy } = facts;
  return `${frontMatter(facts)}
# ${oneLine(policy.title)}, version ${facts.version}

Steps of computer use recorded with the signed consent of the people who took them, for one purpose:
\`${policy.purpose}\`. See \`LICENSE\` for what that allows and \`DATASHEET.md\` for how it was made.

| | |
|---|---|
| program | \`${policy.program}\` |
| built | ${dateOf(facts.builtAt)}, from days ${facts.days.from} to ${facts.days.to} |
| participants | ${facts.participants} |
| episodes | ${quality.episodes}, ${quality.completeEpisodes} of them complete |
| steps | ${quality.steps} |
| snapshots | ${quality.screenshots.embedded} |
| policy | \`${facts.policyDigest}\` |
| build | \`${facts.build}\` |

## Use

\`\`\`python
from datasets import load_dataset
steps = load_dataset("path/to/this/folder", "steps", split="${facts.splits[0] ?? 'train'}")
\`\`\`

\`\`\`sql
SELECT action.type, count(*) FROM 'data/steps/*.parquet' GROUP BY ALL;
\`\`\`

- \`steps\`: one row per action, with the snapshot seen before it. \`episodes\`: one row per stretch of work.
- Hidden text is replaced by tokens between ⟦ and ⟧; equal hidden text in an episode has equal tokens. Secrets are slots in
  \`action.secret\` with their class.
- \`complete\`, \`missing_before\` and \`missed_events\` label what was lost or deleted. An episode's end has no reason.
- Check every byte and the signature with \`assent verify dataset\`.${facts.watermarked ? watermarkNote : ''}
`;
}

function frontMatter({ splits, policy, version, quality }: CardFacts): string {
  const filesOf = (table: string) => splits.map((split) => ({ split, path: `data/${table}/${split}-*.parquet` }));
  const configs = [
    { config_name: 'steps', default: true, data_files: filesOf('steps') },
    { config_name: 'episodes', data_files: filesOf('episodes') },
  ];
  // JSON is YAML: values are written as JSON, so that no title can break out of its place.
  return `---
pretty_name: ${JSON.stringify(datasetName({ policy, version }))}
license: other
license_name: assent-purpose-bound
license_link: LICENSE
task_categories: ["image-text-to-text", "robotics"]
tags: ["computer-use", "consented"]
size_categories: [${JSON.stringify(sizeCategory(quality.steps))}]
configs: ${canonicalJson(configs)}
---
`;
}

function sizeCategory(rows: number): string {
  if (rows < 1000) return 'n<1K';
  if (rows < 10_000) return '1K<n<10K';
  if (rows < 100_000) return '10K<n<100K';
  if (rows < 1_000_000) return '100K<n<1M';
  return rows < 10_000_000 ? '1M<n<10M' : '10M<n<100M';
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}

const watermarkNote = `
- This copy is marked for its one recipient. Names of participants and episodes are of this copy only; pointer positions lie up
  to 0.16 % of the viewport beside where they were recorded, in the same control. No row was invented. Pass it on to nobody.`;
