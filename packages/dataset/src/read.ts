import { join } from 'node:path';
import { verifyDataset } from './verify/verify.ts';
import { DatasetError } from './errors.ts';
import { openParquet } from './table/parquet-read.ts';
import { stepRowSchema, type StepRow } from './table/steps.ts';

/**
 * The steps of a dataset in its order, table file by table file, after the whole of it has been verified.
 * Throws a `DatasetError` (`damaged`) when it does not verify.
 */
export async function* readSteps(datasetDir: string): AsyncGenerator<StepRow> {
  const { ok, manifest } = await verifyDataset(datasetDir);
  if (!ok || manifest === null) throw new DatasetError('damaged', 'the dataset does not verify');
  for (const { path } of manifest.files) {
    if (!path.startsWith('data/steps/')) continue;
    const table = await openParquet(join(datasetDir, path));
    for await (const row of table.read()) yield stepRowSchema.parse(row);
  }
}
