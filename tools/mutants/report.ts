/**
 * Reads a mutation report (the "mutation testing elements" schema, version 2) and holds it against the list of mutants
 * that are known to be equivalent.
 */

/** A mutant as the report describes it. Lines and columns count from 1; `replacement` is the code that was put in. */
interface ReportedMutant {
  readonly status:
    | 'Killed'
    | 'Survived'
    | 'NoCoverage'
    | 'Timeout'
    | 'CompileError'
    | 'RuntimeError'
    | 'Ignored'
    | 'Pending';
  readonly mutatorName: string;
  readonly replacement?: string;
  readonly location: { readonly start: Position; readonly end: Position };
}

interface Position {
  readonly line: number;
  readonly column: number;
}

/** The report of one run: source and mutants of each file, by path from the root of the repository. */
export interface MutationReport {
  readonly files: Readonly<
    Record<string, { readonly source: string; readonly mutants: readonly ReportedMutant[] } | undefined>
  >;
}

/**
 * A mutant that no test can detect, with the reason. It is recognised by file, original code and replacement, not by
 * line, so that the entry survives edits elsewhere in the file.
 */
export interface EquivalentMutant {
  readonly file: string;
  readonly original: string;
  readonly replacement: string;
  readonly reason: string;
}

/** A mutant that no test detected, and where it is. */
interface Survivor {
  readonly file: string;
  readonly line: number;
  readonly original: string;
  readonly replacement: string;
  readonly covered: boolean;
}

/** What a run showed: `score` is the share of detected mutants in percent, equivalent ones left out. */
export interface MutationResult {
  readonly score: number;
  readonly detected: number;
  readonly counted: number;
  readonly equivalent: number;
  readonly survivors: readonly Survivor[];
  /** Listed as equivalent, but detected or gone: the entry must be deleted. */
  readonly stale: readonly EquivalentMutant[];
}

/** Counts what was detected and lists what was not. */
export function judgeMutants(report: MutationReport, equivalents: readonly EquivalentMutant[]): MutationResult {
  let detected = 0;
  const survivors: Survivor[] = [];
  for (const [file, entry] of Object.entries(report.files)) {
    if (entry === undefined) continue;
    const lines = entry.source.split('\n');
    for (const mutant of entry.mutants) {
      if (mutant.status === 'Killed' || mutant.status === 'Timeout') detected += 1;
      if (mutant.status !== 'Survived' && mutant.status !== 'NoCoverage') continue;
      survivors.push({
        file,
        line: mutant.location.start.line,
        original: codeBetween(lines, mutant.location.start, mutant.location.end),
        replacement: mutant.replacement ?? mutant.mutatorName,
        covered: mutant.status === 'Survived',
      });
    }
  }
  const used = new Set<EquivalentMutant>();
  const unlisted = survivors.filter((survivor) => {
    const entry = equivalents.find((each) => isSameMutant(each, survivor));
    if (entry !== undefined) used.add(entry);
    return entry === undefined;
  });
  const counted = detected + unlisted.length;
  return {
    score: counted === 0 ? 0 : (100 * detected) / counted,
    detected,
    counted,
    equivalent: survivors.length - unlisted.length,
    survivors: unlisted,
    stale: equivalents.filter((entry) => entry.file in report.files && !used.has(entry)),
  };
}

function isSameMutant(entry: EquivalentMutant, { file, original, replacement }: Survivor): boolean {
  return entry.file === file && entry.original === original && entry.replacement === replacement;
}

function codeBetween(lines: readonly string[], start: Position, end: Position): string {
  const part = lines.slice(start.line - 1, end.line);
  return part
    .map((line, index) =>
      line.slice(index === 0 ? start.column - 1 : 0, index === part.length - 1 ? end.column - 1 : undefined).trim(),
    )
    .join(' ')
    .slice(0, 200);
}
