import { equalBytes } from '@assent/contracts';
import { parseCheckpoint } from '../checkpoint.ts';
import { LedgerError } from '../errors.ts';
import { leafHash, type Hash } from '../hash.ts';
import { parseNote } from '../note.ts';
import { unverifiedEntries, type LedgerSource } from '../reader.ts';
import { tilePath, tileWidth } from '../tile-path.ts';
import { encodeHashTile, perfectRoot } from '../tile.ts';
import { auditLedger, type AuditInput, type AuditReport } from './audit.ts';
import { findingOf, type AuditFinding } from './finding.ts';

/**
 * Audits everything a source serves: checkpoint, entry bundles and hash tiles. A broken or missing bundle or tile is a
 * finding that names its first leaf; what the source throws when it cannot be read at all is thrown on.
 */
export async function auditSource(
  source: LedgerSource,
  input: Omit<AuditInput, 'checkpoint' | 'entries'>,
): Promise<AuditReport> {
  const checkpoint = await source.checkpoint();
  const found: AuditFinding[] = [];
  const entries = checkedEntries(source, statedSize(checkpoint), (finding) => found.push(finding));
  const report = await auditLedger({ ...input, checkpoint, entries });
  const findings = [...report.findings, ...found];
  return { ...report, findings, attacks: [...new Set(findings.map(({ attack }) => attack))] };
}

/** The size a checkpoint claims. `auditLedger` checks the signature; a checkpoint that cannot be read has no entries. */
function statedSize(note: string): number {
  try {
    return parseCheckpoint(parseNote(note).text).size;
  } catch (error) {
    if (error instanceof LedgerError) return 0;
    throw error;
  }
}

type Report = (finding: AuditFinding) => void;

/** Passes the entries on and compares every hash tile with what they make, a tile's worth of hashes per level in memory. */
async function* checkedEntries(source: LedgerSource, size: number, report: Report): AsyncGenerator<Uint8Array> {
  const tiles = tileChecker(source, report);
  let count = 0;
  try {
    for await (const entry of unverifiedEntries(source, size)) {
      await tiles.add(leafHash(entry));
      count += 1;
      yield entry;
    }
  } catch (error) {
    // The index of an entry after a broken bundle is not certain any more: the replay ends here.
    if (!(error instanceof LedgerError)) throw error;
    report(findingOf(error.code === 'missing-tile' ? 'tile-missing' : 'bundle-malformed', count));
    return;
  }
  await tiles.end();
}

async function tileIfAny(source: LedgerSource, path: string): Promise<Uint8Array | null> {
  try {
    return await source.tile(path);
  } catch (error) {
    if (error instanceof LedgerError && error.code === 'missing-tile') return null;
    throw error;
  }
}

function tileChecker(source: LedgerSource, report: Report) {
  // Per level: how many tiles are done, and the hashes of the next.
  const levels: { done: number; hashes: Hash[] }[] = [];

  async function add(hash: Hash, level = 0): Promise<void> {
    const at = (levels[level] ??= { done: 0, hashes: [] });
    at.hashes.push(hash);
    if (at.hashes.length < tileWidth) return;
    await compare(level);
    const root = perfectRoot(at.hashes);
    at.done += 1;
    at.hashes = [];
    await add(root, level + 1);
  }

  async function compare(level: number): Promise<void> {
    const { done: index, hashes } = levels[level] ?? { done: 0, hashes: [] };
    if (hashes.length === 0) return;
    const firstLeaf = index * tileWidth ** (level + 1);
    const served = await tileIfAny(source, tilePath({ kind: 'hashes', level, index, width: hashes.length }));
    if (served === null) report(findingOf('tile-missing', firstLeaf));
    else if (!equalBytes(served, encodeHashTile(hashes))) report(findingOf('tile-mismatch', firstLeaf));
  }

  return {
    add: async (hash: Hash) => add(hash),
    end: async () => {
      for (const level of levels.keys()) await compare(level);
    },
  };
}
