import { utf8, type BuildRequest, type Signed } from '@assent/contracts';
import { croissant } from '../card/croissant.ts';
import { datasheet } from '../card/datasheet.ts';
import type { CardFacts } from '../card/facts.ts';
import { readme } from '../card/readme.ts';
import { changelog, licence } from '../card/texts.ts';
import type { FileEntry } from '../manifest.ts';
import type { DatasetFolder } from './folder.ts';
import type { Split } from './splits.ts';
import type { SuppressionPlan } from './suppression.ts';

interface DocumentFacts extends CardFacts {
  readonly splitOf: ReadonlyMap<string, Split>;
  readonly suppression: SuppressionPlan;
  readonly request: Signed<BuildRequest>;
}

/** Writes every file of a dataset that is neither a table nor the manifest. */
export async function writeDocuments(folder: DatasetFolder, facts: DocumentFacts): Promise<readonly FileEntry[]> {
  const documents = Object.entries(documentsOf(facts));
  return Promise.all(documents.map(([path, text]) => folder.write(path, utf8(text))));
}

function documentsOf(facts: DocumentFacts): Readonly<Record<string, string>> {
  return {
    'README.md': readme(facts),
    'DATASHEET.md': datasheet(facts),
    LICENSE: licence(facts),
    'CHANGELOG.md': changelog(facts),
    'croissant.json': json(croissant(facts)),
    'splits.json': json({
      rule: 'by participant: a tenth, drawn by pseudonym, is for tests',
      splits: Object.fromEntries(facts.splits.map((split) => [split, { participants: participantsOf(facts, split) }])),
    }),
    'suppression.json': json({
      minParticipants: facts.suppression.minParticipants,
      publishedSites: facts.suppression.published.size,
      suppressedSites: facts.suppression.suppressedOrigins,
      suppressedSteps: facts.quality.suppressedSteps,
    }),
    'quality.json': json(facts.quality),
    // Models register against the build; at its birth a dataset has none.
    'lineage.json': json({ build: facts.build, code: facts.code, request: facts.request, models: [] }),
    'withdrawal.json': json({
      status: 'in-force',
      as_of: facts.builtAt,
      meaning: 'True when built. Later withdrawals are announced by the program; ask before each use.',
    }),
  };
}

function participantsOf({ splitOf }: DocumentFacts, split: Split): readonly string[] {
  return [...splitOf].filter(([, own]) => own === split).map(([participant]) => participant);
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
