import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance, type DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildInput, makeProgram } from '../testing/program.ts';
import {
  everyAction,
  makeImage,
  makeSnapshot,
  noteRecord,
  participantId,
  sessionId,
  stepRecord,
} from '../testing/recordings.ts';
import { buildDataset, type BuildReport } from './build.ts';

let root: string;
let report: BuildReport;
let duckdb: DuckDBConnection;

async function query(sql: string): Promise<readonly Record<string, unknown>[]> {
  const result = await duckdb.runAndReadAll(sql.replaceAll('$', `${report.directory}/data/`));
  return result.getRowObjectsJson();
}

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'assent-duckdb-'));
  const { record, observation } = await makeSnapshot(1);
  const program = await makeProgram([
    {
      participant: participantId(1),
      segments: [[...everyAction.map((action, seq) => stepRecord({ seq, action, observation })), record, noteRecord()]],
    },
    {
      participant: participantId(2),
      segments: [[stepRecord({ session: sessionId(2), target: null }), stepRecord({ session: sessionId(2), seq: 2 })]],
    },
  ]);
  report = await buildDataset(buildInput(program, root));
  duckdb = await (await DuckDBInstance.create(':memory:')).connect();
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('another reader', () => {
  it('sees every action as it was recorded', async () => {
    const rows = await query(
      `SELECT s.action.type AS type, s.action.x AS x, s.action.modifiers AS modifiers, s.action.text AS text
       FROM '$steps/*.parquet' s JOIN '$episodes/*.parquet' e USING (episode_id)
       WHERE e.instruction IS NOT NULL ORDER BY s.step_index`,
    );
    expect(rows).toEqual(
      everyAction.map((action) => ({
        type: action.type,
        x: 'x' in action ? action.x : null,
        modifiers: 'modifiers' in action ? action.modifiers : [],
        text: action.type === 'type' && 'text' in action.value ? action.value.text : null,
      })),
    );
  });

  it('reads the snapshots byte for byte', async () => {
    const rows =
      await query(`SELECT DISTINCT hex(screenshot.bytes) AS hex, sha256(screenshot.bytes) || '.png' = screenshot.path AS named
      FROM '$steps/*.parquet' WHERE screenshot IS NOT NULL`);
    expect(rows).toEqual([{ hex: Buffer.from(makeImage(1)).toString('hex').toUpperCase(), named: true }]);
  });

  it('sees what is missing and what is not there', async () => {
    const rows =
      await query(`SELECT step_index, missing_before, target IS NULL AS untargeted, screenshot IS NULL AS unseen
      FROM '$steps/*.parquet' WHERE episode_id IN (SELECT episode_id FROM '$episodes/*.parquet' WHERE NOT complete)
      ORDER BY step_index`);
    expect(rows).toEqual([
      { step_index: 0, missing_before: 0, untargeted: true, unseen: true },
      { step_index: 1, missing_before: 1, untargeted: false, unseen: true },
    ]);
  });

  it('counts what the manifest counts', async () => {
    const [counts] = await query(`SELECT (SELECT count(*) FROM '$steps/*.parquet')::INT AS steps,
      (SELECT count(*) FROM '$episodes/*.parquet')::INT AS episodes,
      (SELECT count(DISTINCT participant) FROM '$episodes/*.parquet')::INT AS participants`);
    const { steps, episodes, participants } = report.manifest.body.counts;
    expect(counts).toEqual({ steps, episodes, participants });
  });
});
